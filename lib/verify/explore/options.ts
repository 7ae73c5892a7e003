/**
 * What can be asked of `explore`: what is explored, in which time and on which network, with which faults, how far,
 * and which properties are judged.
 */
import type { AnyProtocol, Data, NodeId, Property, World } from "../../protocol";

/**
 * When a timer may fire.
 *
 * `asynchronous`: at any moment after it was set. Nobody can tell a slow message from a lost one.
 *
 * `synchronous`: messages are fast and timers are slow. A timer fires only when nothing is on its way that could
 * still arrive, and in the order that the timers' own ranges give: a timer of [300, 300] does not fire before one of
 * [100, 100] that was set at the same moment.
 */
export type Time = "asynchronous" | "synchronous";

/**
 * What the network does with messages that it neither loses nor copies (`faults` says how often it may do that).
 *
 * `unordered`: any message that is on its way may arrive next. `ordered`: those on one link arrive in the order in
 * which they were sent. `persistent`: a message stays after it has arrived and may arrive again, any number of
 * times; sending it twice is sending it once (the set of messages of TLA+ specifications).
 */
export type Network = "unordered" | "ordered" | "persistent";

/** At most so many in a run: a number for all nodes together, or a number for each node that is named. */
export type Bound = number | { readonly [node: NodeId]: number };

/** How often what may go wrong in one run. What is left out does not happen; `Infinity` stands for "any number". */
export interface FaultBounds {
  /** A node stops: between two steps, or within one, when only its first effects take place. Default 0. */
  readonly crashes?: Bound;
  /** A node that stopped starts again with what it had saved. Default 0. */
  readonly restarts?: Bound;
  /** Crashes (they count as crashes as well) that also lose what was saved. Default 0. */
  readonly lostSaves?: Bound;
  /** Messages that the network loses. Default 0. */
  readonly drops?: number;
  /** Messages that arrive and stay on their way, to arrive again. Default 0. */
  readonly duplicates?: number;
}

/** Where to stop before everything is explored. The verdict says so. */
export interface Limits {
  /** Distinct states. Default: no limit. */
  readonly states?: number;
  /** Steps from the beginning. Default: no limit. */
  readonly depth?: number;
  /** Milliseconds of real time. Default: no limit. */
  readonly milliseconds?: number;
  /** Memory that the process may use, in megabytes. Default 3000, or three quarters of the heap's own limit for the heap. */
  readonly megabytes?: number;
}

/** How far an exploration has come. */
export interface Progress {
  readonly distinct: number;
  readonly generated: number;
  /** Distinct states whose steps have not been taken yet. */
  readonly waiting: number;
  readonly depth: number;
  readonly milliseconds: number;
}

/** How the search goes, for protocols and plain models alike. */
export interface SearchOptions {
  /**
   * `breadth-first`, the default, finds a shortest counterexample first. `depth-first` reaches the same states and
   * may find a deep counterexample sooner.
   */
  readonly order?: "breadth-first" | "depth-first";
  /** `first violation`, the default, or `everything`: go on until every state is known. */
  readonly until?: "first violation" | "everything";
  readonly limits?: Limits;
  /**
   * Groups of names that can be exchanged without changing anything that matters; states that differ by such an
   * exchange count once. `true` takes all nodes. Whether the names really are interchangeable is checked. Keep a set
   * of names as a record (`{ A: true }`): an array has an order. Default: no symmetry.
   */
  readonly symmetry?: boolean | readonly (readonly string[])[];
  /**
   * What happens when a handler throws or does what it may not: `throw`, the default, throws its HandlerError, with
   * the run that leads there in the field `run`; `report` puts both into the result's `failure`.
   */
  readonly onFailure?: "throw" | "report";
  /** Stops the exploration, with an honest partial result, between two of `exploreInSlices`'s slices. */
  readonly signal?: AbortSignal;
  /** Called about four times a second. Default: a line on standard error, after two seconds, if that is a terminal. */
  readonly onProgress?: (progress: Progress) => void;
}

/** What to explore: a protocol. */
export interface ExploreOptions extends SearchOptions {
  /** One protocol for all nodes, or one for each: clients, coordinators and traitors are protocols of their own. */
  readonly protocol: AnyProtocol | { readonly [node: NodeId]: AnyProtocol };
  /** How many nodes, or their names. Default: the protocol's members, or the names that `protocol` has. */
  readonly nodes?: number | readonly NodeId[];
  /** Default: the safety and the liveness of the protocol's contract card. */
  readonly properties?: readonly Property[];
  /** Default: the contract card's; a partially synchronous protocol is explored in asynchronous time. */
  readonly time?: Time;
  /** Default `unordered`. */
  readonly network?: Network;
  readonly faults?: FaultBounds;
  /** How many timers may fire in one run. What only this bound forbids is not counted against a property. Default: any number. */
  readonly firings?: number;
  /** States where this is false are judged, but no steps are taken from them: `world => highestTerm(world) <= 3`. */
  readonly within?: (world: World) => boolean;
  /** Guards (`out.guard`) that are out of force, by name; `save` stands for every save. Default: none. */
  readonly knockedOut?: readonly string[];
}

/** A step of a plain model: what happens, in words, and the state that it leads to. */
export interface ModelStep<State extends Data> {
  readonly action: string;
  readonly state: State;
}

/** A specification without nodes: where it begins, and what can happen next. */
export interface Model<State extends { readonly [field: string]: Data } = { readonly [field: string]: Data }> {
  /** How it is called in texts. Default `model`. */
  readonly name?: string;
  readonly initial: readonly State[];
  /** Every step from `state`, which is frozen: build a new one (`{ ...state, x: 1 }`). Must be a pure function. */
  next(state: State): Iterable<ModelStep<State>>;
}

/** A claim about a plain model's states; `kind` as in `always`, `sometimes` and `canAlwaysReach`. */
export interface ModelProperty<State> {
  readonly kind: Property["kind"];
  readonly name: string;
  holds(state: State): boolean | string;
}

/** What to explore: a plain model. */
export interface ExploreModelOptions<State extends { readonly [field: string]: Data }> extends SearchOptions {
  readonly model: Model<State>;
  /** Default: none; only the states are counted. */
  readonly properties?: readonly ModelProperty<State>[];
  /** States where this is false are judged, but no steps are taken from them. */
  readonly within?: (state: State) => boolean;
}
