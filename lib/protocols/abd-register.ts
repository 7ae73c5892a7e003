/**
 * The ABD register: one value on several replicas that reads and writes like one value on one machine, as long as a
 * majority of the replicas answers. No leader, no consensus, no clocks.
 *
 * Every value carries a *tag*: a number and the name of its writer, which breaks ties. A write asks a majority for
 * their tags, takes a higher one, and stores the value at a majority. A read asks a majority for tag and value, takes
 * the highest, and *stores it at a majority* before it answers. Reading writes: otherwise a read could return a value
 * that only one replica has yet, and the next read, from another majority, the older one. That two majorities
 * share a replica makes reads meet writes; the write-back is what makes reads meet reads.
 *
 * Source: Attiya, Bar-Noy and Dolev, "Sharing memory robustly in message-passing systems", JACM 42(1), 1995, section
 * 3; several writers: Lynch and Shvartsman, "Robust emulation of shared memory using dynamic quorum-acknowledged
 * broadcasts", FTCS 1997. Simplified: tags may grow without bound; a client does one operation at a time.
 */
import { always, members as namesOf, sometimes } from "../protocol";
import type { Data, Millis, NodeId, Out, Property, Protocol, World } from "../protocol";

/** Orders the values: by number, then by the writer's name. */
export type AbdTag = { number: number; writer: NodeId };
/** A value and the tag that it was written under. */
export type AbdTagged = { tag: AbdTag; value: Data };

/** What do you hold? `operation` is the client's number of the operation. */
export type AbdQuery = { kind: "Query"; operation: number };
export type AbdQueryReply = { kind: "QueryReply"; operation: number; held: AbdTagged };
/** Hold this, unless you hold something newer. */
export type AbdStore = { kind: "Store"; operation: number; held: AbdTagged };
export type AbdStoreReply = { kind: "StoreReply"; operation: number };
/** What clients and replicas say, as request and reply. */
export type AbdMessage = AbdQuery | AbdQueryReply | AbdStore | AbdStoreReply;

/** What a client asks for: the shapes of the history's register model. */
export type AbdOperation = { readonly kind: "read" } | { readonly kind: "write"; readonly value: Data };

/** A replica's state. */
export type AbdReplicaState = { role: "replica"; held: AbdTagged };
/** A client's state. */
export type AbdClientState = {
  role: "client";
  self: NodeId;
  /** How many operations this client has begun; the last is `operation` in its messages. */
  begun: number;
  phase: "query" | "store" | "idle";
  /** In the query phase: what the replicas have answered so far. */
  answers: { [replica: NodeId]: AbdTagged };
  /** In the store phase: what is being stored, and which replicas hold it by their own word. */
  storing: AbdTagged | null;
  stored: { [replica: NodeId]: boolean };
  /** The highest number that this client has put into a tag. */
  lastNumber: number;
};
/** A node's state, whichever part it plays. */
export type AbdState = AbdReplicaState | AbdClientState;
/** What survives a crash: a replica's value; which operations and numbers a client has used up. */
export type AbdSaved = { held: AbdTagged } | { begun: number; lastNumber: number };

/** The options with their defaults filled in, as handlers see them. */
export interface AbdConfig {
  readonly replicas: readonly NodeId[];
  readonly clients: { readonly [client: NodeId]: readonly AbdOperation[] };
  readonly retryMs: Millis;
  readonly asks: "all" | "one by one";
  readonly pauseMs: readonly [min: Millis, max: Millis];
}

/** The replicas, and what the clients do. */
export interface AbdOptions {
  /** How many replicas, or their names. Default 3. */
  readonly replicas?: number | readonly NodeId[];
  /** What each client does, one operation after the other. */
  readonly clients: { readonly [client: NodeId]: readonly AbdOperation[] };
  /** How long a client waits before it asks again those who have not answered. Default 100; Infinity: never. */
  readonly retryMs?: Millis;
  /**
   * Whether each phase asks all replicas at once, or one after the other until a majority has answered: fewer
   * messages and fewer interleavings for more round trips. Default "all". After `retryMs` it asks all.
   */
  readonly asks?: "all" | "one by one";
  /** The pause before each operation. Default [0, 0]: none. To `explore` any other means "at any moment". */
  readonly pauseMs?: readonly [min: Millis, max: Millis];
}

