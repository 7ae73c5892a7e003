/**
 * Several leaders: every replica takes writes, answers at once from its own copy, and tells the others later.
 *
 * Nobody waits for anybody, so a client gets its answer even if its replica is cut off from all others. The price is
 * that two clients may write at the same time without knowing of each other, and that what one reads may be old. When
 * the replicas hear of each other again they must come to the same value, whatever the order in which they hear. Two
 * rules do: *last write wins* keeps the version with the highest tag (a Lamport clock and the writer's name) and throws
 * the other away, although its client was told that it is stored; *keep all* keeps every version that no other one has
 * seen, and leaves the choice to whoever reads. What is not a rule is "the one that came first": the replicas hear in
 * different orders, and would disagree for ever.
 *
 * Source: Saito and Shapiro, "Optimistic replication", ACM Computing Surveys 37(1), 2005, sections 1 and 5; siblings:
 * DeCandia et al., "Dynamo", SOSP 2007, section 4.4; the anti-entropy: Demers et al. 1987, section 1.3. Simplified: one
 * register; a replica sends everything that it holds, to all others, as long as there is news.
 */
import { always, canAlwaysReach, members as namesOf, sometimes } from "../protocol";
import type { Data, Millis, NodeId, Out, Property, Protocol, World } from "../protocol";
import { compareVectors, mergeVectors } from "../structures/vector-clock";
import type { VectorClock } from "../structures/vector-clock";

/** What happens to two writes that did not know of each other. */
export type ConflictRule = "last write wins" | "keep all";

/** A version: its value, the writes that it has seen (its own among them), and its tag. */
export type LeaderVersion = { value: Data; seen: VectorClock; tag: { clock: number; writer: NodeId } };

/** What a client asks for, and of which replica. */
export type MultiLeaderOperation =
  | { readonly kind: "read"; readonly at: NodeId }
  | { readonly kind: "write"; readonly value: Data; readonly at: NodeId };

export type MultiLeaderRequest = { kind: "Request"; serial: number; operation: MultiLeaderOperation };
export type MultiLeaderReply = { kind: "Reply"; serial: number; result: Data };
/** All that I hold. */
export type Spread = { kind: "Spread"; versions: readonly LeaderVersion[] };
/** I hold that too, now. `versions` is what I hold, so that the sender learns as well. */
export type SpreadReply = { kind: "SpreadReply"; versions: readonly LeaderVersion[] };
/** What clients and replicas say, as request and reply. */
export type MultiLeaderMessage = MultiLeaderRequest | MultiLeaderReply | Spread | SpreadReply;
export type MultiLeaderTimer = "spread" | "next" | "give up";

/** A replica: the versions that it holds, and who is known to hold them too. */
export type LeaderState = {
  role: "leader";
  self: NodeId;
  clock: number;
  versions: readonly LeaderVersion[];
  /** Who has not confirmed what this replica holds. */
  behind: NodeId[];
};
export type MultiLeaderClientState = { role: "client"; serial: number; isOpen: boolean };
/** A node's state, whichever part it plays. */
export type MultiLeaderState = LeaderState | MultiLeaderClientState;
/** What survives a crash. */
export type MultiLeaderSaved = { clock: number; versions: readonly LeaderVersion[] } | { serial: number };

/** The replicas, what becomes of conflicts, and what the clients do. */
export interface MultiLeaderOptions {
  /** How many replicas, or their names. Default 3. */
  readonly replicas?: number | readonly NodeId[];
  /** Default "last write wins". */
  readonly conflicts?: ConflictRule;
  /** How often a replica tells the others what they have not confirmed. Default 50 ms. */
  readonly spreadMs?: Millis;
  /** What each client does, one operation after the other. */
  readonly clients: { readonly [client: NodeId]: readonly MultiLeaderOperation[] };
  /** The pause before each operation. Default [10, 10] ms. */
  readonly pauseMs?: readonly [min: Millis, max: Millis];
  /** How long a client waits for an answer before it leaves the operation open. Default 200 ms. */
  readonly timeoutMs?: Millis;
}

