/**
 * Primary and backups: one replica takes all writes and sends them on, in order; the others copy, and serve reads.
 *
 * The modes differ in when the client is told that its write is done. *Asynchronous*: at once, so a primary that
 * dies takes with it what it had not sent on yet. *Semi-synchronous*: as soon as one backup has it, so it survives
 * the primary, if the *right* backup is promoted. *Synchronous*: when every backup has it, so it survives any
 * promotion, and one slow or dead backup stops all writes. Reads from a backup are as old as its copy in every mode.
 *
 * Fail-over is a command to one backup, by an operator or a monitor: here `promotions`, at given times. Whoever gives
 * it decides whether writes are lost, and epochs keep the old primary from going on: who hears of a higher epoch
 * follows it, and drops what the new primary does not have.
 *
 * Source: Alsberg and Day, "A principle for resilient sharing of distributed resources", ICSE 1976, section 3; the
 * modes: Kleppmann, "Designing Data-Intensive Applications", 2017, chapter 5. Simplified: one value, its log is sent
 * whole, backups are told of a new primary by itself.
 */
import { always, members as namesOf, sometimes } from "../protocol";
import type { Data, Millis, NodeId, Out, Property, Protocol, World } from "../protocol";

/** When a write is acknowledged: by the primary alone, with one backup, or with all of them. */
export type ReplicationMode = "asynchronous" | "semi-synchronous" | "synchronous";
/** What a client asks for, and of which replica. A write to a backup is refused. */
export type PrimaryBackupOperation =
  | { readonly kind: "read"; readonly at: NodeId }
  | { readonly kind: "write"; readonly value: Data; readonly at: NodeId };

export type PrimaryBackupRequest = { kind: "Request"; serial: number; operation: PrimaryBackupOperation };
/** `done` is false where the replica is not the primary. */
export type PrimaryBackupReply = { kind: "Reply"; serial: number; done: boolean; result: Data };
/** The log of the primary of this epoch, whole. */
export type Replicate = { kind: "Replicate"; epoch: number; log: readonly Data[] };
/** `length` entries of the log of this epoch are on my disk. */
export type ReplicateReply = { kind: "ReplicateReply"; epoch: number; length: number };
/** What clients and replicas say, as request and reply. */
export type PrimaryBackupMessage = PrimaryBackupRequest | PrimaryBackupReply | Replicate | ReplicateReply;
/** `send`: the log is due. `promote-<epoch>`: the operator's command to become primary of that epoch. */
export type PrimaryBackupTimer = "send" | `promote-${number}` | "next" | "give up";

/** A replica's state. */
export type ReplicaState = {
  role: "primary" | "backup";
  self: NodeId;
  epoch: number;
  log: readonly Data[];
  /** As the primary: how much of the log each backup has by its own word. */
  copied: { [backup: NodeId]: number };
  /** As the primary: writes that wait for backups; `length` is the log's when they were appended. */
  waiting: { client: NodeId; serial: number; length: number }[];
};
/** A client's state. */
export type PrimaryBackupClientState = {
  role: "client";
  serial: number;
  isOpen: boolean;
  /** The writes that it was told are done. */
  acknowledged: Data[];
  refused: number;
};
/** A node's state, whichever part it plays. */
export type PrimaryBackupState = ReplicaState | PrimaryBackupClientState;
/** What survives a crash. A replica that comes back is a backup until it is promoted. */
export type PrimaryBackupSaved = { epoch: number; log: readonly Data[] } | { serial: number; acknowledged: Data[] };

/** The replicas, when writes are acknowledged, and who takes over when. */
export interface PrimaryBackupOptions {
  /** How many replicas, or their names; the first is the primary. Default 3. */
  readonly replicas?: number | readonly NodeId[];
  /** Default "asynchronous". */
  readonly mode?: ReplicationMode;
  /** How long after a write the primary sends its log to the backups: their lag. Default 0 ms: at once. */
  readonly lagMs?: Millis;
  /** The operator's commands: who becomes primary, and when by its own clock, from its boot, in this order. Default: none. */
  readonly promotions?: readonly { readonly node: NodeId; readonly atMs: Millis }[];
  /** What each client does, one operation after the other. */
  readonly clients: { readonly [client: NodeId]: readonly PrimaryBackupOperation[] };
  /** The pause before each operation. Default [10, 10] ms. */
  readonly pauseMs?: readonly [min: Millis, max: Millis];
  /** How long a client waits for an answer before it leaves the operation open. Default 200 ms. */
  readonly timeoutMs?: Millis;
}

type Config = Required<PrimaryBackupOptions> & { readonly replicas: readonly NodeId[] };
type AnyOut = Out<PrimaryBackupMessage, PrimaryBackupTimer, PrimaryBackupSaved>;
export type Replica = Protocol<ReplicaState, PrimaryBackupMessage, PrimaryBackupTimer, PrimaryBackupSaved>;
export type PrimaryBackupClient = Protocol<
  PrimaryBackupClientState,
  PrimaryBackupMessage,
  PrimaryBackupTimer,
  PrimaryBackupSaved
