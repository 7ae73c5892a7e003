/**
 * One terminator, found by position, because two who decide by themselves have seen different things. It looks for the
 * one phase that excludes an outcome: somebody undecided before precommit, so nobody has committed; somebody beyond it,
 * so nobody has aborted.
 */
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
  return phases.includes("precommitted") ? "precommit" : "abort";
}
