// Reckons the number of replicas that must answer first.
import type { CopyHeard, CpOutcome, NodeId } from "distlab";

const needed = (replicas: NodeId[]): number => Math.floor(replicas.length / 2) + 1;

export const read = (replicas: NodeId[], heard: CopyHeard[]): CpOutcome => {
  const copies = new Map(heard.map((copy) => [copy.from, copy]));
  if (copies.size < needed(replicas)) return { kind: "refused" };
  const [newest] = [...copies.values()].toSorted((left, right) => right.version - left.version);
  return { kind: "value", value: newest!.value };
};

export const write = (replicas: NodeId[], asked: NodeId[], stored: NodeId[]): CpOutcome => {
  if (asked.length === 0) return { kind: "refused" };
  const confirmed = replicas.filter((name) => stored.includes(name)).length;
  return { kind: confirmed < needed(replicas) ? "unknown" : "done" };
};
