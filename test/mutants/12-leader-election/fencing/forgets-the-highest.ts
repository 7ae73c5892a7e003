// Saves the value and forgets the token in a crash.
// caught by: what is accepted is on disk before the reply, with its token
import type { Data, NodeId, Out, TokenLock, TokenStorage } from "distlab";

export function grant(
  lock: TokenLock,
  client: NodeId,
  out: Out<{ kind: "Granted"; token: number }, never, TokenLock>,
): void {
  lock.lastToken += 1;
  out.save(lock);
  out.send(client, { kind: "Granted", token: lock.lastToken });
}

export function write(
  storage: TokenStorage,
  request: { token: number; value: Data },
  client: NodeId,
  out: Out<{ kind: "WriteReply"; token: number; accepted: boolean }, never, TokenStorage>,
): void {
  const { token, value } = request;
  const accepted = token >= storage.highest;
  if (accepted) {
    storage.highest = token;
    storage.value = value;
    out.save({ highest: 0, value });
  }
  out.send(client, { kind: "WriteReply", token, accepted });
}
