// Writes again as soon as it meets anything newer, before W have answered.
// caught by: a write that meets a newer version is stored above it
import type { HeldBy, QuorumHeld, QuorumVersion, ReadStep, WriteStep } from "distlab";

function isNewer(left: QuorumHeld, right: QuorumHeld): boolean {
  if (left === null || right === null) return left !== null && right === null;
  if (left.counter !== right.counter) return left.counter > right.counter;
  return left.writer > right.writer;
}

function newest(heard: readonly HeldBy[]): QuorumHeld {
  return heard.reduce<QuorumHeld>((best, { held }) => (isNewer(held, best) ? held : best), null);
}

function replicas(heard: readonly HeldBy[]): number {
  return new Set(heard.map(({ from }) => from)).size;
}

export function read(readQuorum: number, heard: HeldBy[]): ReadStep {
  if (replicas(heard) < readQuorum) return { kind: "wait" };
  return { kind: "value", value: newest(heard)?.value ?? null };
}

export function write(writeQuorum: number, version: QuorumVersion, heard: HeldBy[]): WriteStep {
  const best = newest(heard);
  if (replicas(heard) < writeQuorum && !isNewer(best, version)) return { kind: "wait" };
  if (best === null || !isNewer(best, version)) return { kind: "done" };
  return { kind: "again", counter: best.counter + 1 };
}