/** The rules that can be replaced. */
export interface MultiLeaderRules {
  /** What a replica holds after it held `mine` and heard of `theirs`. */
  readonly merge: (mine: readonly LeaderVersion[], theirs: readonly LeaderVersion[]) => readonly LeaderVersion[];
}

type Config = Required<MultiLeaderOptions> & { readonly replicas: readonly NodeId[]; readonly rules: MultiLeaderRules };
/** The recorder that handlers get. */
export type MultiLeaderOut = Out<MultiLeaderMessage, MultiLeaderTimer, MultiLeaderSaved>;
/** One node of the store, replica or client. */
export type MultiLeaderNode = Protocol<MultiLeaderState, MultiLeaderMessage, MultiLeaderTimer, MultiLeaderSaved>;

function isLater(left: LeaderVersion, right: LeaderVersion): boolean {
  if (left.tag.clock !== right.tag.clock) return left.tag.clock > right.tag.clock;
  return left.tag.writer > right.tag.writer;
}

/** The version with the highest tag, and no other. */
function lastWriteWins(mine: readonly LeaderVersion[], theirs: readonly LeaderVersion[]): readonly LeaderVersion[] {
  const all = [...mine, ...theirs];
  return all.length === 0 ? all : [all.reduce((best, next) => (isLater(next, best) ? next : best))];
}

/** Every version that no other has seen, in the order of their tags. */
function keepAll(mine: readonly LeaderVersion[], theirs: readonly LeaderVersion[]): readonly LeaderVersion[] {
  const isSame = (left: LeaderVersion, right: LeaderVersion): boolean =>
    left.tag.clock === right.tag.clock && left.tag.writer === right.tag.writer;
  const all = [...mine, ...theirs.filter((one) => !mine.some((other) => isSame(one, other)))];
  const isSeen = (one: LeaderVersion): boolean =>
    all.some((other) => compareVectors(one.seen, other.seen) === "before");
  return all.filter((one) => !isSeen(one)).toSorted((left, right) => (isLater(left, right) ? 1 : -1));
}

/** The two rules of the options, by name. */
export const multiLeaderRules: { readonly [rule in ConflictRule]: MultiLeaderRules } = {
  "last write wins": { merge: lastWriteWins },
  "keep all": { merge: keepAll },
};

/**
 * One protocol for each node: the replicas and the clients. A read returns the value, or null; with "keep all" the list
 * of all values that are left.
 * @throws RangeError where an option is not allowed
 */
export function multiLeader(options: MultiLeaderOptions): { readonly [node: NodeId]: MultiLeaderNode } {
  return multiLeaderWith({})(options);
}

/** The store with its rule for conflicts replaced. */
export function multiLeaderWith(
  replaced: Partial<MultiLeaderRules>,
): (options: MultiLeaderOptions) => { readonly [node: NodeId]: MultiLeaderNode } {
  return (options) => {
    const config = configOf(options, replaced);
    const nodes: Record<NodeId, MultiLeaderNode> = {};
    for (const replica of config.replicas) nodes[replica] = replicaOf(config);
    for (const [client, operations] of Object.entries(config.clients)) nodes[client] = clientOf(operations, config);
    return nodes;
  };
}

function configOf(options: MultiLeaderOptions, replaced: Partial<MultiLeaderRules>): Config {
  const { conflicts = "last write wins", spreadMs = 50, clients, pauseMs = [10, 10], timeoutMs = 200 } = options;
  const replicas = namesOf(options.replicas ?? 3);
  if (!(spreadMs > 0 && spreadMs < Infinity))
    throw new RangeError(`spreadMs is ${spreadMs}; allowed is a time above 0`);
  for (const [client, operations] of Object.entries(clients)) {
    const stranger = operations.find(({ at }) => !replicas.includes(at))?.at;
    if (stranger !== undefined) {
      throw new RangeError(`${client} asks ${stranger}; allowed are the replicas ${replicas.join(", ")}`);
    }
  }
  const rules = { ...multiLeaderRules[conflicts], ...replaced };
  return { replicas, conflicts, spreadMs, clients, pauseMs, timeoutMs, rules };
}

