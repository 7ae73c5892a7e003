// Counts a majority of those that were asked, and not of all.
// caught by: a write that somebody may have stored is neither done nor refused
import type { CopyHeard, CpOutcome, NodeId } from "distlab";

function isMajority(names: readonly NodeId[], replicas: readonly NodeId[]): boolean {
  return new Set(names).size * 2 > replicas.length;
}

export function read(replicas: NodeId[], heard: CopyHeard[]): CpOutcome {
  const answered = heard.map(({ from }) => from);
  if (!isMajority(answered, replicas)) return { kind: "refused" };
  const newest = heard.reduce((best, next) => (next.version > best.version ? next : best));
  return { kind: "value", value: newest.value };
}

export function write(replicas: NodeId[], asked: NodeId[], stored: NodeId[]): CpOutcome {
  if (stored.length > 0 && stored.length * 2 > asked.length && replicas.length > 0) return { kind: "done" };
  return asked.length === 0 ? { kind: "refused" } : { kind: "unknown" };
}
