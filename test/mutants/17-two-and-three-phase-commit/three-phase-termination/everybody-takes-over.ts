// Everybody takes over as soon as the leader is silent.
// caught by: the next in line takes over, and the others ask it to
import type { CommitPhase, NodeId, SilenceStep } from "distlab";

export function silence(self: NodeId, phase: CommitPhase, leader: NodeId, members: NodeId[]): SilenceStep {
  // Nobody can commit without this node's vote, and now nobody will get it.
  if (phase === "working") return { kind: "decide", outcome: "abort" };
  void [self, leader, members];
  return { kind: "take over" };
}

export function terminate(phases: CommitPhase[]): "commit" | "abort" | "precommit" {
  if (phases.includes("abort") || phases.includes("working")) return "abort";
  if (phases.includes("commit")) return "commit";
  return phases.includes("precommitted") ? "precommit" : "abort";
}
