/** What answers to the exercises of chapter 07 look like. */
import type { Data, NodeId } from "../../protocol";
import type { CausalBroadcastHandlers } from "../../protocols/causal-broadcast";
import type { ChandyLamportHandlers } from "../../protocols/chandy-lamport";
import type { NtpEstimate, NtpSample } from "../../structures/ntp";
import type { CausalOrder, VectorClock } from "../../structures/vector-clock";

/** One thing that happens on one node. A message may be received by several nodes, or by none. */
export type ClockedEvent =
  | { kind: "local"; node: NodeId }
  | { kind: "send"; node: NodeId; message: string }
  | { kind: "receive"; node: NodeId; message: string };

/** An event's number and the node on which it happened. */
export type NumberedEvent = { clock: number; node: NodeId };

/** An answer to `07-clocks/lamport`. */
export interface LamportAnswer {
  /** The number of each event, in the same order. */
  stamp(events: ClockedEvent[]): number[];
  /** Negative where `left` comes first, positive where `right` does. */
  compare(left: NumberedEvent, right: NumberedEvent): number;
}

/** An answer to `07-clocks/vector-clock`. */
export interface VectorClockAnswer {
  /** The clock after an event of `node`'s own. */
  tick(clock: VectorClock, node: NodeId): VectorClock;
  /** The clock of `node` after a message stamped `received` has arrived. */
  receive(clock: VectorClock, received: VectorClock, node: NodeId): VectorClock;
  /** `left` is … `right`. */
  compare(left: VectorClock, right: VectorClock): CausalOrder;
}

/** Everything from the one to the other, both included. */
export type OffsetRange = { leastMs: number; mostMs: number };

/** An answer to `07-clocks/ntp-offset`. */
export interface NtpOffsetAnswer {
  estimate(sample: NtpSample): NtpEstimate;
  /** The offsets that fit all samples; null where none does. */
  possible(samples: NtpSample[]): OffsetRange | null;
}

/** One node's hybrid clock. What its stamps look like is its own affair, as long as they are plain data. */
export interface HybridClock {
  /** An event of its own: its stamp. */
  tick(physicalMs: number): Data;
  /** The arrival of a message with this stamp: the stamp of the arrival. */
  receive(stamp: Data, physicalMs: number): Data;
}

/** An answer to `07-clocks/hybrid-clock`. */
export interface HybridClockAnswer {
  createClock(): HybridClock;
  /** Negative where `left` is earlier, positive where it is later. */
  compare(left: Data, right: Data): number;
  /** What a stamp says. */
  read(stamp: Data): { wallMs: number; counter: number };
}

/** An answer to `07-clocks/causal-broadcast`. */
export type CausalBroadcastAnswer = CausalBroadcastHandlers;

/** An answer to `07-clocks/snapshot`. */
export type SnapshotAnswer = ChandyLamportHandlers;
