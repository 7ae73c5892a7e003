// Asks the first participant for ever, though that one is dead too.
// caught by: if the next one is silent too, it is the turn of the one after
import type { CommitPhase, NodeId, SilenceStep } from "distlab";

export function silence(self: NodeId, phase: CommitPhase, leader: NodeId, members: NodeId[]): SilenceStep {
  // Nobody can commit without this node's vote, and now nobody will get it.
  if (phase === "working") return { kind: "decide", outcome: "abort" };
  void leader;
  const next = members[1];
  return next === undefined || next === self ? { kind: "take over" } : { kind: "ask", next };
}

export function terminate(phases: CommitPhase[]): "commit" | "abort" | "precommit" {
  if (phases.includes("abort") || phases.includes("working")) return "abort";
  if (phases.includes("commit")) return "commit";
  return phases.includes("precommitted") ? "precommit" : "abort";
}
