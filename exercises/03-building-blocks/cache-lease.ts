/**
 * The lease.
 *
 * A cache beside a database. Who finds nothing in it reads the database and fills the cache; who changes the database
 * deletes the copy afterwards. Readers are slow now and then: a fill may carry a value from before a change and come
 * long after the deletion, and then the cache would be wrong for good. All messages may come late, in any order and
 * twice. Write what the cache does with them, and what it does when it must make room.
 *
 * - `Get`: answer the reader with a `Hit`, if there is an entry. If there is none, *one* reader is sent to the database:
 *   it is answered with a `Miss` and a lease, a number of your choice that it shows when it fills. All others who ask
 *   for the key meanwhile are told to `Wait`, and ask again later.
 * - `Fill`: the value goes into `state.entries` if the lease is the one that is good for this key now. A lease is good
 *   for one fill. Nobody waits for an answer.
 * - `Delete`: entry and lease of this key are good no longer. The writer is answered with `Deleted`.
 * - `evict(state, key)`: there is no room for this entry. The database has not changed.
 *
 * Once a deletion has come, no reader may be given a value from before the change, ever. What happens to one key is
 * nothing to another; values may be 0. `state.entries` and `state.memory` begin empty; `memory` is yours, for plain
 * data. Readers and cache do not crash here.
 *
 * Try it: `npx distlab check 03-building-blocks/cache-lease`, or the button Check in the page.
 */
import type { CacheAsk, CacheDelete, CacheFill, CacheReply, LeasedCache, NodeId, Out } from "distlab";

export function receive(
  state: LeasedCache,
  message: CacheAsk | CacheFill | CacheDelete,
  from: NodeId,
  out: Out<CacheReply>,
): void {
  void [state, message, from, out]; // Your answer goes here, instead of this line.
}

export function evict(state: LeasedCache, key: string): void {
  void [state, key]; // And here.
}
