/**
 * A follower and the leader's entries.
 *
 * `appendEntries` gets a follower and what a leader sent, and returns the follower as it is afterwards, with `success`:
 * whether its log now agrees with the leader's up to the last entry of the request (section 5.3 of the Raft paper,
 * figure 2, "AppendEntries RPC").
 * - A leader of an old term is refused, and changes nothing.
 * - The request says which entry stands *before* the new ones: its index `prevLogIndex` (0: none) and its term. Who
 *   does not hold exactly that entry refuses.
 * - Messages may come late, twice and in any order. A late one must not take away what a later one has brought.
 * - `commitIndex` follows the leader's, as far as the log is *known* to agree with it. It never goes back.
 * - A higher term is adopted.
 *
 * Entry 1 is `server.log[0]`. Nothing that is passed in may be changed: return a new server.
 *
 * Try it: `npx distlab check 15-raft-log/append-entries`, or the button Check in the page.
 */
import type { AppendRequest, AppendResult, LogServer } from "distlab";

export function appendEntries(server: LogServer, request: AppendRequest): AppendResult {
  void request;
  return { server, success: false }; // Your answer goes here, instead of these lines.
}
