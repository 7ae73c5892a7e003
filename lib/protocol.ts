/**
 * What a protocol is: read this first.
 *
 * A protocol is a pure description of one node: plain-data state, handlers that write to a private draft of it, and
 * effects that go only through a recorder, `out`. Nothing is performed inside a handler. The same object therefore
 * runs in the simulator (virtual time, faults), in the checker (every interleaving), in real processes (sockets and
 * files) and in an exercise, and all of them go through `step`, below.
 *
 * Rules of the house
 * - Configuration is an argument of the function that returns the protocol: `raft({ members: 5 })`.
 * - Declare states and messages with `type`, not `interface` (an interface does not extend `Data`).
 * - `start` returns one literal with every field present: no `undefined`, no `delete`.
 * - No `Math.random`, no `Date.now`, no `async`: chance is `out.choose`, time is `out.localTime` and timers.
 * - A timer that fires is cleared before its handler runs. Setting a timer again replaces it.
 */
import type { Data } from "./data";

export type { Data } from "./data";

/** A node's name. It must not look like an integer, so that a record of nodes keeps its order. */
export type NodeId = string;

/** Milliseconds, of whichever clock the context names. */
export type Millis = number;

/** One node's rules. See the top of this file. */
export interface Protocol<
  State extends Data,
  Message extends Data,
  Timer extends string = never,
  Saved extends Data = null,
> {
  readonly name: string;
  /** The nodes that this configuration is for; a simulation uses them unless it is told others. */
  readonly members?: readonly NodeId[];
  /** First boot (`saved` is null) and every reboot after a crash. Returns the node's whole state. */
  start(self: NodeId, saved: Saved | null, out: Out<Message, Timer, Saved>): State;
  onMessage(state: State, message: Message, from: NodeId, out: Out<Message, Timer, Saved>): void;
  onTimer?(state: State, timer: Timer, out: Out<Message, Timer, Saved>): void;
  /** How the node is drawn and printed; never part of the protocol's behaviour. */
  view?(state: State): NodeView;
  /** What the protocol assumes and what it promises under these assumptions. */
  readonly contract?: Contract;
}

/** A protocol whose types are no longer of interest: what hosts work with. */
export type AnyProtocol = Protocol<Data, Data, string, Data>;

/** What a handler may do. Effects are recorded in order and carried out by the host after the handler has returned. */
export interface Out<Message extends Data, Timer extends string = never, Saved extends Data = null> {
  /** This node's own clock, which may be wrong. The checker refuses a protocol that reads it. */
  readonly localTime: Millis;
  /** Sends a frozen copy of `message`. A node may send to itself. */
  send(to: NodeId, message: Message): void;
  /** Fires once, after a time from the range by this node's own clock; replaces a timer of the same name. */
  setTimer(timer: Timer, after: readonly [min: Millis, max: Millis]): void;
  cancelTimer(timer: Timer): void;
  /** Replaces what survives a crash by a frozen copy of `saved`. */
  save(saved: Saved): void;
  /** Chance: the simulator draws one of the options, the checker tries them all. */
  choose<Option>(options: readonly Option[]): Option;
  /** The condition, unless the guard of this name is knocked out, in which case `true`: see `explore`. */
  guard(name: string, condition: boolean): boolean;
  /** A client's operation begins: one record of the history. */
  invoke(operation: Data): void;
  /** The operation that this node began last has returned. */
  complete(result: Data): void;
}

/** How a node is drawn. */
export interface NodeView {
  /** For example `leader`. Leaders, coordinators and primaries are drawn thick, candidates dashed. */
  readonly role?: string;
  /** The fields that matter, in the order in which they are shown. */
  readonly fields?: { readonly [name: string]: Data };
  /** A value that this node has decided, committed or chosen; drawn as a filled mark where it first appears. */
  readonly decided?: Data;
}

