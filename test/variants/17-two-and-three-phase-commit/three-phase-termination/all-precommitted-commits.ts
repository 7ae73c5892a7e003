// Commits at once where all the living are precommitted, since nobody has to be brought up.
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
  if (phases.every((phase) => phase === "precommitted")) return "commit";
  return phases.includes("precommitted") ? "precommit" : "abort";
}