/** `retry`: no majority has answered. `next`: the pause before an operation is over. */
export type AbdTimer = "retry" | "next";

/** The recorder that handlers get. */
export type AbdOut = Out<AbdMessage, AbdTimer, AbdSaved>;
export type AbdReplica = Protocol<AbdReplicaState, AbdMessage, never, AbdSaved>;
export type AbdClient = Protocol<AbdClientState, AbdMessage, AbdTimer, AbdSaved>;

type Handler<State, Message> = (state: State, message: Message, from: NodeId, out: AbdOut, config: AbdConfig) => void;

/** The rules that can be replaced one by one. */
export interface AbdHandlers {
  /** A client begins an operation: `state.begun` counts it already. */
  readonly begin: (state: AbdClientState, operation: AbdOperation, out: AbdOut, config: AbdConfig) => void;
  readonly query: Handler<AbdReplicaState, AbdQuery>;
  readonly queryReply: Handler<AbdClientState, AbdQueryReply>;
  readonly store: Handler<AbdReplicaState, AbdStore>;
  readonly storeReply: Handler<AbdClientState, AbdStoreReply>;
}

/** Below 0 where `left` is the older tag, above 0 where it is the newer one, 0 where they are the same. */
export function compareAbdTags(left: AbdTag, right: AbdTag): number {
  if (left.number !== right.number) return left.number - right.number;
  return left.writer < right.writer ? -1 : left.writer > right.writer ? 1 : 0;
}

/** Both reads and writes begin by asking what is there. */
function begin(state: AbdClientState, _operation: AbdOperation, out: AbdOut, config: AbdConfig): void {
  state.phase = "query";
  askNext(state, out, config, "now");
}

/**
 * Asks for the phase under way: at its beginning all replicas or one of them, after an answer one more where they are
 * asked one by one.
 */
export function askNext(state: AbdClientState, out: AbdOut, config: AbdConfig, when: "now" | "after an answer"): void {
  const { begun: operation, storing: held } = state;
  if (config.asks === "all" && when === "after an answer") return;
  const silent = config.replicas.filter((replica) => !Object.hasOwn(held ? state.stored : state.answers, replica));
  for (const replica of config.asks === "all" ? silent : [out.choose(silent)]) {
    out.send(replica, held ? { kind: "Store", operation, held } : { kind: "Query", operation });
  }
}

function query(state: AbdReplicaState, request: AbdQuery, client: NodeId, out: AbdOut): void {
  out.send(client, { kind: "QueryReply", operation: request.operation, held: state.held });
}

function queryReply(
  state: AbdClientState,
  reply: AbdQueryReply,
  replica: NodeId,
  out: AbdOut,
  config: AbdConfig,
): void {
  if (state.phase !== "query" || reply.operation !== state.begun) return;
  state.answers[replica] = reply.held;
  if (!isMajority(state.answers, config)) return askNext(state, out, config, "after an answer");
  const newest = Object.values(state.answers).reduce((best, held) =>
    compareAbdTags(held.tag, best.tag) > 0 ? held : best,
  );
  const operation = operationOf(state, config);
  storeAtMajority(state, operation.kind === "read" ? newest : taggedAbove(state, newest.tag, operation), out, config);
}

function taggedAbove(state: AbdClientState, tag: AbdTag, { value }: AbdOperation & { kind: "write" }): AbdTagged {
  // Its own last number counts too: a write that a crash cut short may still be on its way under that number.
  return { tag: { number: Math.max(tag.number, state.lastNumber) + 1, writer: state.self }, value };
}

