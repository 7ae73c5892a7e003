/** What `checkSeeds` may be told. */
import type { AnyProtocol, NodeId, Property } from "../protocol";
import { OptionError } from "../sim";
import type { Run, SimulateOptions } from "../sim";
import type { Cast } from "./stage";

export interface CheckSeedsOptions {
  /** How many seeds, from 1 on, or which. Default 1000. */
  readonly seeds?: number | readonly number[];
  /** The simulation for a seed: `seed => ({ protocol, seed, faults: stormFor(seed) })`. */
  readonly run: (seed: number) => SimulateOptions;
  /** Looked at after every event, with those of `run`. Default: the safety of the protocol's contract card. */
  readonly properties?: readonly Property[];
  /** A claim about a whole run, looked at when it has ended: true, or a sentence that says what is wrong. */
  readonly check?: (run: Run) => true | string;
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
  if (options.check || given.properties) return [];
  return contractsOf(given).flatMap((protocol) => protocol.contract?.safety ?? []);
}

function contractsOf({ protocol }: SimulateOptions): readonly AnyProtocol[] {
  const protocols = isProtocol(protocol) ? [protocol] : Object.values(protocol);
  return [...new Set(protocols)];
}

function isProtocol(given: SimulateOptions["protocol"]): given is AnyProtocol {
  return typeof (given as Partial<AnyProtocol>).start === "function";
}

/** Who took part in a run. */
export function castOf(run: Run): Cast {
  const { clients = {}, network = {}, properties = [], seed = 1 } = run.options;
  return {
    nodes: run.trace.nodes,
    protocols: run.protocols,
    clients,
    seed,
    properties,
    isOrdered: (from: NodeId, to: NodeId) => network.links?.[`${from}->${to}`]?.ordered ?? network.ordered ?? false,
  };
}
