/**
 * Who ends it?
 *
 * The coordinator of a three-phase commit has crashed, or the one who took over from it. Messages are quick, and whoever
 * is silent for long is dead: that is the assumption, and for once you may rely on it. Write what the living do.
 *
 * A node's phase is `working` (has not voted), `uncertain` (has voted yes), `precommitted` (has been told that all said
 * yes), `commit` or `abort`. `members` are all nodes, the coordinator first, in the order in which they take over.
 *
 * - `silence(self, phase, leader, members)`: `self` has not heard from `leader` for too long. Return
 *   `{ kind: "take over" }`, or `{ kind: "ask", next }` to make `next` take over (and then `next` is this node's leader),
 *   or `{ kind: "decide", outcome }`, which decides for `self` alone.
 * - `terminate(phases)`: the one who took over has asked everybody after it. Here are the phases of those who answered,
 *   and its own. Return "commit" or "abort", or "precommit": then the uncertain ones are brought up first, and
 *   everybody commits.
 *
 * Try it: `npx distlab check 17-two-and-three-phase-commit/three-phase-termination`, or the button Check in the page.
 */
import type { CommitPhase, NodeId, SilenceStep } from "distlab";

export function silence(self: NodeId, phase: CommitPhase, leader: NodeId, members: NodeId[]): SilenceStep {
  void [self, phase, leader, members];
  throw new Error("not written yet"); // Your answer goes here, instead of these lines.
}

export function terminate(phases: CommitPhase[]): "commit" | "abort" | "precommit" {
  void phases;
  throw new Error("not written yet"); // And here.
}