>;

/**
 * One protocol for each node: the replicas and the clients.
 * @throws RangeError where an option is not allowed
 */
export function primaryBackup(options: PrimaryBackupOptions): {
  readonly [node: NodeId]: Replica | PrimaryBackupClient;
} {
  const config = configOf(options);
  const nodes: Record<NodeId, Replica | PrimaryBackupClient> = {};
  for (const replica of config.replicas) nodes[replica] = replicaOf(config);
  for (const [client, operations] of Object.entries(config.clients)) nodes[client] = clientOf(operations, config);
  return nodes;
}

function configOf(options: PrimaryBackupOptions): Config {
  const { mode = "asynchronous", lagMs = 0, promotions = [], clients } = options;
  const { pauseMs = [10, 10], timeoutMs = 200 } = options;
  const replicas = namesOf(options.replicas ?? 3);
  if (!(lagMs >= 0 && lagMs < Infinity)) throw new RangeError(`lagMs is ${lagMs}; allowed is a time from 0`);
  const stranger = promotions.find(({ node }) => !replicas.includes(node))?.node;
  if (stranger !== undefined) {
    throw new RangeError(`promotions names ${stranger}; allowed are the replicas ${replicas.join(", ")}`);
  }
  return { replicas, mode, lagMs, promotions, clients, pauseMs, timeoutMs };
}

/** How many backups must have a write before it is acknowledged. */
function backupsNeeded({ mode, replicas }: Config): number {
  const backups = replicas.length - 1;
  return mode === "asynchronous" ? 0 : mode === "semi-synchronous" ? Math.min(1, backups) : backups;
}

function acknowledge(state: ReplicaState, out: AnyOut, config: Config): void {
  const isCovered = ({ length }: { length: number }): boolean =>
    Object.values(state.copied).filter((copied) => copied >= length).length >= backupsNeeded(config);
  for (const write of state.waiting.filter((each) => out.guard("waits for its backups", isCovered(each)))) {
    out.send(write.client, { kind: "Reply", serial: write.serial, done: true, result: null });
    state.waiting = state.waiting.filter((each) => each !== write);
  }
}

function sendLog(state: ReplicaState, out: AnyOut, config: Config): void {
  for (const backup of config.replicas) {
    if (backup !== state.self) out.send(backup, { kind: "Replicate", epoch: state.epoch, log: state.log });
  }
  // A lost copy is sent again as long as somebody has not got it.
  out.setTimer("send", [50, 50]);
}

function request(
  state: ReplicaState,
  message: PrimaryBackupRequest,
  client: NodeId,
  out: AnyOut,
  config: Config,
): void {
  const { serial, operation } = message;
  if (operation.kind === "read") {
    return out.send(client, { kind: "Reply", serial, done: true, result: state.log.at(-1) ?? null });
  }
  if (state.role !== "primary") return out.send(client, { kind: "Reply", serial, done: false, result: null });
  state.log = [...state.log, operation.value];
  out.save({ epoch: state.epoch, log: state.log });
  state.waiting.push({ client, serial, length: state.log.length });
  acknowledge(state, out, config);
  if (config.lagMs === 0) sendLog(state, out, config);
  else out.setTimer("send", [config.lagMs, config.lagMs]);
}

/** A backup takes the log as it is; a shorter one of the same epoch was overtaken on its way. */
function replicate(state: ReplicaState, message: Replicate, primary: NodeId, out: AnyOut): void {
  if (!out.guard("ignores an old primary", message.epoch >= state.epoch)) return;
  if (message.epoch > state.epoch || message.log.length > state.log.length) {
    state.role = "backup";
    state.waiting = [];
    state.epoch = message.epoch;
    state.log = message.log;
    out.cancelTimer("send");
    out.save({ epoch: state.epoch, log: state.log });
  }
  out.send(primary, { kind: "ReplicateReply", epoch: state.epoch, length: state.log.length });
}

function replicateReply(state: ReplicaState, reply: ReplicateReply, backup: NodeId, out: AnyOut, config: Config): void {
  if (state.role !== "primary" || reply.epoch !== state.epoch) return;
  state.copied[backup] = Math.max(state.copied[backup] ?? 0, reply.length);
  acknowledge(state, out, config);
  const others = config.replicas.filter((each) => each !== state.self);
  if (others.every((each) => state.copied[each] === state.log.length)) out.cancelTimer("send");
}

