/**
 * A register that would rather say nothing.
 *
 * A value is kept by several replicas, each with a version number: a higher version is newer. To write, a coordinator
 * first asks for the versions, then asks replicas to store the value under the next version. To read, it asks all. It
 * waits a while for answers, and then has to tell the client something that is true.
 *
 * - `read(replicas, heard)`: which replicas there are, and what those that answered in time hold.
 * - `write(replicas, asked, stored)`: which of them were asked to store the value, and which have confirmed it. A
 *   coordinator that heard of too few versions has asked nobody.
 *
 * An answer or a confirmation may have come twice. A value that `read` returns need not be on a majority yet: before the
 * reader hears of it the coordinator has it stored by one, so that the next reader finds it too. That step is not yours
 * (chapter 11 shows it).
 *
 * Return `{ kind: "value", value }`, `{ kind: "done" }`, `{ kind: "refused" }` (nothing has happened, and nothing will)
 * or `{ kind: "unknown" }` (it may happen yet, or have happened).
 *
 * Try it: `npx distlab check 10-cap/cp-register`, or the button Check in the page.
 */
import type { CopyHeard, CpOutcome, NodeId } from "distlab";

export function read(replicas: NodeId[], heard: CopyHeard[]): CpOutcome {
  void [replicas, heard];
  throw new Error("not written yet"); // Your answer goes here, instead of these lines.
}

export function write(replicas: NodeId[], asked: NodeId[], stored: NodeId[]): CpOutcome {
  void [replicas, asked, stored];
  throw new Error("not written yet"); // And here.
}
