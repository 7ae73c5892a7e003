// Takes the token of a refused write for the highest.
// caught by: a write with a lower token is refused, and changes nothing
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
  storage.highest = token;
  if (accepted) {
    storage.value = value;
    out.save(storage);
  }
  out.send(client, { kind: "WriteReply", token, accepted });
}
