/**
 * An exact schedule: which message arrives next, which timer fires next, who crashes when. It is plain data, so it can
 * be printed, edited, shrunk and played again, and nothing in it is left to chance.
 */
import type { Data, Millis, NodeId } from "../protocol";
import type { Survives } from "../sim";

/** What goes on within the handler that a move runs, beyond its input. */
export interface Within {
  /** The node crashes in this step, and only this many of its effects take place. */
  readonly effectsKept?: number;
  /** What it then finds on its disk when it boots again. Default `kept`. */
  readonly saved?: Survives;
  /** What `choose` answers, in order; 0 where there is nothing. */
  readonly choices?: readonly number[];
  /** What the node's clock shows, where the handler reads it. Default: the number of the move. */
  readonly clockMs?: Millis;
  /** What becomes of what it saves, though the disk says that all is well: nothing of it is there, or half of it. */
  readonly saves?: "lost" | "torn";
}

/** The `nth` message (from 1) that is sent on a link. */
export interface Which {
  readonly from: NodeId;
  readonly to: NodeId;
  readonly nth: number;
}

/** One thing that happens; `atMs` says when, where the time that things take is kept. */
export type Move = { readonly atMs?: Millis } & (
  | ({
      readonly kind: "deliver";
      /** What it says on arrival, if it was corrupted. */ readonly corrupted?: Data;
    } & Which &
      Within)
  | ({ readonly kind: "timer"; readonly node: NodeId; readonly timer: string } & Within)
  /** The node boots again, with what it had saved. */
  | ({ readonly kind: "restart"; readonly node: NodeId } & Within)
  /** What it finds on its disk when it boots again; default `kept`. */
  | { readonly kind: "crash"; readonly node: NodeId; readonly saved?: Survives }
  | ({ readonly kind: "drop" } & Which)
  /** A second copy of the message is on its way. */
  | ({ readonly kind: "duplicate" } & Which)
  /** A client's script goes on: its sleep is over, or nobody has answered its call in time. */
  | { readonly kind: "wake"; readonly node: NodeId }
);

/** Where a run begins. */
export interface Beginning {
  /** Nodes that do not boot at the beginning. Default: none. */
  readonly down?: readonly NodeId[];
  /** Boots that are not plain: what the node draws, reads, or does not get to. */
  readonly boots?: { readonly [node: NodeId]: Within };
}

/** A whole run: every node boots, then the moves follow one by one. */
export interface Schedule extends Beginning {
  readonly moves: readonly Move[];
}
