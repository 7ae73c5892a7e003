// Ranks the phases in a list, and finds the next by slicing.
import type { CommitPhase, NodeId, SilenceStep } from "distlab";

const meaning = [
  ["abort", "abort"],
  ["working", "abort"],
  ["commit", "commit"],
  ["precommitted", "precommit"],
  ["uncertain", "abort"],
] as const;

export const terminate = (phases: CommitPhase[]): "commit" | "abort" | "precommit" =>
  meaning.find(([phase]) => phases.includes(phase))?.[1] ?? "abort";

export function silence(self: NodeId, phase: CommitPhase, leader: NodeId, members: NodeId[]): SilenceStep {
  if (phase === "working") return { kind: "decide", outcome: "abort" };
  const [next = self] = members.slice(members.findIndex((name) => name === leader) + 1);
  if (next !== self) return { kind: "ask", next };
  return { kind: "take over" };
}
