/**
 * A store without a leader: N replicas, a write that waits for W of them, a read that asks for R answers.
 *
 * If W + R > N, every R replicas share one with every W, so a read meets the last write. If W > N / 2, two writes meet
 * as well, and the second learns that it has to take a higher number. That is all that overlap gives: while a write is
 * under way one reader may meet it and the next one not, so the store is *regular* and not linearizable. Three things
 * keep the copies together. A read sends the newest version that it saw to the replicas that answered with older ones
 * (*read repair*). If a replica does not answer, a *stand-in* takes the write for it, with a hint for whom (*hinted
 * handoff*), and hands it over later. Where such a copy counts towards W (a *sloppy quorum*), writes go on while half
 * of the replicas are gone, and the overlap is gone too.
 *
 * Source: DeCandia et al., "Dynamo: Amazon's highly available key-value store", SOSP 2007, sections 4.5 and 4.6; the
 * overlap: Gifford 1979. Simplified: one key; clients coordinate their operations themselves (section 6.4); a version
 * is a number and the writer's name, the higher one wins; no Merkle trees.
 */
import { always, members as namesOf, sometimes } from "../protocol";
import type { Data, NodeId, Property, World } from "../protocol";
import { quorumClient } from "./quorum-store/client";
import { isNewerVersion, quorumRules } from "./quorum-store/vocabulary";
import type {
  QuorumClient,
  QuorumConfig as Config,
  QuorumHandoffReply,
  QuorumHeld,
  QuorumMessage,
  QuorumOperation,
  QuorumOut,
  QuorumReplica,
  QuorumReplicaState,
  QuorumRules,
  QuorumSaved,
  QuorumState,
  QuorumStoreOptions,
  QuorumVersion,
} from "./quorum-store/vocabulary";

/**
 * One protocol for each node: replicas, stand-ins and clients. A read returns the value, or null before the first
 * write.
 * @throws RangeError where an option is not allowed
 */
export function quorumStore(options: QuorumStoreOptions): { readonly [node: NodeId]: QuorumReplica | QuorumClient } {
  return quorumStoreWith({})(options);
}

/** The store with some of its rules replaced. */
export function quorumStoreWith(
  replaced: Partial<QuorumRules>,
): (options: QuorumStoreOptions) => { readonly [node: NodeId]: QuorumReplica | QuorumClient } {
  return (options) => {
    const config = configOf(options, { ...quorumRules, ...replaced });
    const nodes: Record<NodeId, QuorumReplica | QuorumClient> = {};
    for (const replica of config.replicas) nodes[replica] = replicaOf("replica", config);
    for (const standIn of config.standIns) nodes[standIn] = replicaOf("stand-in", config);
    for (const client of Object.keys(config.clients)) nodes[client] = quorumClient(config);
    return nodes;
  };
}

function configOf(options: QuorumStoreOptions, rules: QuorumRules): Config {
  const replicas = namesOf(options.replicas ?? 3);
  const majority = Math.floor(replicas.length / 2) + 1;
  const { clients, asks = "all", readRepair = true, standIns = [], retryMs = 100, handoffMs = 100 } = options;
  const { writeQuorum = majority, readQuorum = majority, pauseMs = [10, 10] } = options;
  for (const [option, value] of Object.entries({ writeQuorum, readQuorum })) {
    if (Number.isInteger(value) && value >= 1 && value <= replicas.length) continue;
    throw new RangeError(`${option} is ${value}; allowed is a whole number from 1 to ${replicas.length}`);
  }
  for (const [option, value] of Object.entries({ retryMs, handoffMs })) {
    if (!(value > 0)) throw new RangeError(`${option} is ${value}; allowed is a time above 0, or Infinity`);
  }
  const names = [...replicas, ...standIns, ...Object.keys(clients)];
  const twice = names.find((name, index) => names.indexOf(name) !== index);
  if (twice !== undefined) throw new RangeError(`${twice} plays two parts; allowed is one name for each node`);
  const quorums = { writeQuorum, readQuorum, asks, readRepair };
  return { replicas, standIns, clients, retryMs, handoffMs, pauseMs, rules, ...quorums };
}

/** What is held for this owner, the replica itself or whoever the hint is for, after it was offered `version`. */
function keep(
  state: QuorumReplicaState,
  owner: NodeId | "self",
  version: QuorumVersion,
  out: QuorumOut,
  config: Config,
): QuorumHeld {
  const held = owner === "self" ? state.held : (state.hints[owner] ?? null);
  if (!out.guard("keeps the newer version", config.rules.keeps(held, version))) return held;
  if (owner === "self") state.held = version;
  else state.hints[owner] = version;
  out.save({ held: state.held, hints: state.hints });
  return version;
}