/** The second phase of reads and writes: from here on `held` is on its way to all replicas. */
export function storeAtMajority(state: AbdClientState, held: AbdTagged, out: AbdOut, config: AbdConfig): void {
  state.phase = "store";
  state.answers = {};
  state.storing = held;
  if (held.tag.writer === state.self && held.tag.number > state.lastNumber) {
    state.lastNumber = held.tag.number;
    // Saved before it is used: two values under one tag would make replicas differ for ever.
    out.save({ begun: state.begun, lastNumber: state.lastNumber });
  }
  askNext(state, out, config, "now");
}

function store(state: AbdReplicaState, request: AbdStore, client: NodeId, out: AbdOut): void {
  if (out.guard("keeps the newer value", compareAbdTags(request.held.tag, state.held.tag) > 0)) {
    state.held = request.held;
    out.save({ held: state.held });
  }
  // The reply means "I hold this or something newer", so it is due in both cases.
  out.send(client, { kind: "StoreReply", operation: request.operation });
}

function storeReply(
  state: AbdClientState,
  reply: AbdStoreReply,
  replica: NodeId,
  out: AbdOut,
  config: AbdConfig,
): void {
  if (state.phase !== "store" || reply.operation !== state.begun) return;
  state.stored[replica] = true;
  if (isMajority(state.stored, config)) completeAbd(state, out, config);
  else askNext(state, out, config, "after an answer");
}

/** The operation under way has returned: a read with the value that was stored, a write with null. */
export function completeAbd(state: AbdClientState, out: AbdOut, config: AbdConfig): void {
  out.complete(operationOf(state, config).kind === "read" ? (state.storing?.value ?? null) : null);
  state.phase = "idle";
  state.storing = null;
  state.stored = {};
}

/** Two sets of more than half of the replicas share one. */
function isMajority(answered: { readonly [replica: NodeId]: unknown }, config: AbdConfig): boolean {
  return Object.keys(answered).length > config.replicas.length / 2;
}

function operationOf(state: AbdClientState, config: AbdConfig): AbdOperation {
  return config.clients[state.self]![state.begun - 1]!;
}

/** The rules of the register with several writers. */
export const abdHandlers: AbdHandlers = { begin, query, queryReply, store, storeReply };

/** One protocol for each node: the replicas and the clients. */
export function abdRegister(options: AbdOptions): { readonly [node: NodeId]: AbdReplica | AbdClient } {
  return abdRegisterWith({})(options);
}

/** The register with some of its rules replaced: `abdRegisterWith({ queryReply: mine })({ clients })`. */
export function abdRegisterWith(
  replaced: Partial<AbdHandlers>,
): (options: AbdOptions) => { readonly [node: NodeId]: AbdReplica | AbdClient } {
  const handlers: AbdHandlers = { ...abdHandlers, ...replaced };
  return (options) => {
    const config = configOf(options);
    const nodes: Record<NodeId, AbdReplica | AbdClient> = {};
    for (const replica of config.replicas) nodes[replica] = abdReplica(handlers, config);
    for (const client of Object.keys(config.clients)) nodes[client] = abdClient(handlers, config);
    return nodes;
  };
}

function configOf(options: AbdOptions): AbdConfig {
  const { clients, retryMs = 100, asks = "all", pauseMs = [0, 0] } = options;
  const replicas = namesOf(options.replicas ?? 3);
  if (!(retryMs > 0)) throw new RangeError(`retryMs is ${retryMs}; allowed is a time above 0, or Infinity`);
  const both = Object.keys(clients).find((client) => replicas.includes(client));
  if (both !== undefined) throw new RangeError(`clients has ${both}; allowed are names that no replica has`);
  return { replicas, clients, retryMs, asks, pauseMs };
}

