// Decides by the phase of the one that took over, the first of the list.
// caught by: one phase of one living node decides
import type { CommitPhase, NodeId, SilenceStep } from "distlab";

export function silence(self: NodeId, phase: CommitPhase, leader: NodeId, members: NodeId[]): SilenceStep {
  // Nobody can commit without this node's vote, and now nobody will get it.
  if (phase === "working") return { kind: "decide", outcome: "abort" };
  const next = members[members.indexOf(leader) + 1];
  return next === undefined || next === self ? { kind: "take over" } : { kind: "ask", next };
}

export function terminate(phases: CommitPhase[]): "commit" | "abort" | "precommit" {
  if (phases.length > 0) phases = phases.slice(0, 1);
  if (phases.includes("abort") || phases.includes("working")) return "abort";
  if (phases.includes("commit")) return "commit";
  return phases.includes("precommitted") ? "precommit" : "abort";
}
