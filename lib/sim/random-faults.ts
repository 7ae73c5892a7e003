/** Bad weather: a schedule of faults drawn from a seed. It is plain data, like one that was written by hand. */
import type { Millis, NodeId } from "../protocol";
import { clock, crash, partition, pause, slow } from "./faults";
import type { Fault } from "./faults";
import { checkCount, checkFields, checkList, checkTime } from "./option-error";
import { createRandom } from "./random";
import type { Random } from "./random";

/** How much of what there is. Every number is how often; default 0. */
export interface RandomFaultsOptions {
  /** Whom it befalls. */
  readonly nodes: readonly NodeId[];
  /** A run's seed will do: the schedule draws from a stream of its own. */
  readonly seed: number | string;
  /** Everything begins before this time, and is over by then. */
  readonly untilMs: Millis;
  /** Crashes, each followed by a restart. */
  readonly crashes?: number;
  readonly pauses?: number;
  /** Nodes that handle everything up to 50 ms late. */
  readonly slowdowns?: number;
  /** Two-sided partitions into two groups. */
  readonly partitions?: number;
  /** Clocks that drift by up to 5 % and jump by up to 500 ms. */
  readonly clocks?: number;
  /** How many nodes may be down at the same time. Default: fewer than half. */
  readonly downMax?: number;
}

interface Downtime {
  readonly node: NodeId;
  readonly fromMs: Millis;
  readonly toMs: Millis;
}

/**
 * A schedule without contradictions: no node crashes while it is down, and no more than `downMax` are down at once.
 * (A crash for which no such time is found is left out.)
 * @throws OptionError
 */
export function randomFaults(options: RandomFaultsOptions): readonly Fault[] {
  const { nodes, seed, untilMs, crashes = 0, pauses = 0, slowdowns = 0, partitions = 0, clocks = 0 } = options;
  const { downMax = Math.ceil(nodes.length / 2) - 1 } = options;
  checkFields("randomFaults", options, known);
  checkList("nodes", nodes);
  checkTime("untilMs", untilMs);
  for (const [name, count] of Object.entries({ crashes, pauses, slowdowns, partitions, clocks, downMax })) {
    checkCount(name, count, 0);
  }
  // Each kind draws from a stream of its own, so that more of one leaves the others as they were.
  const times = <Of>(count: number, kind: string, make: (random: Random) => Of): readonly Of[] => {
    const random = createRandom(seed, `faults ${kind}`);
    return Array.from({ length: count }, () => make(random));
  };
  const faults: readonly Fault[] = [
    ...randomCrashes(createRandom(seed, "faults crashes"), crashes, nodes, untilMs, downMax),
    ...times(pauses, "pauses", (random) => pause(random.pick(nodes), span(random, untilMs))),
    ...times(slowdowns, "slowdowns", (random) =>
      slow(random.pick(nodes), { ...span(random, untilMs), delayMs: random.between(1, 50) }),
    ),
    ...times(partitions, "partitions", (random) => randomPartition(random, nodes, untilMs)),
    ...times(clocks, "clocks", (random) =>
      clock(random.pick(nodes), {
        atMs: random.between(0, untilMs),
        driftPpm: random.between(-50_000, 50_000),
        jumpMs: random.between(-500, 500),
      }),
    ),
  ];
  return faults.toSorted((left, right) => startOf(left) - startOf(right));
}

const known: readonly (keyof RandomFaultsOptions)[] = [
  "nodes",
  "seed",
  "untilMs",
  "crashes",
  "pauses",
  "slowdowns",
  "partitions",
  "clocks",
  "downMax",
];

function startOf(fault: Fault): Millis {
  return "atMs" in fault ? fault.atMs : 0;
}

/** From some time to some later one. */
function span(random: Random, untilMs: Millis): { readonly atMs: Millis; readonly untilMs: Millis } {
  const atMs = random.between(0, untilMs);
  // Short ones are as likely as long ones, and there is always some time in between.
  return { atMs, untilMs: atMs + (untilMs - atMs) * (0.05 + 0.95 * random.next() * random.next()) };
}

function randomPartition(random: Random, nodes: readonly NodeId[], untilMs: Millis): Fault {
  const shuffled = random.shuffled(nodes);
  const size = 1 + random.index(Math.max(1, nodes.length - 1));
  const { atMs, untilMs: healAtMs } = span(random, untilMs);
  return partition([shuffled.slice(0, size), shuffled.slice(size)], { atMs, healAtMs });
}

function randomCrashes(
  random: Random,
  count: number,
  nodes: readonly NodeId[],
  untilMs: Millis,
  downMax: number,
): readonly Fault[] {
  const downtimes: Downtime[] = [];
  for (let attempt = 0; attempt < 20 * count && downtimes.length < count; attempt++) {
    const { atMs: fromMs, untilMs: toMs } = span(random, untilMs);
    const downtime = { node: random.pick(nodes), fromMs, toMs };
    if (fits(downtime, downtimes, downMax)) downtimes.push(downtime);
  }
  return downtimes.map(({ node, fromMs, toMs }) => crash(node, { atMs: fromMs, restartAtMs: toMs }));
}

function fits(downtime: Downtime, others: readonly Downtime[], downMax: number): boolean {
  const meeting = others.filter(({ fromMs, toMs }) => fromMs <= downtime.toMs && downtime.fromMs <= toMs);
  return meeting.length < downMax && meeting.every(({ node }) => node !== downtime.node);
}
