/**
 * Two hundred and thirty milliseconds.
 *
 * Three processes on one machine, two clients, the Raft paper's time-outs, and `kill -9` for the leader, A. This is what
 * was recorded, in milliseconds, around the kill (some lines are left out):
 *
 * ```text
 * 1440.9  c1 hears: done (put k0 = c1.18)
 * 1458.9  c2 asks: put k5 = c2.17
 * 1466.0  c2 hears: done (put k5 = c2.17)
 * 1467.6  c1 asks: put k1 = c1.19
 * 1491.5  A is killed
 * 1492.1  c2 asks: get k7
 * 1698.5  B's election timer fires
 * 1700.5  B asks A for its vote, term 2
 * 1700.7  B asks C for its vote, term 2
 * 1717.8  C votes for B
 * 1721.0  B sends its first AppendEntries, term 2
 * 1723.1  c1 hears: done (put k1 = c1.19)
 * 1737.2  c1 asks: put k3 = c1.20
 * 1789.0  c2 hears: nothing there (get k7)
 * 1803.1  c2 asks: put k3 = c2.19
 * 1807.8  c2 hears: done (put k3 = c2.19)
 * 1820.8  c2 asks: append "20 " to c2's journal
 * 1823.8  c2 hears: done (append "20 " to c2's journal)
 * 1840.4  c1 hears: done (put k3 = c1.20)
 * ```
 *
 * Later each journal was read, and the keys. They held, of what is above: k0 and k1 something newer; k3 something newer;
 * k5 something newer; c2's journal "20 25 45 ", which begins with what c2 had appended first.
 *
 * - `leaderMs`: from the kill until B acts as the leader.
 * - `silenceMs`: how much of that passed before anybody had noticed that A was gone.
 * - `writeMs`: c1 had asked for a write when A was killed. How long did it wait for the answer, from when it asked?
 * - `lost`: how many writes that were answered "done" were gone afterwards? (A value that was written over is not lost.)
 *
 * You can record one of your own: `npx distlab cluster raft-paper --nodes 3 --trace mine`, then `load 2`,
 * `crash leader`, `check`.
 *
 * Try it: `npx distlab check 19-real-systems/kill-nine`, or the button Check in the page.
 */
import type { KillNine } from "distlab";

export const leaderMs: KillNine["leaderMs"] = 0;
export const silenceMs: KillNine["silenceMs"] = 0;
export const writeMs: KillNine["writeMs"] = 0;
export const lost: KillNine["lost"] = -1;
