/** What a simulation may be told. Everything is checked by `validate.ts` before anything runs. */
import type { AnyProtocol, Data, Millis, NodeId, Property, Protocol, World } from "../protocol";
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
  /** Bytes of JSON a millisecond; a message waits until those before it are through. Default: no limit. */
  readonly bandwidthBytesPerMs?: number;
}

/** How the network behaves. A message from a node to itself arrives at once, unless that link has options of its own. */
export interface NetworkOptions extends LinkOptions {
  /** Options of single links, by `A->B`; they add to those of the network. */
  readonly links?: { readonly [link: string]: LinkOptions };
  /** Whether bytes are counted where no trace is kept and no link has a bandwidth. Default false: it takes time. */
  readonly countBytes?: boolean;
}

/** One protocol for all nodes, or one for each. */
export type ProtocolOrProtocols<State extends Data = Data, Message extends Data = Data, Saved extends Data = Data> =
  | Protocol<State, Message, string, Saved>
  | { readonly [node: NodeId]: AnyProtocol };

/** What `simulate` runs: only `protocol` is required. */
export interface SimulateOptions<State extends Data = Data, Message extends Data = Data, Saved extends Data = Data> {
  readonly protocol: ProtocolOrProtocols<State, Message, Saved>;
  /** How many nodes, or their names. Default: the protocol's members, or the record's keys. */
  readonly nodes?: number | readonly NodeId[];
  /** Default 1. */
  readonly seed?: number | string;
  /** When the run ends, in virtual time. Default 10,000 ms. */
  readonly untilMs?: Millis;
  /** Ends the run as soon as it holds; looked at after every event. */
  readonly until?: (world: World<State, Message, Saved>) => boolean;
  readonly network?: NetworkOptions;
  readonly faults?: readonly Fault[];
  /** Clients written as scripts, by name: nodes without a protocol. */
  readonly clients?: { readonly [node: NodeId]: Script };
  /** Looked at after every event; the first `always` that fails ends the run. */
  readonly properties?: readonly Property[];
  /** Whether the trace is kept. Default true. */
  readonly trace?: boolean;
  /** Ends the run after so many events. Default 1,000,000 with a trace, no limit without. */
  readonly maxEvents?: number;
  /** What a handler that throws does: `throw` a SimulationFailure, or `report` it in the run. Default throw. */
  readonly onFailure?: "throw" | "report";
}

/** The options as the engine wants them: complete and checked. */
export interface CheckedOptions {
  /** Nodes with a protocol, then scripted clients. */
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
