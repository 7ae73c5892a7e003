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
 * Who reads from whichever backup is near does not see its own write there yet, and may go back in time from one
 * backup to the next. With `carryPosition` a client remembers how far into the log it has seen and says so with each
 * request; a replica that is not as far keeps the read until it is. Nothing else waits, and nobody else.
 *
 * Source: Alsberg and Day, "A principle for resilient sharing of distributed resources", ICSE 1976, section 3; the
 * modes: Kleppmann, "Designing Data-Intensive Applications", 2017, chapter 5; positions: Terry and others, "Session
 * guarantees for weakly consistent replicated data", PDIS 1994, section 4. Simplified: one value, its log is sent
 * whole, backups are told of a new primary by itself. Added: a write request that the network copies is written once,
 * since each replica remembers the number of the last one from each client. It keeps that to itself: a client asks
 * nobody else for the same again, so that a copy arrives where the request did. Where clients do, the memory has to
 * travel with the log (`raft`).
 */
import { always, members as namesOf, sometimes } from "../protocol";
import type { Data, NodeId, Property, World } from "../protocol";
import { clientOf } from "./primary-backup/client";
import { compareLogPositions } from "./primary-backup/vocabulary";
import type {
  PrimaryBackupClient,
  PrimaryBackupConfig,
  PrimaryBackupOptions,
  PrimaryBackupOut,
  PrimaryBackupRequest,
  PrimaryBackupState,
  LogPosition,
  Replica,
  ReplicaState,
  Replicate,
  ReplicateReply,
} from "./primary-backup/vocabulary";

/**
 * One protocol for each node: the replicas and the clients.
 * @example
 * const ann = [{ kind: "write", value: "red", at: "A" }, { kind: "read", at: "B" }] as const;
 * const store = (carryPosition: boolean) => primaryBackup({ lagMs: 60, clients: { ann }, carryPosition });
 * checkSession(simulate({ protocol: store(false) }).history, "read your writes").verdict; // → "violation"
 * checkSession(simulate({ protocol: store(true) }).history, "read your writes").verdict; // → "read your writes"
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

function configOf(options: PrimaryBackupOptions): PrimaryBackupConfig {
  const { mode = "asynchronous", lagMs = 0, promotions = [], clients } = options;
  const { pauseMs = [10, 10], timeoutMs = 200, carryPosition = false } = options;
  const replicas = namesOf(options.replicas ?? 3);
  if (!(lagMs >= 0 && lagMs < Infinity)) throw new RangeError(`lagMs is ${lagMs}; allowed is a time from 0`);
  const stranger = promotions.find(({ node }) => !replicas.includes(node))?.node;
  if (stranger !== undefined) {
    throw new RangeError(`promotions names ${stranger}; allowed are the replicas ${replicas.join(", ")}`);
  }
  return { replicas, mode, lagMs, promotions, clients, pauseMs, timeoutMs, carryPosition };
}

/** How many backups must have a write before it is acknowledged. */
function backupsNeeded({ mode, replicas }: PrimaryBackupConfig): number {
  const backups = replicas.length - 1;
  return mode === "asynchronous" ? 0 : mode === "semi-synchronous" ? Math.min(1, backups) : backups;
}

function acknowledge(state: ReplicaState, out: PrimaryBackupOut, config: PrimaryBackupConfig): void {
  const isCovered = ({ length }: { length: number }): boolean =>
    Object.values(state.copied).filter((copied) => copied >= length).length >= backupsNeeded(config);
  for (const write of state.waiting.filter((each) => out.guard("waits for its backups", isCovered(each)))) {
    const position = positionIn(state.epoch, write.length, config);
    out.send(write.client, { kind: "Reply", serial: write.serial, done: true, result: null, ...position });
    state.waiting = state.waiting.filter((each) => each !== write);
  }
}

/** What a reply says of the position, if clients carry it. */
function positionIn(epoch: number, length: number, { carryPosition }: PrimaryBackupConfig): { position?: LogPosition } {
  return carryPosition ? { position: { epoch, length } } : {};
}

/** Answers the reads that this replica is as far for as their clients have seen. */
function answerReads(state: ReplicaState, out: PrimaryBackupOut, config: PrimaryBackupConfig): void {
  const { epoch, log } = state;
  const isFarEnough = ({ position }: { position: LogPosition }): boolean =>
    out.guard(
      "a read waits for what its client has seen",
      compareLogPositions({ epoch, length: log.length }, position) >= 0,
    );
  for (const read of state.early.filter(isFarEnough)) {
    const position = positionIn(epoch, log.length, config);
    out.send(read.client, { kind: "Reply", serial: read.serial, done: true, result: log.at(-1) ?? null, ...position });
    state.early = state.early.filter((each) => each !== read);
  }
}

