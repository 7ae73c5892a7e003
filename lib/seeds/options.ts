/** What `checkSeeds` may be told. */
import type { AnyProtocol, NodeId, Property } from "../protocol";
import { OptionError } from "../sim";
import type { Run, SimulateOptions } from "../sim";
import { checkOptions } from "../sim/validate";
import { timingOf } from "./timing";
import type { Cast } from "./cast";

/** How many seeds, what each runs, and what must hold. */
export interface CheckSeedsOptions {
  /** How many seeds, from 1 on, or which. Default 1000. */
  readonly seeds?: number | readonly number[];
  /** The simulation for a seed: `seed => ({ protocol, seed, faults: stormFor(seed) })`. */
  readonly run: (seed: number) => SimulateOptions;
  /** Looked at after every event, with those of `run`. Default: the safety of the protocol's contract card. */
  readonly properties?: readonly Property[];
  /** A claim about a whole run, looked at when it has ended: true, or a sentence that says what is wrong. */
  readonly check?: (run: Run) => true | string;
  /**
   * What a smaller run must keep to. `asynchronous`: the order in which things can happen at all; messages and timers
   * take as long as they like, as in the checker. `as simulated`: also the times that the simulation's network and the
   * timers promise. Default: asynchronous if the protocol's contract card says that it needs no more.
   */
  readonly time?: "asynchronous" | "as simulated";
  /** Whether the first failing run is made as small as possible. Default true. */
  readonly shrink?: boolean;
  /** Stop after so many failing seeds. Default: try them all. */
  readonly failuresMax?: number;
  /** Called after every seed. Default: a line on standard error, if that is a terminal and it takes long. */
  readonly onProgress?: (progress: SeedsProgress) => void;
}

/** How far a check has come. */
export interface SeedsProgress {
  readonly done: number;
  readonly total: number;
  readonly failed: number;
}

/** @throws OptionError */
export function seedsOf(seeds: CheckSeedsOptions["seeds"] = 1000): readonly number[] {
  if (typeof seeds === "number") {
    if (!(Number.isInteger(seeds) && seeds >= 1 && seeds <= 10_000_000)) {
      throw new OptionError("seeds", seeds, "a whole number from 1 to 10,000,000, or a list of seeds");
    }
    return Array.from({ length: seeds }, (_, index) => index + 1);
  }
  if (seeds.length === 0 || !seeds.every((seed) => Number.isSafeInteger(seed))) {
    throw new OptionError("seeds", [...seeds], "a number of seeds, or a list of at least one whole number");
  }
  return seeds;
}

/** What is simulated for this seed, with everything that is to be looked at. */
export function simulationOf(options: CheckSeedsOptions, seed: number): SimulateOptions {
  const given = options.run(seed);
  return {
    ...given,
    seed: given.seed ?? seed,
    onFailure: "report",
    properties: [...(given.properties ?? []), ...propertiesOf(options, given)],
  };
}

function propertiesOf(options: CheckSeedsOptions, given: SimulateOptions): readonly Property[] {
  if (options.properties) return options.properties;
  return options.check || given.properties ? [] : safetyOf(given);
}

/** What the protocols' contract cards promise. */
export function safetyOf(options: SimulateOptions): readonly Property[] {
  return contractsOf(options).flatMap((protocol) => protocol.contract?.safety ?? []);
}

function contractsOf({ protocol }: SimulateOptions): readonly AnyProtocol[] {
  const protocols = isProtocol(protocol) ? [protocol] : Object.values(protocol);
  return [...new Set(protocols)];
}

function isProtocol(given: SimulateOptions["protocol"]): given is AnyProtocol {
  return typeof (given as Partial<AnyProtocol>).start === "function";
}

/**
 * Who takes part in a simulation, and what is watched.
 * @throws OptionError where the simulation's options are not allowed
 */
export function castOf(options: SimulateOptions, time: CheckSeedsOptions["time"] = timeOf(options)): Cast {
  const { nodes, protocols, clients, seed, properties, network } = checkOptions(options);
  return {
    nodes,
    protocols,
    clients,
    seed,
    properties,
    isOrdered: (from: NodeId, to: NodeId) => network.links?.[`${from}->${to}`]?.ordered ?? network.ordered ?? false,
    ...(time === "as simulated" ? { timing: timingOf(options, nodes) } : {}),
  };
}

/** A protocol without a contract card promises nothing: then its runs keep to the times of the simulation. */
function timeOf(options: SimulateOptions): NonNullable<CheckSeedsOptions["time"]> {
  const contracts = contractsOf(options).flatMap(({ contract }) => contract ?? []);
  const isPatient = contracts.length > 0 && contracts.every(({ time }) => time !== "synchronous");
  return isPatient ? "asynchronous" : "as simulated";
}
