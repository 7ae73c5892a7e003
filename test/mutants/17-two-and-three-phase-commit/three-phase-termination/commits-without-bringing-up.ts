// Overlooks that its own death may leave uncertain ones, and commits at once.
// caught by: one precommitted among many is not overlooked
import type { CommitPhase, NodeId, SilenceStep } from "distlab";

export function silence(self: NodeId, phase: CommitPhase, leader: NodeId, members: NodeId[]): SilenceStep {
  // Nobody can commit without this node's vote, and now nobody will get it.
  if (phase === "working") return { kind: "decide", outcome: "abort" };
  const next = members[members.indexOf(leader) + 1];
  return next === undefined || next === self ? { kind: "take over" } : { kind: "ask", next };
}

export function terminate(phases: CommitPhase[]): "commit" | "abort" | "precommit" {
  if (phases.includes("abort") || phases.includes("working")) return "abort";
  if (phases.includes("commit")) return "commit";
  return phases.includes("precommitted") ? "commit" : "abort";
}