function handOver(state: QuorumReplicaState, out: QuorumOut, config: Config): void {
  for (const owner of config.replicas) {
    const { [owner]: version } = state.hints;
    if (version !== undefined) out.send(owner, { kind: "Handoff", version });
  }
  if (Object.keys(state.hints).length > 0 && config.handoffMs < Infinity) {
    out.setTimer("handoff", [config.handoffMs, config.handoffMs]);
  }
}

/** The owner has it: the hint is done with, unless a newer one has come. */
function handedOver(state: QuorumReplicaState, reply: QuorumHandoffReply, owner: NodeId, out: QuorumOut): void {
  const hint = state.hints[owner];
  if (hint?.counter !== reply.counter || hint.writer !== reply.writer) return;
  delete state.hints[owner];
  out.save({ held: state.held, hints: state.hints });
}

function received(
  state: QuorumReplicaState,
  message: QuorumMessage,
  from: NodeId,
  out: QuorumOut,
  config: Config,
): void {
  if (message.kind === "Query") {
    const { operation, owner } = message;
    const held = state.role === "replica" ? state.held : (state.hints[owner] ?? null);
    out.send(from, { kind: "QueryReply", operation, owner, held });
  }
  if (message.kind === "Store") {
    const { operation, owner, version } = message;
    const held = keep(state, state.role === "replica" ? "self" : owner, version, out, config);
    if (state.role === "stand-in") out.setTimer("handoff", [config.handoffMs, config.handoffMs]);
    out.send(from, { kind: "StoreReply", operation, owner, counter: version.counter, held });
  }
  if (message.kind === "Repair") keep(state, "self", message.version, out, config);
  if (message.kind === "Handoff") {
    const { counter, writer } = message.version;
    keep(state, "self", message.version, out, config);
    out.send(from, { kind: "HandoffReply", counter, writer });
  }
  if (message.kind === "HandoffReply") handedOver(state, message, from, out);
}

/** Whether these quorums promise anything: a stand-in is no member of any. */
function overlaps({ writeQuorum, readQuorum, replicas, standIns }: Config): boolean {
  return writeQuorum + readQuorum > replicas.length && standIns.length === 0;
}

function replicaOf(role: "replica" | "stand-in", config: Config): QuorumReplica {
  return {
    name: `quorum store ${role}`,
    start(_self, saved, out) {
      // Hints come and go, and what was saved is frozen.
      const disk = saved !== null && "held" in saved ? saved : { held: null, hints: {} };
      const state: QuorumReplicaState = { role, held: disk.held, hints: { ...disk.hints } };
      handOver(state, out, config);
      return state;
    },
    onMessage: (state, message, from, out) => received(state, message, from, out, config),
    onTimer: (state, _timer, out) => handOver(state, out, config),
    view: ({ held, hints }) => ({
      role,
      fields:
        role === "replica"
          ? { version: held === null ? "-" : `${held.counter}${held.writer}`, value: held?.value ?? null }
          : { "hints for": Object.keys(hints).join(" ") || "-" },
    }),
    contract: {
      time: "asynchronous",
      failures: "recovery",
      links: { loss: true, duplication: true, reordering: true },
      safety: overlaps(config) ? [acknowledgedIsMetProperty(config), isStored] : [isStored],
      liveness: [],
      source: "DeCandia et al. 2007, sections 4.5 and 4.6; Gifford 1979",
    },
  };
}

/** What this replica holds, also while it is down. */
function heldBy(world: World<QuorumState, Data, QuorumSaved>, replica: NodeId): QuorumHeld {
  const state = world.state(replica) ?? world.saved(replica);
  return state !== null && "held" in state ? state.held : null;
}

function acknowledgedIsMetProperty({ replicas, readQuorum }: Pick<Config, "replicas" | "readQuorum">): Property {
  return always<QuorumState, Data, QuorumSaved>(
    "any R replicas hold every acknowledged write or a newer one",
    (world) => {
      for (const node of world.nodes) {
        const state = world.state(node);
        if (state?.role !== "client" || state.acknowledged === null) continue;
        const behind = replicas.filter((replica) => isNewerVersion(state.acknowledged, heldBy(world, replica)));
        if (behind.length >= readQuorum) {
          return `${JSON.stringify(state.acknowledged.value)} is acknowledged, and ${behind.join(", ")} hold older versions`;
        }
      }
      return true;
    },
  );
}

/** What W + R > N promises, for the store with these options. */
export function acknowledgedIsMet(options: Pick<QuorumStoreOptions, "replicas" | "readQuorum">): Property {
  return acknowledgedIsMetProperty(configOf({ ...options, clients: {} }, quorumRules));
}

const isStored: Property = sometimes<QuorumState>("a written value is read", (world) =>
  world.history.some(
    ({ operation, result }) => (operation as QuorumOperation).kind === "read" && (result ?? null) !== null,
  ),
);
