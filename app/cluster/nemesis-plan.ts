/** What a nemesis does to a cluster, and when: drawn from a seed, pure, so that a run can be asked for again. */
import { createRandom } from "distlab";
import type { NodeId } from "distlab";

/** One blow, and how long it lasts. `node` may be a role: who that is shows when it is done. */
export type Blow =
  | { readonly kind: "crash" | "pause"; readonly node: string; readonly forMs: number }
  | { readonly kind: "partition"; readonly groups: readonly (readonly NodeId[])[]; readonly forMs: number }
  /** Whoever leads is in the minority, with so many others and its clients. */
  | { readonly kind: "isolate"; readonly node: string; readonly companions: number; readonly forMs: number };

export interface PlannedBlow {
  /** After the load has begun. */
  readonly atMs: number;
  readonly blow: Blow;
}

/** A plan for so many seconds. Every fault ends before the run does, so that there is something to judge. */
export function nemesisPlan(seed: number, seconds: number, nodes: readonly NodeId[]): readonly PlannedBlow[] {
  const random = createRandom(seed, "nemesis");
  const plan: PlannedBlow[] = [];
  for (let atMs = 500 + random.between(0, 500); ; atMs += random.between(300, 1500)) {
    const forMs = Math.round(random.between(300, 2500));
    if (atMs + forMs > seconds * 1000) return plan;
    plan.push({ atMs: Math.round(atMs), blow: drawn(random, nodes, forMs) });
  }
}

function drawn(random: ReturnType<typeof createRandom>, nodes: readonly NodeId[], forMs: number): Blow {
  const node = random.index(2) === 0 ? "leader" : nodes[random.index(nodes.length)]!;
  const draw = random.index(10);
  if (draw < 4) return { kind: "crash", node, forMs };
  if (draw < 6) return { kind: "pause", node, forMs };
  if (draw < 8) {
    const companions = random.index(Math.max(1, Math.floor((nodes.length - 1) / 2)));
    return { kind: "isolate", node: "leader", companions, forMs };
  }
  const left = nodes.filter(() => random.index(2) === 0);
  const groups = [left, nodes.filter((name) => !left.includes(name))].filter((group) => group.length > 0);
  return groups.length < 2 ? { kind: "crash", node, forMs } : { kind: "partition", groups, forMs };
}
