/**
 * Faults as plain data: a schedule that can be printed, edited, shrunk and replayed. Times are virtual milliseconds
 * from the start. A node may be named, or given by the role that it has at that moment, for example `leader`.
 */
import type { Millis, NodeId } from "../protocol";
import type { LinkOptions } from "./options";

/** What a node finds on its disk when it boots again. Torn: the last save is gone, the one before is there. */
export type Survives = "kept" | "torn" | "lost";

export type Fault =
  | {
      readonly kind: "crash";
      readonly node: NodeId;
      readonly atMs: Millis;
      /** Default: never. */
      readonly restartAtMs?: Millis;
      readonly saved?: Survives;
    }
  | {
      readonly kind: "crashInStep";
      readonly node: NodeId;
      /** Which run of the node's handlers, from 1. */
      readonly step: number;
      /** How many of that step's effects still take place. */
      readonly effects: number;
      /** How long after the crash it boots again. Default: never. */
      readonly restartAfterMs?: Millis;
      readonly saved?: Survives;
    }
  | { readonly kind: "pause"; readonly node: NodeId; readonly atMs: Millis; readonly untilMs: Millis }
  | {
      readonly kind: "slow";
      readonly node: NodeId;
      readonly atMs: Millis;
      readonly untilMs: Millis;
      /** Added before each message and timer is handled. */
      readonly delayMs: Millis;
    }
  | {
      readonly kind: "partition";
      readonly groups: readonly (readonly NodeId[])[];
      readonly atMs: Millis;
      readonly healAtMs?: Millis;
    }
  | {
      readonly kind: "cut";
      readonly from: readonly NodeId[];
      readonly to: readonly NodeId[];
      readonly atMs: Millis;
      readonly healAtMs?: Millis;
    }
  | {
      readonly kind: "clock";
      readonly node: NodeId;
      readonly atMs: Millis;
      /** How far it is ahead of the true time from now on. */
      readonly skewMs?: Millis;
      /** How much too fast it runs, in millionths. */
      readonly driftPpm?: number;
      /** How far it jumps. */
      readonly jumpMs?: Millis;
    }
  | { readonly kind: "loseSaves"; readonly node: NodeId; readonly atMs: Millis; readonly untilMs: Millis }
  | {
      readonly kind: "link";
      readonly from: NodeId;
      readonly to: NodeId;
      readonly atMs: Millis;
      readonly untilMs: Millis;
      readonly options: LinkOptions;
    }
  | MessageFault;

/** What happens to the `nth` message (from 1) that is sent on a link. */
export type MessageFault =
  | { readonly kind: "drop"; readonly from: NodeId; readonly to: NodeId; readonly nth: number }
  | {
      readonly kind: "duplicate";
      readonly from: NodeId;
      readonly to: NodeId;
      readonly nth: number;
      readonly afterMs: Millis;
    }
  | { readonly kind: "delay"; readonly from: NodeId; readonly to: NodeId; readonly nth: number; readonly byMs: Millis };

type Without<Kind extends Fault["kind"], Fields extends string> = Omit<Extract<Fault, { kind: Kind }>, Fields | "kind">;
type NodeWindow = { readonly atMs: Millis; readonly untilMs: Millis };
type Nth = { readonly from: NodeId; readonly to: NodeId; readonly nth: number };

/** The node stops; with `restartAtMs` it boots again with what it had saved. */
export function crash(node: NodeId, when: Without<"crash", "node">): Fault {
  return { kind: "crash", node, ...when };
}

/** The node stops within its `step`-th handler run, after the first `effects` of its effects. */
export function crashInStep(node: NodeId, where: Without<"crashInStep", "node">): Fault {
  return { kind: "crashInStep", node, ...where };
}

/** The node does nothing for a while and does not know it; messages and timers wait. */
export function pause(node: NodeId, when: NodeWindow): Fault {
  return { kind: "pause", node, ...when };
}

/** The node handles everything late. */
export function slow(node: NodeId, when: Without<"slow", "node">): Fault {
  return { kind: "slow", node, ...when };
}

/** Nodes of different groups cannot reach each other. Nodes that are in no group form one more. */
export function partition(
  groups: readonly (readonly NodeId[])[],
  when: { readonly atMs: Millis; readonly healAtMs?: Millis },
): Fault {
  return { kind: "partition", groups, ...when };
}

/** Nothing gets from the first nodes to the second; the other way stays open. */
export function cutLinks(
  from: readonly NodeId[],
  to: readonly NodeId[],
  when: { readonly atMs: Millis; readonly healAtMs?: Millis },
): Fault {
  return { kind: "cut", from, to, ...when };
}

/** The node's clock is wrong, runs fast or slow, or jumps. Timers run at the clock's rate; jumps do not move them. */
export function clock(
  node: NodeId,
  how: { readonly atMs?: Millis; readonly skewMs?: Millis; readonly driftPpm?: number; readonly jumpMs?: Millis },
): Fault {
  return { kind: "clock", node, atMs: 0, ...how };
}

/** The disk says that it has saved, and has not. */
export function loseSaves(node: NodeId, when: NodeWindow): Fault {
  return { kind: "loseSaves", node, ...when };
}

/** One link behaves differently for a while. */
export function linkFault(from: NodeId, to: NodeId, when: NodeWindow, options: LinkOptions): Fault {
  return { kind: "link", from, to, ...when, options };
}

export function drop(which: Nth): Fault {
  return { kind: "drop", ...which };
}

export function delay(which: Nth & { readonly byMs: Millis }): Fault {
  return { kind: "delay", ...which };
}

export function duplicate(which: Nth & { readonly afterMs?: Millis }): Fault {
  return { kind: "duplicate", afterMs: 1, ...which };
}
