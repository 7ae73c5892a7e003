/**
 * Bad weather: faults and a network drawn from a seed, for those who want to look for trouble rather than plan it.
 * Mild seeds and rough ones alternate, because different mistakes show in different weather.
 */
import type { Millis, NodeId } from "../protocol";
import { crash, createRandom, OptionError, partition, pause } from "../sim";
import type { Fault, LinkOptions, NetworkOptions, Random, SimulateOptions, Window } from "../sim";

/** How bad the weather may get. */
export interface WeatherOptions {
  /** Whom faults may befall: the protocol's members. */
  readonly nodes: readonly NodeId[];
  /** At most so many crashes. Default 0. */
  readonly crashes?: number;
  /** Whether nodes that have crashed boot again after a while. Default true. */
  readonly restarts?: boolean;
  /** At most so many partitions, all of which heal. Default 0. */
  readonly partitions?: number;
  /** At most so many pauses. Default 0. */
  readonly pauses?: number;
  /** The highest chance that a message is lost. Default 0.2. */
  readonly loss?: number;
  /** The highest chance that a message arrives twice. Default 0. */
  readonly duplication?: number;
  /**
   * The longest mean latency of a link; single messages may take much longer. A range instead is kept to by all
   * links: what is synchronous needs one. Default 300 ms.
   */
  readonly latencyMs?: Millis | readonly [min: Millis, max: Millis];
  /** The weather is bad from 0 to here. Default 1500 ms. */
  readonly untilMs?: Millis;
}

/**
 * The weather of a seed: `simulate({ protocol, seed, ...weather(seed, { nodes: protocol.members, crashes: 1 }) })`.
 * @throws OptionError where an option is not allowed
 */
export function weather(
  seed: number | string,
  options: WeatherOptions,
): Required<Pick<SimulateOptions, "faults" | "network">> {
  check(options);
  const random = createRandom(seed, "weather");
  return { network: networkOf(random, options), faults: faultsOf(random, options) };
}

function check({
  nodes,
  loss = 0,
  duplication = 0,
  latencyMs = 1,
  untilMs = 1,
  restarts: _restarts,
  ...counts
}: WeatherOptions): void {
  if (nodes.length === 0) throw new OptionError("nodes", [], "a list of at least one node");
  for (const [name, share] of Object.entries({ loss, duplication })) {
    if (!(share >= 0 && share <= 1)) throw new OptionError(name, share, "a chance from 0 to 1");
  }
  for (const [name, ms] of Object.entries({ latencyMs: longest(latencyMs), untilMs })) {
    if (!(ms > 0 && ms < Infinity)) throw new OptionError(name, ms, "a time above 0 ms");
  }
  for (const [name, count] of Object.entries(counts)) {
    if (!Number.isInteger(count) || count < 0) throw new OptionError(name, count, "a whole number from 0");
  }
}

function longest(latencyMs: NonNullable<WeatherOptions["latencyMs"]>): Millis {
  return typeof latencyMs === "number" ? latencyMs : latencyMs[1];
}

/** Every link has its own latency, from a thousandth of the longest to the longest. */
function networkOf(random: Random, options: WeatherOptions): NetworkOptions {
  const { nodes, loss = 0.2, duplication = 0, latencyMs = 300 } = options;
  const chances = { loss: random.next() * loss, duplication: random.next() * duplication };
  if (typeof latencyMs !== "number") return { ...chances, latencyMs };
  const calm = random.next();
  const mean = (): Millis => latencyMs * Math.exp(-7 * random.next() * calm);
  const links: { [link: string]: LinkOptions } = {};
  for (const from of nodes) {
    for (const to of nodes) {
      const meanMs = mean();
      if (from !== to) links[`${from}->${to}`] = { latencyMs: { kind: "exponential", meanMs, minMs: 0 } };
    }
  }
  return { ...chances, links };
}

function faultsOf(random: Random, options: WeatherOptions): readonly Fault[] {
  const { nodes, crashes = 0, partitions = 0, pauses = 0, untilMs = 1500 } = options;
  const window = (): Window => {
    // Early and late, short and long are as likely.
    const atMs = Math.round(untilMs * Math.exp(-4 * random.next()));
    return { atMs, untilMs: atMs + 1 + Math.round(untilMs * Math.exp(-7 * random.next())) };
  };
  const faults: Fault[] = [];
  for (let left = howMany(random, crashes); left > 0; left--) {
    const one = crashOf(random, options, window());
    // What cannot both be meant is meant once.
    if (!faults.some((other) => contradicts(one, other))) faults.push(one);
  }
  for (let left = howMany(random, partitions); left > 0; left--) {
    const { atMs, untilMs: healAtMs } = window();
    faults.push(partition([nodes.filter(() => random.chance(0.5))], { atMs, healAtMs }));
  }
  for (let left = howMany(random, pauses); left > 0; left--) faults.push(pause(random.pick(nodes), window()));
  return faults;
}

/** A node that crashes while it may be down, or twice in one step. */
function contradicts(one: Fault, other: Fault): boolean {
  if (one.kind === "crashInStep" && other.kind === "crashInStep") {
    return one.node === other.node && one.event === other.event;
  }
  if (one.kind !== "crash" || other.kind !== "crash" || one.node !== other.node) return false;
  return one.atMs <= (other.restartAtMs ?? Infinity) && other.atMs <= (one.restartAtMs ?? Infinity);
}

/** One in five seeds is spared. */
function howMany(random: Random, most: number): number {
  return most === 0 || random.chance(0.2) ? 0 : 1 + random.index(most);
}

/** Between two steps, or within one of the first. */
function crashOf(random: Random, { nodes, restarts = true }: WeatherOptions, when: Window): Fault {
  const node = random.pick(nodes);
  const { atMs, untilMs: restartAtMs } = when;
  if (random.chance(0.5)) return crash(node, restarts ? { atMs, restartAtMs } : { atMs });
  const step = { event: 1 + random.index(8), effects: random.index(4) };
  return crash(node, restarts ? { ...step, restartAfterMs: restartAtMs - atMs } : step);
}
