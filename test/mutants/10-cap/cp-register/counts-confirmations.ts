// Counts a confirmation that came twice as two.
// caught by: a write that somebody may have stored is neither done nor refused
import type { CopyHeard, CpOutcome, NodeId } from "distlab";

function isMajority(names: readonly NodeId[], replicas: readonly NodeId[]): boolean {
  return names.length * 2 > replicas.length;
}

export function read(replicas: NodeId[], heard: CopyHeard[]): CpOutcome {
  const answered = [...new Set(heard.map(({ from }) => from))];
  if (!isMajority(answered, replicas)) return { kind: "refused" };
  const newest = heard.reduce((best, next) => (next.version > best.version ? next : best));
  return { kind: "value", value: newest.value };
}

export function write(replicas: NodeId[], asked: NodeId[], stored: NodeId[]): CpOutcome {
  if (isMajority(stored, replicas)) return { kind: "done" };
  return asked.length === 0 ? { kind: "refused" } : { kind: "unknown" };
}
