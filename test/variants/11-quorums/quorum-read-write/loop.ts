// Goes through the answers once, with plain variables.
import type { HeldBy, QuorumVersion, ReadStep, WriteStep } from "distlab";

function look(heard: HeldBy[]): { count: number; best: QuorumVersion | null } {
  const seen: { [replica: string]: boolean } = {};
  let count = 0;
  let best: QuorumVersion | null = null;
  for (const { from, held } of heard) {
    if (!seen[from]) count += 1;
    seen[from] = true;
    if (held === null) continue;
    const isHigher = best === null || held.counter > best.counter;
    if (isHigher || (held.counter === best!.counter && held.writer > best!.writer)) best = held;
  }
  return { count, best };
}

export function read(readQuorum: number, heard: HeldBy[]): ReadStep {
  const { count, best } = look(heard);
  if (count >= readQuorum) return { kind: "value", value: best === null ? null : best.value };
  return { kind: "wait" };
}

export function write(writeQuorum: number, version: QuorumVersion, heard: HeldBy[]): WriteStep {
  const { count, best } = look(heard);
  if (count < writeQuorum) return { kind: "wait" };
  const isAbove =
    best !== null &&
    (best.counter > version.counter || (best.counter === version.counter && best.writer > version.writer));
  return isAbove ? { kind: "again", counter: best!.counter + 1 } : { kind: "done" };
}
