/** What a simulation may be told. Everything is checked by `validate.ts` before anything runs. */
import type { AnyProtocol, Data, Millis, NodeId, Property, World } from "../protocol";
import type { Script } from "./clients";
import type { Fault } from "./faults";
import type { Latency } from "./latency";

/** How one direction of a link behaves. */
export interface LinkOptions {
  /** How long a message takes: a time, a range, or a distribution (`latency.exponential(10)`). Default [5, 15] ms. */
  readonly latencyMs?: Latency;
  /** The chance that a message is lost, 0 to 1. Default 0. */
  readonly loss?: number;
  /** The chance that it arrives twice, each copy with its own latency. Default 0. */
  readonly duplication?: number;
  /** The chance that a number or text in it is changed on the way. Default 0. */
  readonly corruption?: number;
  /** The chance that it is held back for up to `reorderingMs` more. Default 0. */
  readonly reordering?: number;
  /** Default 50 ms. */
  readonly reorderingMs?: Millis;
  /** Whether messages arrive in the order in which they were sent. Default false: random latencies may swap them. */
  readonly ordered?: boolean;
  /** Bytes a millisecond; a message waits until those before it are through. Default: no limit. */
  readonly bandwidthBytesPerMs?: number;
}

export interface NetworkOptions extends LinkOptions {
  /** Options of single links, by `A->B`; they add to those of the network. */
  readonly links?: { readonly [link: string]: LinkOptions };
}

/** One protocol for all nodes, or one for each. */
export type ProtocolOrProtocols = AnyProtocol | { readonly [node: NodeId]: AnyProtocol };

export interface SimulateOptions {
  readonly protocol: ProtocolOrProtocols;
  /** How many nodes, or their names. Default: the protocol's members, or the record's keys. */
  readonly nodes?: number | readonly NodeId[];
  /** Default 1. */
  readonly seed?: number | string;
  /** When the run ends, in virtual time. Default 10,000 ms. */
  readonly untilMs?: Millis;
  /** Ends the run as soon as it holds; looked at after every handler. */
  readonly until?: (world: World) => boolean;
  readonly network?: NetworkOptions;
  readonly faults?: readonly Fault[];
  /** Clients written as scripts, by name: nodes without a protocol. */
  readonly clients?: { readonly [node: NodeId]: Script };
  /** Looked at after every handler; the first `always` that fails ends the run. */
  readonly properties?: readonly Property[];
  /** Whether the trace is kept. Default true. */
  readonly trace?: boolean;
  /** Ends the run after so many events. Default 1,000,000 with a trace, no limit without. */
  readonly maxEvents?: number;
  /** What a handler that throws does: `throw` a HandlerError, or `report` it in the run. Default throw. */
  readonly onFailure?: "throw" | "report";
}

/** A message that goes from nowhere to nowhere cannot be: the options as the engine wants them. */
export interface CheckedOptions {
  readonly nodes: readonly NodeId[];
  readonly protocols: { readonly [node: NodeId]: AnyProtocol };
  readonly clients: { readonly [node: NodeId]: Script };
  readonly seed: number | string;
  readonly untilMs: Millis;
  readonly until: ((world: World) => boolean) | undefined;
  readonly network: NetworkOptions;
  readonly faults: readonly Fault[];
  readonly properties: readonly Property[];
  readonly trace: boolean;
  readonly maxEvents: number;
  readonly onFailure: "throw" | "report";
}

/** An option is wrong. The message names it, its value and what is allowed. */
export class OptionError extends RangeError {
  override readonly name = "OptionError";
  constructor(option: string, value: unknown, allowed: string) {
    super(`${option} is ${print(value)}; allowed is ${allowed}`);
  }
}

function print(value: unknown): string {
  if (typeof value === "number" || value === undefined) return String(value);
  return JSON.stringify(value as Data) ?? String(value);
}
