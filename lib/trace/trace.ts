/**
 * The trace: everything that happened in a run, in order. Everything a reader sees of a run is drawn from it, and the
 * simulator, the checker and real processes all write the same one.
 *
 * A trace records what every node was given (boots, messages, timers, the choices it drew, the clock it read), not
 * the states that came of it: because handlers are pure, `replay` finds any state again.
 */
import type { Data, NodeId } from "../protocol";

/** A run: what happened, and (in `protocols`, see `replay.ts`) what is needed to find each node's states again. */
export interface Trace {
  readonly nodes: readonly NodeId[];
  /** What `at` counts: milliseconds of virtual or real time, or steps of the checker. */
  readonly time: "ms" | "steps";
  /** Ordered by (`at`, place in the list). */
  readonly events: readonly TraceEvent[];
  /** For captions and replay lines, for example `seed 7`. */
  readonly origin: string;
}

interface At {
  /** When, in the trace's own unit. */
  readonly at: number;
}

interface AtNode extends At {
  readonly node: NodeId;
}

/** A handler ran: its inputs beyond the event itself. */
interface Handled extends AtNode {
  /** What `choose` answered, where it was called. */
  readonly choices?: readonly number[];
  /** What the node's own clock showed, where the handler read it. */
  readonly clockMs?: number;
  /** The node crashed in this step, and only this many of its effects took place. */
  readonly effectsKept?: number;
}

/** A node's boot or reboot, with what it found saved. */
export interface StartEvent extends Handled {
  readonly kind: "start";
  readonly saved: Data;
}

/** A timer fired. */
export interface TimerEvent extends Handled {
  readonly kind: "timer";
  readonly timer: string;
}

/** A message was handled. `id` is that of its `send` event; a duplicate has the same. */
export interface DeliverEvent extends Handled {
  readonly kind: "deliver";
  readonly id: number;
  readonly from: NodeId;
  readonly message: Data;
}

/** A message was sent. Ids count from 1 in the order of sending. */
export interface SendEvent extends AtNode {
  readonly kind: "send";
  readonly id: number;
  readonly to: NodeId;
  readonly message: Data;
}

/** A copy of a message will never arrive. */
export interface LoseEvent extends At {
  readonly kind: "lose";
  readonly id: number;
  readonly from: NodeId;
  readonly to: NodeId;
  readonly message: Data;
  /** `loss`: by chance; `drop`: by the schedule; `cut`: the link was cut; `down`: the receiver was down. */
  readonly why: "loss" | "drop" | "cut" | "down";
}

/** The network made a second copy of a message, or changed what it says. */
export interface MeddleEvent extends At {
  readonly kind: "duplicate" | "corrupt";
  readonly id: number;
  readonly from: NodeId;
  readonly to: NodeId;
}

/**
 * The node saved: `saved` is what its disk holds now. With a `fate` that is not what the node believes: nothing of it
 * is there (`lost`), or half of it (`torn`). A crash can be followed by one too, where it spoiled the disk.
 */
export interface SaveEvent extends AtNode {
  readonly kind: "save";
  readonly saved: Data;
  readonly fate?: "lost" | "torn";
}

/** A node stopped for good or until its next `start`; a node stopped and went on without knowing. */
export interface NodeEvent extends AtNode {
  readonly kind: "crash" | "pause" | "resume";
}

/** A node's handling became slower, or its clock was set, skewed or made to drift: `what` says it in words. */
export interface ConditionEvent extends AtNode {
  readonly kind: "condition";
  readonly what: string;
}

/** Links were cut (`id` names the cut) or mended. `groups` are there where the cut is a whole partition. */
export interface CutEvent extends At {
  readonly kind: "cut" | "heal";
  readonly id: number;
  readonly links: readonly (readonly [from: NodeId, to: NodeId])[];
  readonly groups?: readonly (readonly NodeId[])[];
}

/** A client's operation began (`operation`) or returned (`result`); `op` ties the two together. */
export interface InvokeEvent extends AtNode {
  readonly kind: "invoke";
  readonly op: number;
  readonly operation: Data;
}
/** A client's operation returned (`result`); `op` ties it to its `invoke`. */
export interface CompleteEvent extends AtNode {
  readonly kind: "complete";
  readonly op: number;
  readonly result: Data;
}

/** A handler threw or did what it may not; or a property failed here. `what` is a sentence. */
export interface FailureEvent extends At {
  readonly kind: "fail" | "violation";
  readonly node?: NodeId;
  readonly what: string;
}

/** Anything that happens in a run. */
export type TraceEvent =
  | StartEvent
  | TimerEvent
  | DeliverEvent
  | SendEvent
  | LoseEvent
  | MeddleEvent
  | SaveEvent
  | NodeEvent
  | ConditionEvent
  | CutEvent
  | InvokeEvent
  | CompleteEvent
  | FailureEvent;
