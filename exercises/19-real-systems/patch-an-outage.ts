/**
 * Patch it.
 *
 * The three exhibits of the museum, and other days besides. Four settings:
 *
 * - `promoteAfterSeconds`: GitHub's databases are replicated asynchronously from the east to the west. After how many
 *   seconds of silence does the west take over? In 2018 the cut lasted 43 seconds. On another day the east burns down, and
 *   two minutes after that people must be able to write again.
 * - `acknowledgement`: `"asynchronous"`, `"semi-synchronous"`, `"synchronous"`, or `"consensus"` (a majority has it, and only
 *   a majority can elect: chapter 15). There are five servers, of which two are cut off together with the primary while the other side elects its
 *   own. Which acknowledgement loses nothing in that? And on another day, when a single server is switched off, writes
 *   must go on.
 * - `preVote`, `electionTimeoutMs`: three servers with Raft, of which two cannot reach each other. No leader may fall
 *   because of that. On another day the leader really dies, and one second later there must be another; and on a third
 *   the network is slow and uneven (5 to 80 ms) and nothing is broken, and no leader may fall either. Time-outs are drawn between
 *   `electionTimeoutMs` and twice that; heartbeats come at half of it.
 *
 * Try it: `npx distlab check 19-real-systems/patch-an-outage`, or the button Check in the page.
 */
import type { PatchAnOutage } from "distlab";

export const promoteAfterSeconds: PatchAnOutage["promoteAfterSeconds"] = -1;
export const acknowledgement: PatchAnOutage["acknowledgement"] = "asynchronous";
export const preVote: PatchAnOutage["preVote"] = false;
export const electionTimeoutMs: PatchAnOutage["electionTimeoutMs"] = 0;
