/**
 * Faults as plain data: a schedule that can be printed, edited, shrunk and replayed. Times are virtual milliseconds
 * from the start; at its moment a fault comes before everything else.
 *
 * Where a node is asked for, its role at that moment will do, for example `leader`: whoever's `view` says so. If
 * nobody has the role then, the fault befalls nobody, and the run's notes say it.
 */
import type { Millis, NodeId } from "../protocol";
import type { LinkOptions } from "./options";

/**
 * What a node finds on its disk when it boots again. `previous`: the last save is gone, the one before it is there, as
 * on a disk that is written late. `torn`: the first half of the last save's fields is there, the others are as before.
 */
export type Survives = "kept" | "previous" | "torn" | "lost";

/** From when until when. */
export type Window = { readonly atMs: Millis; readonly untilMs: Millis };

/** From when until when something is cut; without `healAtMs`, for ever. */
export type CutWindow = { readonly atMs: Millis; readonly healAtMs?: Millis };

/** A node stops, and may start again: see `crash`. */
export type CrashFault = {
  readonly kind: "crash";
  readonly node: NodeId;
  readonly atMs: Millis;
  /** Default: never. */
  readonly restartAtMs?: Millis;
  readonly saved?: Survives;
};

/** A node stops within a step, after some of its effects: see `crash`. */
export type CrashInStepFault = {
  readonly kind: "crashInStep";
  readonly node: NodeId;
  /** Which run of the node's handlers, from 1. */
  readonly event: number;
  /** How many of the effects that the handler asks for still take place. */
  readonly effects: number;
  /** How long after the crash it boots again. Default: never. */
  readonly restartAfterMs?: Millis;
  readonly saved?: Survives;
};

/** A node that stopped starts again: see `restart`. */
export type RestartFault = { readonly kind: "restart"; readonly node: NodeId; readonly atMs: Millis };

/** A node stands still for a time: see `pause`. */
export type PauseFault = { readonly kind: "pause"; readonly node: NodeId } & Window;

/** A node handles everything late: see `slow`. */
export type SlowFault = {
  readonly kind: "slow";
  readonly node: NodeId;
  /** Each message and each timer is handled so much later. */
  readonly delayMs?: Millis;
  /** Each message and each timer keeps the node busy for so long: what comes faster piles up. */
  readonly busyMs?: Millis;
} & Window;

/** Groups of nodes cannot reach each other: see `partition`. */
export type PartitionFault = {
  readonly kind: "partition";
  readonly groups: readonly (readonly NodeId[])[];
} & CutWindow;

/** Links are cut one way: see `cutLinks`. */
export type CutFault = {
  readonly kind: "cut";
  readonly from: readonly NodeId[];
  readonly to: readonly NodeId[];
} & CutWindow;

/** A node's clock is wrong: see `clock`. */
export type ClockFault = {
  readonly kind: "clock";
  readonly node: NodeId;
  readonly atMs: Millis;
  /** How far it is ahead of the true time from now on. */
  readonly skewMs?: Millis;
  /** How much too fast it runs from now on, in millionths. Timers that are set later feel it. */
  readonly driftPpm?: number;
  /** How far it jumps. Timers do not feel it. */
  readonly jumpMs?: Millis;
};

/** Saves are lost or torn for a time. */
export type DiskFault = { readonly kind: "loseSaves" | "tearSaves"; readonly node: NodeId } & Window;

/** A link is worse for a time: see `linkFault`. */
export type LinkFault = {
  readonly kind: "link";
  readonly from: readonly NodeId[];
  readonly to: readonly NodeId[];
  readonly options: LinkOptions;
} & Window;

/** The `nth` message (from 1) that is sent on a link, or the `nth` of this kind. */
export type Nth = { readonly from: NodeId; readonly to: NodeId; readonly nth: number; readonly message?: string };

/** What happens to a single message. */
export type MessageFault =
  | ({ readonly kind: "drop" } & Nth)
  | ({ readonly kind: "delay"; readonly byMs: Millis } & Nth)
  | ({ readonly kind: "duplicate"; readonly afterMs: Millis } & Nth);