function sendLog(state: ReplicaState, out: PrimaryBackupOut, config: PrimaryBackupConfig): void {
  for (const backup of config.replicas) {
    if (backup !== state.self) out.send(backup, { kind: "Replicate", epoch: state.epoch, log: state.log });
  }
  // A lost copy is sent again as long as somebody has not got it.
  out.setTimer("send", [50, 50]);
}

function save({ epoch, log, latest }: ReplicaState, out: PrimaryBackupOut): void {
  out.save({ epoch, log, latest });
}

function request(
  state: ReplicaState,
  message: PrimaryBackupRequest,
  client: NodeId,
  out: PrimaryBackupOut,
  config: PrimaryBackupConfig,
): void {
  const { serial, operation } = message;
  if (operation.kind === "read") {
    state.early.push({ client, serial, position: message.position ?? { epoch: 0, length: 0 } });
    return answerReads(state, out, config);
  }
  if (!out.guard("takes each request once", serial > (state.latest[client] ?? 0))) return;
  state.latest = { ...state.latest, [client]: serial };
  // What was refused must not be written later either: a copy may arrive after this replica was promoted.
  if (state.role !== "primary") {
    save(state, out);
    return out.send(client, { kind: "Reply", serial, done: false, result: null });
  }
  state.log = [...state.log, operation.value];
  save(state, out);
  state.waiting.push({ client, serial, length: state.log.length });
  answerReads(state, out, config);
  acknowledge(state, out, config);
  if (config.lagMs === 0) sendLog(state, out, config);
  else out.setTimer("send", [config.lagMs, config.lagMs]);
}

/** A backup takes the log as it is; a shorter one of the same epoch was overtaken on its way. */
function replicate(
  state: ReplicaState,
  message: Replicate,
  primary: NodeId,
  out: PrimaryBackupOut,
  config: PrimaryBackupConfig,
): void {
  if (!out.guard("ignores an old primary", message.epoch >= state.epoch)) return;
  if (message.epoch > state.epoch || message.log.length > state.log.length) {
    state.role = "backup";
    state.waiting = [];
    state.epoch = message.epoch;
    state.log = message.log;
    out.cancelTimer("send");
    save(state, out);
    answerReads(state, out, config);
  }
  out.send(primary, { kind: "ReplicateReply", epoch: state.epoch, length: state.log.length });
}

function replicateReply(
  state: ReplicaState,
  reply: ReplicateReply,
  backup: NodeId,
  out: PrimaryBackupOut,
  config: PrimaryBackupConfig,
): void {
  if (state.role !== "primary" || reply.epoch !== state.epoch) return;
  state.copied[backup] = Math.max(state.copied[backup] ?? 0, reply.length);
  acknowledge(state, out, config);
  const others = config.replicas.filter((each) => each !== state.self);
  if (others.every((each) => state.copied[each] === state.log.length)) out.cancelTimer("send");
}

function replicaOf(config: PrimaryBackupConfig): Replica {
  return {
    name: "primary-backup replica",
    start(self, saved, out) {
      const disk = saved !== null && "log" in saved ? saved : { epoch: 1, log: [], latest: {} };
      const isFirst = saved === null && self === config.replicas[0];
      config.promotions.forEach(({ node, atMs }, index) => {
        // Only the first boot hears the command: a replica that was down then has missed it.
        if (node === self && saved === null) out.setTimer(`promote-${index + 2}`, [atMs, atMs]);
      });
      out.save(disk);
      return { role: isFirst ? "primary" : "backup", self, ...disk, copied: {}, waiting: [], early: [] };
    },
    onMessage(state, message, from, out) {
      if (message.kind === "Request") request(state, message, from, out, config);
      if (message.kind === "Replicate") replicate(state, message, from, out, config);
      if (message.kind === "ReplicateReply") replicateReply(state, message, from, out, config);
    },
    onTimer(state, timer, out) {
      if (timer === "send") return sendLog(state, out, config);
      const epoch = Number(timer.slice("promote-".length));
      if (!out.guard("obeys no command that is older than its epoch", epoch > state.epoch)) return;
      state.role = "primary";
      state.epoch = epoch;
      state.copied = {};
      save(state, out);
      answerReads(state, out, config);
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
