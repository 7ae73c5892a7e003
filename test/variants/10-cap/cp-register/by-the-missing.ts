// Asks how many are missing: fewer than half may be.
import type { CopyHeard, CpOutcome, NodeId } from "distlab";

function tooManyMissing(replicas: NodeId[], there: NodeId[]): boolean {
  const missing = replicas.filter((name) => !there.includes(name));
  return missing.length >= replicas.length / 2;
}

export function read(replicas: NodeId[], heard: CopyHeard[]): CpOutcome {
  if (
    tooManyMissing(
      replicas,
      heard.map(({ from }) => from),
    )
  )
    return { kind: "refused" };
  const version = Math.max(...heard.map((copy) => copy.version));
  return { kind: "value", value: heard.find((copy) => copy.version === version)!.value };
}

export function write(replicas: NodeId[], asked: NodeId[], stored: NodeId[]): CpOutcome {
  if (!tooManyMissing(replicas, stored)) return { kind: "done" };
  if (asked.length > 0) return { kind: "unknown" };
  return { kind: "refused" };
}
