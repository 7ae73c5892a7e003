/**
 * A client of a replicated key-value store that is served by one of several servers, and does not know by which.
 *
 * It asks a server, and one that is not the leader names the leader. When nothing comes, the request may be lost, or
 * the answer, or the leader: so it asks the next server, under the same serial number, by which a command that was
 * carried out already is recognised. If it gives up, it does not know whether its operation took place, and neither
 * does the history: the operation stays open. "Unknown" is not "failed".
 *
 * Source: Ongaro, "Consensus: bridging theory and practice", 2014, chapter 6. Simplified: one operation at a time; the
 * client's name is its session.
 */
import type { Millis, NodeId, Out, Protocol } from "../protocol";
import type { KeyValueOperation } from "./raft/key-value";
import type { ChangeMembers, ClientReply, ClientRequest } from "./raft/vocabulary";

/** `retry`: no answer. `next`: the pause between two operations is over. */
export type RaftClientTimer = "retry" | "next";

/** The client's state. */
export type RaftClientState = {
  role: "client";
  /** The number of the operation that is under way, or was the last; from 1. */
  serial: number;
  /** How often it has been asked, counting by time; 0 where none is under way. */
  attempt: number;
  /** Which of the servers it asks. */
  server: number;
  answered: number;
  unknown: number;
};

/** What survives a crash: which number is taken. The operation that was under way stays unknown. */
export type RaftClientSaved = { serial: number };

/** Whom the client asks, and for what. */
export interface RaftClientOptions {
  readonly servers: readonly NodeId[];
  /** What to ask for, one after the other. */
  readonly operations: readonly (KeyValueOperation | ChangeMembers)[];
  /** How long it waits for an answer before it asks the next server. Default 300 ms. */
  readonly timeoutMs?: Millis;
  /** How many times it asks before it leaves the operation open. Default Infinity. */
  readonly attempts?: number;
  /** The pause before each operation. Default [0, 0]: none. */
  readonly pauseMs?: readonly [min: Millis, max: Millis];
}

type ClientOut = Out<ClientRequest | ClientReply, RaftClientTimer, RaftClientSaved>;
/** What `raftClient` returns. */
export type RaftClient = Protocol<RaftClientState, ClientRequest | ClientReply, RaftClientTimer, RaftClientSaved>;

interface Config {
  readonly servers: readonly NodeId[];
  readonly operations: RaftClientOptions["operations"];
  readonly timeoutMs: Millis;
  readonly attempts: number;
  readonly pauseMs: readonly [Millis, Millis];
}

/**
 * A client that asks for one operation after the other.
 * @throws RangeError where an option is not allowed
 */
export function raftClient(options: RaftClientOptions): RaftClient {
  const { servers, operations, timeoutMs = 300, attempts = Infinity, pauseMs = [0, 0] } = options;
  check(options);
  const config: Config = { servers, operations, timeoutMs, attempts, pauseMs };
  return {
    name: "raft client",
    start(_self, saved, out) {
      const serial = saved?.serial ?? 0;
      const state: RaftClientState = { role: "client", serial, attempt: 0, server: 0, answered: 0, unknown: 0 };
      proceed(state, out, config);
      return state;
    },
    onMessage(state, message, from, out) {
      if (message.kind === "ClientReply") hear(state, message, from, out, config);
    },
    onTimer(state, timer, out) {
      if (timer === "next") begin(state, out, config);
      else retry(state, out, config);
    },
    view: (state) => ({
      role: "client",
      fields: { operation: state.serial, answered: state.answered, unknown: state.unknown },
    }),
  };
}

function ask(state: RaftClientState, out: ClientOut, { servers, operations }: Config): void {
  const { serial } = state;
  out.send(servers[state.server]!, { kind: "ClientRequest", serial, operation: operations[serial - 1]! });
}

function begin(state: RaftClientState, out: ClientOut, config: Config): void {
  state.serial += 1;
  state.attempt = 1;
  // Saved before it is used: a number that is used twice would be taken for a repetition.
  out.save({ serial: state.serial });
  out.invoke(config.operations[state.serial - 1]!);
  ask(state, out, config);
  out.setTimer("retry", [config.timeoutMs, config.timeoutMs]);
}

function proceed(state: RaftClientState, out: ClientOut, config: Config): void {
  state.attempt = 0;
  if (state.serial === config.operations.length) out.cancelTimer("retry");
  else if (config.pauseMs[1] === 0) begin(state, out, config);
  else {
    out.cancelTimer("retry");
    out.setTimer("next", config.pauseMs);
  }
}

function hear(state: RaftClientState, reply: ClientReply, from: NodeId, out: ClientOut, config: Config): void {
  if (reply.serial !== state.serial || state.attempt === 0) return;
  if (reply.done) {
    out.complete(reply.result);
    state.answered += 1;
    return proceed(state, out, config);
  }
  // A redirection from a server that it has given up on already is old news.
  if (from !== config.servers[state.server] || reply.leader === null || reply.leader === from) return;
  const known = config.servers.indexOf(reply.leader);
  // It may be led to a server that it may not ask; then it tries its own again when its time is up.
  if (known < 0) return;
  state.server = known;
  ask(state, out, config);
}

function retry(state: RaftClientState, out: ClientOut, config: Config): void {
  state.server = (state.server + 1) % config.servers.length;
  if (state.attempt < config.attempts) {
    state.attempt += 1;
    ask(state, out, config);
    out.setTimer("retry", [config.timeoutMs, config.timeoutMs]);
  } else {
    state.unknown += 1;
    proceed(state, out, config);
  }
}

function check({ servers, operations, timeoutMs = 300, attempts = Infinity }: RaftClientOptions): void {
  if (servers.length === 0) throw new RangeError("servers is an empty list; allowed is one name or more");
  if (!(timeoutMs > 0 && timeoutMs < Infinity)) {
    throw new RangeError(`timeoutMs is ${timeoutMs}; allowed is a time above 0`);
  }
  if (!(attempts === Infinity || (Number.isInteger(attempts) && attempts >= 1))) {
    throw new RangeError(`attempts is ${attempts}; allowed is a whole number from 1, or Infinity`);
  }
  const hidden = operations.find((operation) => operation.kind !== "changeMembers" && operation.key === "__proto__");
  if (hidden !== undefined) throw new RangeError(`operations has the key __proto__; allowed is every other text`);
}
