// Counts tokens in steps of ten, and deals with refusals first.
import type { Data, NodeId, Out, TokenLock, TokenStorage } from "distlab";

export function grant(
  lock: TokenLock,
  client: NodeId,
  out: Out<{ kind: "Granted"; token: number }, never, TokenLock>,
): void {
  lock.lastToken += 10;
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
  if (token < storage.highest) return out.send(client, { kind: "WriteReply", token, accepted: false });
  Object.assign(storage, { highest: token, value });
  out.save({ highest: token, value });
  out.send(client, { kind: "WriteReply", token, accepted: true });
}
