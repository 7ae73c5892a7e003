// Lets a node that has not voted ask like the others: whoever takes over will see that it has not.
import type { CommitPhase, NodeId, SilenceStep } from "distlab";

export function silence(self: NodeId, phase: CommitPhase, leader: NodeId, members: NodeId[]): SilenceStep {
  void phase;
  const next = members[members.indexOf(leader) + 1];
  return next === undefined || next === self ? { kind: "take over" } : { kind: "ask", next };
}

export function terminate(phases: CommitPhase[]): "commit" | "abort" | "precommit" {
  if (phases.includes("abort") || phases.includes("working")) return "abort";
  if (phases.includes("commit")) return "commit";
  return phases.includes("precommitted") ? "precommit" : "abort";
}
