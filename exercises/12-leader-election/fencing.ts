/**
 * The token.
 *
 * Two servers: one lends a lock, the other stores a value. Clients may sleep for any time between getting the lock and
 * writing, so two of them may believe that they have it. Write the two rules that make this harmless.
 *
 * - `grant`: the lock is lent to `client` (the last holder's time is up). Tell it with
 *   `out.send(client, { kind: "Granted", token })`. The lock service remembers `lock.lastToken` and may crash: what it
 *   has saved with `out.save(lock)` is there again afterwards, and nothing else.
 * - `write`: a client shows its token and a value. Store it unless somebody with a later token has written, and answer
 *   `{ kind: "WriteReply", token, accepted }`. The storage remembers `storage.highest` and `storage.value`, and may crash as
 *   well. What was accepted must still be there afterwards. A holder may write as often as it likes.
 *
 * Try it: `npx distlab check 12-leader-election/fencing`, or the button Check in the page.
 */
import type { Data, NodeId, Out, TokenLock, TokenStorage } from "distlab";

export function grant(
  lock: TokenLock,
  client: NodeId,
  out: Out<{ kind: "Granted"; token: number }, never, TokenLock>,
): void {
  void [lock, client, out]; // Your answer goes here, instead of this line.
}

export function write(
  storage: TokenStorage,
  request: { token: number; value: Data },
  client: NodeId,
  out: Out<{ kind: "WriteReply"; token: number; accepted: boolean }, never, TokenStorage>,
): void {
  void [storage, request, client, out]; // And here.
}
