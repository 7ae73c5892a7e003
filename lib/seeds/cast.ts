/** Who takes part in an exactly scheduled run, and how it can go wrong. */
import type { AnyProtocol, Data, Millis, NodeId, Operation, Property } from "../protocol";
import type { HandlerError } from "../step";
import type { Script } from "../sim";
import { Disk } from "../sim/disk";
import type { ScriptHost } from "./script-host";
import type { Range, Timing } from "./timing";

/** Who takes part, and what is watched. */
export interface Cast {
  readonly nodes: readonly NodeId[];
  readonly protocols: { readonly [node: NodeId]: AnyProtocol };
  /** Clients that are scripts. */
  readonly clients: { readonly [node: NodeId]: Script };
  /** What the scripts' own streams of chance are drawn from. */
  readonly seed: number | string;
  /** Looked at after every handler; the first `always` that fails ends the run. */
  readonly properties: readonly Property[];
  /** Whether messages of this link arrive in the order in which they were sent. */
  isOrdered(from: NodeId, to: NodeId): boolean;
  /** Where the time that things take is kept to; otherwise anything on its way may come next, as in the checker. */
  readonly timing?: Timing;
}

/** What is known of a move beyond what it is, from the run in which it was made. */
export interface Hint {
  /** What its message said: finds it where its number has changed. */
  readonly message?: Data;
  /** How long after its cause it came, which is possible whatever the network and the timers promise. */
  readonly tookMs?: Millis;
}

/** A node on the stage. */
export interface Actor {
  readonly id: NodeId;
  readonly protocol: AnyProtocol | undefined;
  state: Data;
  up: boolean;
  readonly disk: Disk;
  /** When each was set, and its range. */
  readonly timers: Map<string, { readonly since: number; readonly range: Range }>;
  /** The move in which it booted last. */
  bootedAt: number;
  /** Index of its open operation in the history, or -1. */
  operation: number;
  script: ScriptHost | undefined;
}

/** An operation that may still return. */
export type OpenOperation = { -readonly [Field in keyof Operation]: Operation[Field] };

/** How a run went wrong: a property that failed, or a handler. */
export interface Wrong {
  readonly kind: "violation" | "fail";
  /** The property's name, or the handler's. */
  readonly name: string;
  /** What is wrong. */
  readonly sentence: string;
  readonly node?: NodeId;
  readonly error?: HandlerError;
}

export function newActor(id: NodeId, protocol: AnyProtocol | undefined): Actor {
  const timers: Actor["timers"] = new Map();
  return {
    id,
    protocol,
    state: null,
    up: false,
    disk: new Disk(),
    timers,
    bootedAt: 0,
    operation: -1,
    script: undefined,
  };
}
