/** The store's clients, each of which coordinates its own operations: whom to ask, how many answers to wait for. */
import type { Data, NodeId } from "../../protocol";
import { isNewerVersion } from "./vocabulary";
import type {
  QuorumClient,
  QuorumClientState,
  QuorumConfig,
  QuorumOperation,
  QuorumOut,
  QuorumQueryReply,
  QuorumStoreReply,
} from "./vocabulary";

function operationOf(state: QuorumClientState, config: QuorumConfig): QuorumOperation {
  return config.clients[state.self]![state.begun - 1]!;
}

function send(state: QuorumClientState, to: NodeId, owner: NodeId, out: QuorumOut): void {
  const { begun: operation, storing: version } = state;
  out.send(to, version ? { kind: "Store", operation, owner, version } : { kind: "Query", operation, owner });
}

/** A number that no write of this client has had, above all that it has seen. */
function store(
  state: QuorumClientState,
  phase: "write" | "write above",
  value: Data,
  out: QuorumOut,
  config: QuorumConfig,
): void {
  state.phase = phase;
  state.answers = {};
  state.counter += 1;
  state.storing = { counter: state.counter, writer: state.self, value };
  // Saved before it is used: two values under one version would make replicas differ for ever.
  out.save({ begun: state.begun, counter: state.counter });
  for (const replica of config.replicas) send(state, replica, replica, out);
}

function next(state: QuorumClientState, out: QuorumOut, config: QuorumConfig): void {
  const operation = config.clients[state.self]![state.begun]!;
  state.begun += 1;
  out.save({ begun: state.begun, counter: state.counter });
  out.invoke(operation);
  if (operation.kind === "write") store(state, "write", operation.value, out, config);
  else {
    Object.assign(state, { phase: "read", answers: {}, storing: null });
    const asked = config.asks === "all" ? config.replicas : out.choose(choicesOf(config.replicas, config.readQuorum));
    for (const replica of asked) send(state, replica, replica, out);
  }
  if (config.retryMs < Infinity) out.setTimer("retry", [config.retryMs, config.retryMs]);
}

function done(state: QuorumClientState, result: Data, out: QuorumOut, config: QuorumConfig): void {
  out.complete(result);
  Object.assign(state, { phase: "idle", storing: null });
  if (config.retryMs < Infinity) out.cancelTimer("retry");
  if (state.begun < config.clients[state.self]!.length) out.setTimer("next", config.pauseMs);
}

function sendRepairs(state: QuorumClientState, only: readonly NodeId[], out: QuorumOut, config: QuorumConfig): void {
  if (!config.readRepair || operationOf(state, config).kind !== "read") return;
  for (const [replica, version] of Object.entries(config.rules.repairs(state.answers))) {
    if (only.includes(replica)) out.send(replica, { kind: "Repair", version });
  }
}

function queryReply(state: QuorumClientState, reply: QuorumQueryReply, out: QuorumOut, config: QuorumConfig): void {
  if (reply.operation !== state.begun || Object.hasOwn(state.answers, reply.owner)) return;
  state.answers[reply.owner] = reply.held;
  state.counter = Math.max(state.counter, reply.held?.counter ?? 0);
  // An answer after the read is over: nobody waits for it, and it tells who is behind.
  if (state.phase === "idle") return sendRepairs(state, [reply.owner], out, config);
  const answers = Object.values(state.answers);
  if (answers.length < config.readQuorum) return;
  done(state, config.rules.newest(answers)?.value ?? null, out, config);
  sendRepairs(state, config.replicas, out, config);
}

function storeReply(state: QuorumClientState, reply: QuorumStoreReply, out: QuorumOut, config: QuorumConfig): void {
  const { storing } = state;
  if (storing === null || reply.operation !== state.begun || reply.counter !== storing.counter) return;
  state.answers[reply.owner] = reply.held;
  state.counter = Math.max(state.counter, reply.held?.counter ?? 0);
  const answers = Object.values(state.answers);
  if (answers.length < config.writeQuorum) return;
  // Met a newer write, which may have ended before this one began: once more, above all that W replicas hold.
  const isAbove = state.phase === "write above" || !answers.some((held) => isNewerVersion(held, storing));
  if (!out.guard("writes above what it meets", isAbove)) return store(state, "write above", storing.value, out, config);
  state.acknowledged = storing;
  done(state, null, out, config);
}

/** A client of the store. */
export function quorumClient(config: QuorumConfig): QuorumClient {
  const { replicas, standIns, retryMs, pauseMs } = config;
  return {
    name: "quorum store client",
    start(self, saved, out) {
      const { begun, counter } = saved !== null && "begun" in saved ? saved : { begun: 0, counter: 0 };
      if (begun < config.clients[self]!.length) out.setTimer("next", pauseMs);
      return { role: "client", self, begun, phase: "idle", answers: {}, storing: null, counter, acknowledged: null };
    },
    onMessage(state, message, _from, out) {
      const isReading = state.phase === "read" || (state.phase === "idle" && state.begun > 0);
      if (message.kind === "QueryReply" && isReading) queryReply(state, message, out, config);
      if (message.kind === "StoreReply") storeReply(state, message, out, config);
    },
    onTimer(state, timer, out) {
      if (timer === "next") return next(state, out, config);
      const silent = replicas.filter((replica) => !Object.hasOwn(state.answers, replica));
      silent.forEach((replica, index) => {
        send(state, replica, replica, out);
        const standIn = standIns[index];
        if (standIn !== undefined) send(state, standIn, replica, out);
      });
      out.setTimer("retry", [retryMs, retryMs]);
    },
    view: ({ begun, phase, storing }) => ({
      role: "client",
      fields: { operation: begun, phase, storing: storing?.value ?? null },
    }),
  };
}

/** Every set of so many of these. */
function choicesOf(names: readonly NodeId[], count: number): readonly (readonly NodeId[])[] {
  const subsets = names.reduce<NodeId[][]>((all, name) => [...all, ...all.map((one) => [...one, name])], [[]]);
  return subsets.filter((one) => one.length === count);
}