/** Takes in what it has heard; whether that was news. */
function learn(state: LeaderState, heard: readonly LeaderVersion[], out: MultiLeaderOut, config: Config): boolean {
  const merged = config.rules.merge(state.versions, heard);
  const clock = Math.max(state.clock, ...heard.map(({ tag }) => tag.clock));
  const isNews = !isSameSet(merged, state.versions);
  state.clock = clock;
  if (!isNews) return false;
  state.versions = merged;
  out.save({ clock, versions: merged });
  return true;
}

function isSameSet(left: readonly LeaderVersion[], right: readonly LeaderVersion[]): boolean {
  const name = ({ tag }: LeaderVersion): string => `${tag.clock} ${tag.writer}`;
  return left.length === right.length && left.every((one, index) => name(one) === name(right[index]!));
}

function spread(state: LeaderState, out: MultiLeaderOut, config: Config): void {
  for (const peer of state.behind) out.send(peer, { kind: "Spread", versions: state.versions });
  if (state.behind.length > 0) out.setTimer("spread", [config.spreadMs, config.spreadMs]);
}

function othersOf(state: LeaderState, config: Config): NodeId[] {
  return config.replicas.filter((replica) => replica !== state.self);
}

function request(
  state: LeaderState,
  message: MultiLeaderRequest,
  client: NodeId,
  out: MultiLeaderOut,
  config: Config,
): void {
  const { serial, operation } = message;
  if (operation.kind === "read") {
    const values = state.versions.map(({ value }) => value);
    const result = config.conflicts === "keep all" ? values : (values[0] ?? null);
    return out.send(client, { kind: "Reply", serial, result });
  }
  state.clock += 1;
  const tag = { clock: state.clock, writer: state.self };
  // A write has seen all that stands here: it replaces it, and nothing that it does not know of.
  const seen = {
    ...state.versions.reduce((all, { seen: one }) => mergeVectors(all, one), {}),
    [state.self]: state.clock,
  };
  state.versions = [{ value: operation.value, seen, tag }];
  out.save({ clock: state.clock, versions: state.versions });
  out.send(client, { kind: "Reply", serial, result: null });
  state.behind = othersOf(state, config);
  spread(state, out, config);
}

/** Who tells is told: after the reply both hold the same. */
function heardSpread(state: LeaderState, message: Spread, from: NodeId, out: MultiLeaderOut, config: Config): void {
  if (learn(state, message.versions, out, config)) {
    state.behind = othersOf(state, config).filter((other) => other !== from);
    spread(state, out, config);
  }
  out.send(from, { kind: "SpreadReply", versions: state.versions });
}

function heardReply(state: LeaderState, message: SpreadReply, from: NodeId, out: MultiLeaderOut, config: Config): void {
  if (learn(state, message.versions, out, config)) {
    state.behind = othersOf(state, config);
    spread(state, out, config);
  }
  if (isSameSet(message.versions, state.versions)) state.behind = state.behind.filter((other) => other !== from);
  if (state.behind.length === 0) out.cancelTimer("spread");
}

