// Keeps the last answer of each replica in a map and sorts.
import type { HeldBy, QuorumVersion, ReadStep, WriteStep } from "distlab";

const versionsOf = (heard: HeldBy[]): QuorumVersion[] =>
  heard
    .flatMap(({ held }) => (held === null ? [] : [held]))
    .toSorted((left, right) => right.counter - left.counter || (right.writer > left.writer ? 1 : -1));

const enough = (heard: HeldBy[], quorum: number): boolean =>
  new Map(heard.map((one) => [one.from, one])).size >= quorum;

export function read(readQuorum: number, heard: HeldBy[]): ReadStep {
  return enough(heard, readQuorum) ? { kind: "value", value: versionsOf(heard)[0]?.value ?? null } : { kind: "wait" };
}

export function write(writeQuorum: number, version: QuorumVersion, heard: HeldBy[]): WriteStep {
  if (!enough(heard, writeQuorum)) return { kind: "wait" };
  const [best] = versionsOf([...heard, { from: "", held: version }]);
  if (best!.counter === version.counter && best!.writer === version.writer) return { kind: "done" };
  return { kind: "again", counter: best!.counter + 1 };
}
