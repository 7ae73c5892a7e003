/**
 * Bad weather for protocols: a schedule of faults drawn from a seed, as rough as a contract card allows. The last rung
 * of every protocol's ladder of tests runs a thousand of them.
 */
import { clock, crash, createRandom, partition, pause, simulate } from "distlab";
import type { Fault, Property, Run, SimulateOptions } from "distlab";

export interface Storm {
  readonly crashes?: boolean;
  readonly partitions?: boolean;
  readonly pauses?: boolean;
  readonly skew?: boolean;
  /** Who crashes, pauses and has a wrong clock. Default: every node. */
  readonly victims?: readonly string[];
  /** Loss, duplication and reordering of messages. Default true. */
  readonly lossy?: boolean;
  /** The weather is bad from 0 to here. Default 3000 ms. */
  readonly untilMs?: number;
}

/** The faults that this seed brings to these nodes. */
export function stormFaults(seed: number, nodes: readonly string[], storm: Storm): readonly Fault[] {
  const random = createRandom(seed, "storm");
  const end = storm.untilMs ?? 3000;
  const victims = storm.victims ?? nodes;
  const some = (): string => victims[random.index(victims.length)]!;
  const faults: Fault[] = [];
  const rounds = 1 + random.index(4);
  for (let round = 0; round < rounds; round++) {
    const atMs = random.between(0, end);
    const laterMs = atMs + random.between(1, end / 3);
    const victim = some();
    if (storm.crashes && !isDown(victim, faults, atMs, laterMs)) {
      faults.push(crash(victim, { atMs, restartAtMs: laterMs }));
    }
    if (storm.pauses) faults.push(pause(some(), { atMs: laterMs, untilMs: laterMs + random.between(1, 400) }));
    if (storm.skew) faults.push(clock(some(), { atMs, driftPpm: random.between(-50_000, 50_000) }));
    if (storm.partitions) {
      const side = nodes.filter(() => random.next() < 0.5);
      faults.push(partition([side], { atMs: laterMs, healAtMs: laterMs + random.between(1, end / 3) }));
    }
  }
  return faults;
}

/** Whether a crash keeps this node down within this time: a node that is down cannot crash. */
function isDown(node: string, faults: readonly Fault[], atMs: number, untilMs: number): boolean {
  return faults.some(
    (fault) =>
      fault.kind === "crash" && fault.node === node && fault.atMs < untilMs && (fault.restartAtMs ?? Infinity) > atMs,
  );
}

/** One run in the storm. A violation or a failure comes back in the run; the trace is left out for speed. */
export function inStorm(
  seed: number,
  options: Omit<SimulateOptions, "seed" | "faults">,
  properties: readonly Property[],
  storm: Storm,
): Run {
  const random = createRandom(seed, "weather");
  const nodes = nodesOf(options);
  const lossy = storm.lossy ?? true;
  return simulate({
    untilMs: 2 * (storm.untilMs ?? 3000),
    network: lossy
      ? {
          latencyMs: [1, random.between(5, 80)],
          loss: random.next() * 0.3,
          duplication: random.next() * 0.2,
          reordering: 0.1,
        }
      : { latencyMs: [1, 10] },
    ...options,
    seed,
    trace: false,
    faults: stormFaults(seed, nodes, storm),
    properties,
    onFailure: "report",
  });
}

function nodesOf(options: Omit<SimulateOptions, "seed">): readonly string[] {
  const { nodes, protocol } = options;
  if (Array.isArray(nodes)) return nodes;
  const declared = (protocol as { readonly members?: readonly string[] }).members;
  return declared ?? Object.keys(protocol);
}

/** The seeds, of the first `count`, in which something went wrong, with what: empty if all is well. */
export function failingSeeds(count: number, run: (seed: number) => Run): readonly string[] {
  const failing: string[] = [];
  for (let seed = 1; seed <= count && failing.length < 5; seed++) {
    const { violation, failure } = run(seed);
    const wrong = violation?.what ?? failure?.message;
    if (wrong !== undefined) failing.push(`seed ${seed}: ${wrong}`);
  }
  return failing;
}