function replicaOf(config: Config): MultiLeaderNode {
  return {
    name: "multi-leader replica",
    start(self, saved, out) {
      const { clock, versions } = saved !== null && "versions" in saved ? saved : { clock: 0, versions: [] };
      const state: LeaderState = { role: "leader", self, clock, versions, behind: [] };
      // What the others have confirmed was forgotten in the crash.
      if (saved !== null) state.behind = othersOf(state, config);
      spread(state, out, config);
      return state;
    },
    onMessage(state, message, from, out) {
      if (state.role !== "leader") return;
      if (message.kind === "Request") request(state, message, from, out, config);
      if (message.kind === "Spread") heardSpread(state, message, from, out, config);
      if (message.kind === "SpreadReply") heardReply(state, message, from, out, config);
    },
    onTimer(state, _timer, out) {
      if (state.role === "leader") spread(state, out, config);
    },
    view: (state) =>
      state.role === "leader"
        ? {
            role: "leader",
            fields: { holds: state.versions.map(({ value }) => String(value)).join(" | ") || "nothing" },
          }
        : { role: state.role },
    contract: {
      time: "asynchronous",
      failures: "recovery",
      links: { loss: true, duplication: true, reordering: true },
      safety: [quietMeansEqual, somethingIsStored],
      liveness: [replicasCanAgree],
      source: "Saito and Shapiro 2005, section 5",
    },
  };
}

function clientOf(operations: readonly MultiLeaderOperation[], config: Config): MultiLeaderNode {
  function pause(state: MultiLeaderClientState, out: MultiLeaderOut): void {
    state.isOpen = false;
    out.cancelTimer("give up");
    if (state.serial < operations.length) out.setTimer("next", config.pauseMs);
  }
  return {
    name: "multi-leader client",
    start(_self, saved, out) {
      const serial = saved !== null && "serial" in saved ? saved.serial : 0;
      const state: MultiLeaderClientState = { role: "client", serial, isOpen: false };
      pause(state, out);
      return state;
    },
    onMessage(state, message, _from, out) {
      if (state.role !== "client" || message.kind !== "Reply") return;
      if (!state.isOpen || message.serial !== state.serial) return;
      out.complete(message.result);
      pause(state, out);
    },
    onTimer(state, timer, out) {
      if (state.role !== "client") return;
      if (timer === "give up") return pause(state, out);
      const operation = operations[state.serial]!;
      state.serial += 1;
      state.isOpen = true;
      out.save({ serial: state.serial });
      const { at, ...asked } = operation;
      out.invoke(asked);
      out.send(at, { kind: "Request", serial: state.serial, operation });
      out.setTimer("give up", [config.timeoutMs, config.timeoutMs]);
    },
    view: ({ role }) => ({ role }),
  };
}

function leadersOf(world: World<MultiLeaderState>): LeaderState[] {
  return world.nodes.flatMap((node) => {
    const state = world.state(node);
    return state?.role === "leader" ? [state] : [];
  });
}

/** Every replica holds the same versions, and at least one. */
function agree(world: World<MultiLeaderState>): boolean {
  const [first, ...others] = leadersOf(world);
  return first !== undefined && others.every((other) => isSameSet(first.versions, other.versions));
}

/** Once every replica that is up believes that all others hold what it holds, and nothing is under way, they do. */
export const quietMeansEqual: Property = always<MultiLeaderState>(
  "when it is quiet, all replicas hold the same",
  (world) => {
    const isQuiet = world.messages.length === 0 && leadersOf(world).every(({ behind }) => behind.length === 0);
    if (!isQuiet || leadersOf(world).length === 0 || agree(world)) return true;
    const holds = leadersOf(world).map(
      ({ self, versions }) => `${self} ${versions.map(({ value }) => value).join(" and ")}`,
    );
    return `nobody has anything to tell, and ${holds.join(", ")} is held`;
  },
);

/** Whatever was written where, and whoever heard of it in which order: the replicas can still come to hold the same. */
export const replicasCanAgree: Property = canAlwaysReach<MultiLeaderState>("all replicas hold the same", agree);

/** Guards against a store that is right because nobody writes. */
export const somethingIsStored: Property = sometimes<MultiLeaderState>(
  "all replicas hold a value",
  (world) => agree(world) && leadersOf(world).every(({ versions }) => versions.length > 0),
);