function abdReplica(handlers: AbdHandlers, config: AbdConfig): AbdReplica {
  return {
    name: "ABD replica",
    start: (_self, saved) => ({
      role: "replica",
      held: saved !== null && "held" in saved ? saved.held : { tag: { number: 0, writer: "" }, value: null },
    }),
    onMessage(state, message, from, out) {
      if (message.kind === "Query") handlers.query(state, message, from, out, config);
      if (message.kind === "Store") handlers.store(state, message, from, out, config);
    },
    view: ({ held }) => ({
      role: "replica",
      fields: { tag: `${held.tag.number}${held.tag.writer}`, value: held.value },
    }),
    contract: {
      time: "asynchronous",
      failures: "recovery",
      links: { loss: true, duplication: true, reordering: true },
      safety: [abdTagsAreUnique, abdValueIsStored],
      liveness: [],
      source: "Attiya, Bar-Noy and Dolev 1995, section 3; Lynch and Shvartsman 1997",
    },
  };
}

function abdClient(handlers: AbdHandlers, config: AbdConfig): AbdClient {
  const { retryMs, pauseMs } = config;

  function next(state: AbdClientState, out: AbdOut): void {
    const operation = config.clients[state.self]![state.begun]!;
    state.begun += 1;
    out.save({ begun: state.begun, lastNumber: state.lastNumber });
    out.invoke(operation);
    handlers.begin(state, operation, out, config);
    if (retryMs < Infinity) out.setTimer("retry", [retryMs, retryMs]);
  }

  /** Where no operation is under way: begins the next one, now or after the pause. */
  function proceed(state: AbdClientState, out: AbdOut): void {
    if (retryMs < Infinity) out.cancelTimer("retry");
    if (state.begun === config.clients[state.self]!.length) return;
    if (pauseMs[1] > 0) out.setTimer("next", pauseMs);
    else next(state, out);
  }

  return {
    name: "ABD client",
    start(self, saved, out) {
      const { begun, lastNumber } = saved !== null && "begun" in saved ? saved : { begun: 0, lastNumber: 0 };
      const fresh = { answers: {}, storing: null, stored: {} };
      const state: AbdClientState = { role: "client", self, begun, phase: "idle", ...fresh, lastNumber };
      proceed(state, out);
      return state;
    },
    onMessage(state, message, from, out) {
      if (state.phase === "idle") return;
      if (message.kind === "QueryReply") handlers.queryReply(state, message, from, out, config);
      if (message.kind === "StoreReply") handlers.storeReply(state, message, from, out, config);
      // A rule can take the client to "idle", which its type does not know here.
      if ((state as AbdClientState).phase === "idle") proceed(state, out);
    },
    onTimer(state, timer, out) {
      if (timer === "next") return next(state, out);
      const { begun: operation, storing: held } = state;
      for (const replica of config.replicas) {
        if (held === null) out.send(replica, { kind: "Query", operation });
        else if (state.stored[replica] !== true) out.send(replica, { kind: "Store", operation, held });
      }
      out.setTimer("retry", [config.retryMs, config.retryMs]);
    },
    view: ({ begun, phase, storing }) => ({
      role: "client",
      fields: { operation: begun, phase, storing: storing?.value ?? null },
    }),
  };
}

/** Everything that replicas hold. */
function heldIn(world: World<AbdState>): readonly AbdTagged[] {
  return world.nodes.flatMap((node) => {
    const state = world.state(node);
    return state?.role === "replica" ? [state.held] : [];
  });
}

/** A tag stands for one value. */
export const abdTagsAreUnique: Property = always<AbdState>("replicas with one tag hold one value", (world) => {
  const values = new Map<string, Data>();
  for (const { tag, value } of heldIn(world)) {
    const key = `${tag.number} of ${tag.writer}`;
    if (values.has(key) && JSON.stringify(values.get(key)) !== JSON.stringify(value)) {
      return `the tag ${key} stands for ${JSON.stringify(values.get(key))} and for ${JSON.stringify(value)}`;
    }
    values.set(key, value);
  }
  return true;
});

export const abdValueIsStored: Property = sometimes<AbdState>("a majority holds a written value", (world) => {
  const held = heldIn(world);
  return held.filter(({ tag }) => tag.number > 0).length > held.length / 2;
});