/** Anything that a schedule can do to a run: plain data. */
export type Fault =
  | CrashFault
  | CrashInStepFault
  | RestartFault
  | PauseFault
  | SlowFault
  | PartitionFault
  | CutFault
  | ClockFault
  | DiskFault
  | LinkFault
  | MessageFault;

/** The roles that a fault may name instead of a node. */
export const roles: readonly string[] = [
  "leader",
  "candidate",
  "follower",
  "coordinator",
  "participant",
  "primary",
  "backup",
  "replica",
  "proposer",
  "acceptor",
  "commander",
  "holder",
  "member",
];

type But<Of, Fields extends string> = Omit<Of, Fields | "kind">;

/**
 * The node stops: its state and its timers are gone. With `restartAtMs` it boots again, with what it had saved.
 * Instead of a time, an `event` of the node's can be given (the n-th run of its handlers), and how many of the
 * `effects` that the handler asks for still take place: `{ event: 3, effects: 1 }`. A node that crashes at 0 ms has
 * never been up.
 */
export function crash(node: NodeId, when: But<CrashFault, "node">): CrashFault;
export function crash(node: NodeId, when: But<CrashInStepFault, "node">): CrashInStepFault;
export function crash(node: NodeId, when: But<CrashFault, "node"> | But<CrashInStepFault, "node">): Fault {
  return "event" in when ? { kind: "crashInStep", node, ...when } : { kind: "crash", node, ...when };
}

/** A node that has crashed boots again, with what it had saved. */
export function restart(node: NodeId, when: { readonly atMs: Millis }): RestartFault {
  return { kind: "restart", node, ...when };
}

/** The node does nothing for a while and does not know it; messages and timers wait for it. */
export function pause(node: NodeId, when: Window): PauseFault {
  return { kind: "pause", node, ...when };
}

/** The node handles everything late: by `delayMs`, or because each message and timer keeps it busy for `busyMs`. */
export function slow(node: NodeId, how: But<SlowFault, "node">): SlowFault {
  return { kind: "slow", node, ...how };
}

/**
 * Nodes of different groups cannot reach each other; what is on its way between them is lost. Nodes with a protocol
 * that are in no group form one more. Scripted clients in no group reach everybody.
 */
export function partition(groups: readonly (readonly NodeId[])[], when: CutWindow): PartitionFault {
  return { kind: "partition", groups, ...when };
}

/** Nothing gets from any of the first nodes to any of the second; the other way stays open. */
export function cutLinks(from: readonly NodeId[], to: readonly NodeId[], when: CutWindow): CutFault {
  return { kind: "cut", from, to, ...when };
}

/** The node's clock is wrong from `atMs` (default 0) on: off by a time, too fast, or it jumps. */
export function clock(node: NodeId, how: Partial<But<ClockFault, "node">>): ClockFault {
  return { kind: "clock", node, atMs: 0, ...how };
}

/** The disk says that it has saved, and has not. */
export function loseSaves(node: NodeId, when: Window): DiskFault {
  return { kind: "loseSaves", node, ...when };
}

/** Only half of what is saved reaches the disk; the rest is as it was before. */
export function tearSaves(node: NodeId, when: Window): DiskFault {
  return { kind: "tearSaves", node, ...when };
}

/** Links behave differently for a while: `linkFault("A", ["B", "C"], { atMs: 100, untilMs: 200, loss: 0.5 })`. */
export function linkFault(
  from: NodeId | readonly NodeId[],
  to: NodeId | readonly NodeId[],
  how: Window & LinkOptions,
): LinkFault {
  const { atMs, untilMs, ...options } = how;
  return { kind: "link", from: listed(from), to: listed(to), atMs, untilMs, options };
}

function listed(nodes: NodeId | readonly NodeId[]): readonly NodeId[] {
  return typeof nodes === "string" ? [nodes] : nodes;
}

/** One message never arrives. */
export function drop(which: Nth): MessageFault {
  return { kind: "drop", ...which };
}

/** One message arrives later. */
export function delay(which: Nth & { readonly byMs: Millis }): MessageFault {
  return { kind: "delay", ...which };
}

/** One message arrives twice: again `afterMs` (default 1) after the first time. */
export function duplicate(which: Nth & { readonly afterMs?: Millis }): MessageFault {
  return { kind: "duplicate", afterMs: 1, ...which };
}
