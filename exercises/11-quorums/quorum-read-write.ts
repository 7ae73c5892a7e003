/**
 * Reading and writing with quorums.
 *
 * A coordinator has asked all replicas, and hears from them one by one. A version is `{ counter, writer, value }`; the
 * higher counter is newer, and between equal counters the writer whose name comes later. `heard` lists what has been
 * answered so far, `{ from, held }`, in the order of arrival; `held` is null at a replica that nobody has written to.
 * The network may deliver an answer twice.
 *
 * - `read(readQuorum, heard)`: `{ kind: "wait" }` until so many replicas have answered, then `{ kind: "value", value }`
 *   with the newest value, or null.
 * - `write(writeQuorum, version, heard)`: the replicas were told to hold `version`, and answer with what they hold now:
 *   this version, or a newer one that they had. `{ kind: "wait" }` until so many have answered. Then `{ kind: "done" }`;
 *   but if any of them holds something newer, that may have been written before this write began, so it has to be
 *   stored once more: `{ kind: "again", counter }`, with the lowest counter that is above all that was heard.
 *
 * Try it: `npx distlab check 11-quorums/quorum-read-write`, or the button Check in the page.
 */
import type { HeldBy, QuorumVersion, ReadStep, WriteStep } from "distlab";

export function read(readQuorum: number, heard: HeldBy[]): ReadStep {
  void [readQuorum, heard];
  throw new Error("not written yet"); // Your answer goes here, instead of these lines.
}

export function write(writeQuorum: number, version: QuorumVersion, heard: HeldBy[]): WriteStep {
  void [writeQuorum, version, heard];
  throw new Error("not written yet"); // And here.
}