function replicaOf(config: Config): Replica {
  return {
    name: "primary-backup replica",
    start(self, saved, out) {
      const disk = saved !== null && "log" in saved ? saved : { epoch: 1, log: [] };
      const isFirst = saved === null && self === config.replicas[0];
      config.promotions.forEach(({ node, atMs }, index) => {
        // Only the first boot hears the command: a replica that was down then has missed it.
        if (node === self && saved === null) out.setTimer(`promote-${index + 2}`, [atMs, atMs]);
      });
      out.save(disk);
      return { role: isFirst ? "primary" : "backup", self, ...disk, copied: {}, waiting: [] };
    },
    onMessage(state, message, from, out) {
      if (message.kind === "Request") request(state, message, from, out, config);
      if (message.kind === "Replicate") replicate(state, message, from, out);
      if (message.kind === "ReplicateReply") replicateReply(state, message, from, out, config);
    },
    onTimer(state, timer, out) {
      if (timer === "send") return sendLog(state, out, config);
      const epoch = Number(timer.slice("promote-".length));
      if (!out.guard("obeys no command that is older than its epoch", epoch > state.epoch)) return;
      state.role = "primary";
      state.epoch = epoch;
      state.copied = {};
      out.save({ epoch: state.epoch, log: state.log });
      sendLog(state, out, config);
    },
    view: ({ role, epoch, log }) => ({ role, fields: { epoch, log } }),
    contract: {
      time: "asynchronous",
      failures: "recovery",
      links: { loss: true, duplication: true, reordering: true },
      safety: config.mode === "synchronous" ? [acknowledgedIsKept, writeIsAcknowledged] : [writeIsAcknowledged],
      liveness: [],
      source: "Alsberg and Day 1976, section 3",
    },
  };
}

function clientOf(operations: readonly PrimaryBackupOperation[], config: Config): PrimaryBackupClient {
  const { pauseMs, timeoutMs } = config;
  function pause(state: PrimaryBackupClientState, out: AnyOut): void {
    state.isOpen = false;
    out.cancelTimer("give up");
    if (state.serial < operations.length) out.setTimer("next", pauseMs);
  }
  return {
    name: "primary-backup client",
    start(_self, saved, out) {
      const disk = saved !== null && "serial" in saved ? saved : { serial: 0, acknowledged: [] };
      const { serial, acknowledged } = disk;
      const state: PrimaryBackupClientState = {
        role: "client",
        serial,
        isOpen: false,
        acknowledged: [...acknowledged],
        refused: 0,
      };
      pause(state, out);
      return state;
    },
    onMessage(state, message, _from, out) {
      if (message.kind !== "Reply" || !state.isOpen || message.serial !== state.serial) return;
      const operation = operations[state.serial - 1]!;
      // A refused write has not taken place: the history leaves it open, which claims nothing.
      if (!message.done) state.refused += 1;
      else {
        if (operation.kind === "write") state.acknowledged.push(operation.value);
        out.save({ serial: state.serial, acknowledged: state.acknowledged });
        out.complete(message.result);
      }
      pause(state, out);
    },
    onTimer(state, timer, out) {
      if (timer === "give up") return pause(state, out);
      const operation = operations[state.serial]!;
      state.serial += 1;
      state.isOpen = true;
      out.save({ serial: state.serial, acknowledged: state.acknowledged });
      out.invoke(operation.kind === "read" ? { kind: "read" } : { kind: "write", value: operation.value });
      out.send(operation.at, { kind: "Request", serial: state.serial, operation });
      out.setTimer("give up", [timeoutMs, timeoutMs]);
    },
    view: ({ acknowledged, refused }) => ({ role: "client", fields: { acknowledged, refused } }),
  };
}

/** The acknowledged writes that the primary of the highest epoch does not have. Values must differ. */
export function lostWrites(world: World<PrimaryBackupState>): readonly Data[] {
  const states = world.nodes.map((node) => world.state(node));
  const primary = states
    .filter((state): state is ReplicaState => state?.role === "primary")
    .reduce<ReplicaState | null>((best, state) => (best && best.epoch > state.epoch ? best : state), null);
  if (primary === null) return [];
  const acknowledged = states.flatMap((state) => (state?.role === "client" ? state.acknowledged : []));
  return acknowledged.filter((value) => !primary.log.includes(value));
}

/** Holds in synchronous mode, whoever is promoted; in the other modes as long as the right one is. */
export const acknowledgedIsKept: Property = always<PrimaryBackupState>(
  "the newest primary has every acknowledged write",
  (world) => {
    const lost = lostWrites(world);
    return lost.length === 0 || `acknowledged and lost: ${lost.map((value) => JSON.stringify(value)).join(", ")}`;
  },
);

export const writeIsAcknowledged: Property = sometimes<PrimaryBackupState>("a write is acknowledged", (world) =>
  world.nodes.some((node) => {
    const state = world.state(node);
    return state?.role === "client" && state.acknowledged.length > 0;
  }),
);