/** A contract card: the assumptions under which a protocol's properties hold. */
export interface Contract {
  readonly time: "asynchronous" | "partially synchronous" | "synchronous";
  readonly failures: "none" | "stop" | "recovery" | "omission" | "Byzantine";
  readonly links: { readonly loss: boolean; readonly duplication: boolean; readonly reordering: boolean };
  /** Nothing bad ever happens. */
  readonly safety: readonly Property[];
  /** Something good stays possible. */
  readonly liveness: readonly Property[];
  /** The paper, with its section. */
  readonly source: string;
}

/** The whole system at one moment, as a property sees it. */
export interface World<State extends Data = Data, Message extends Data = Data, Saved extends Data = Data> {
  readonly nodes: readonly NodeId[];
  /** The node's state, or null while it is down. */
  state(node: NodeId): State | null;
  /** What the node would read after a crash, or null if it has never saved. */
  saved(node: NodeId): Saved | null;
  /** Messages that are on their way. */
  readonly messages: readonly Envelope<Message>[];
  /** The operations of clients so far, in the order in which they were invoked. */
  readonly history: readonly Operation[];
}

/** A message with its sender and its receiver. */
export interface Envelope<Message extends Data = Data> {
  readonly from: NodeId;
  readonly to: NodeId;
  readonly message: Message;
}

/** One operation of a client. `returned` and `result` are missing as long as it has not returned. */
export interface Operation {
  readonly client: NodeId;
  readonly operation: Data;
  readonly result?: Data;
  /** When it was invoked and when it returned: milliseconds in a simulation, steps in the checker. */
  readonly invoked: number;
  readonly returned?: number;
}

/** A claim about a protocol. `holds` returns true, or false, or a sentence that says what is wrong. */
export interface Property {
  readonly kind: "always" | "sometimes" | "canAlwaysReach";
  /** A claim in words, for example "at most one leader a term". */
  readonly name: string;
  holds(world: World): boolean | string;
}

type Claim<State extends Data, Message extends Data, Saved extends Data> = (
  world: World<State, Message, Saved>,
) => boolean | string;

function property<State extends Data, Message extends Data, Saved extends Data>(
  kind: Property["kind"],
  name: string,
  holds: Claim<State, Message, Saved>,
): Property {
  return { kind, name, holds: holds as unknown as Property["holds"] };
}

/** Holds in every reachable state. */
export function always<State extends Data = Data, Message extends Data = Data, Saved extends Data = Data>(
  name: string,
  holds: Claim<State, Message, Saved>,
): Property {
  return property("always", name, holds);
}

/** Holds in at least one reachable state: it keeps an `always` from being true of nothing. */
export function sometimes<State extends Data = Data, Message extends Data = Data, Saved extends Data = Data>(
  name: string,
  holds: Claim<State, Message, Saved>,
): Property {
  return property("sometimes", name, holds);
}

/**
 * From every reachable state, a state where it holds can still be reached. A blocked protocol fails this. It is
 * possibility, not liveness: two proposers that duel for ever pass it, because they could stop.
 */
export function canAlwaysReach<State extends Data = Data, Message extends Data = Data, Saved extends Data = Data>(
  name: string,
  holds: Claim<State, Message, Saved>,
): Property {
  return property("canAlwaysReach", name, holds);
}

/** `A` to `Z` for up to 26 nodes, `N1`, `N2`, … for more. */
export function nodeNames(count: number): readonly NodeId[] {
  if (!Number.isInteger(count) || count < 1 || count > 10_000) {
    throw new RangeError(`nodes is ${count}; allowed is a whole number from 1 to 10000, or a list of names`);
  }
  if (count > 26) return Array.from({ length: count }, (_, index) => `N${index + 1}`);
  return Array.from({ length: count }, (_, index) => String.fromCharCode(65 + index));
}

/** Names from a number of nodes, or the names themselves. */
export function members(nodes: number | readonly NodeId[]): readonly NodeId[] {
  return typeof nodes === "number" ? nodeNames(nodes) : nodes;
}
