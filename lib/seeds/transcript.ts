/**
 * From what happened in a simulation to an exact schedule: every delivery, firing, crash and loss in its order, with
 * nothing left to chance and no clock but those that handlers read.
 */
import { sameData } from "../data";
import type { Data, NodeId } from "../protocol";
import type { Survives } from "../sim";
import type { Trace, TraceEvent } from "../trace/trace";
import type { Beginning, Move, Within } from "./schedule";
import { Stage } from "./stage";
import type { Cast, Hint } from "./cast";

/** A move, and what is known of it. */
export interface Line extends Hint {
  readonly move: Move;
}

export interface Transcript {
  readonly start: Beginning;
  readonly lines: readonly Line[];
}

/** A client's script may go on this often without anything to be seen of it. */
const silentWakesMax = 100;

type Handled = Extract<TraceEvent, { kind: "start" | "deliver" | "timer" }>;

/** Where the trace cannot be followed to its end, the schedule ends, and does not show what went wrong. */
export function transcribe(trace: Trace, cast: Cast): Transcript {
  const boots = firstBoots(trace);
  const down = trace.nodes.filter((node) => cast.protocols[node] && !boots.has(node));
  const special = [...boots].filter(([, within]) => Object.keys(within).length > 0);
  const start: Beginning = {
    ...(down.length > 0 ? { down } : {}),
    ...(special.length > 0 ? { boots: Object.fromEntries(special) } : {}),
  };
  const writer = new Writer(trace, new Stage(cast, start), new Set(boots.keys()));
  for (let index = 0; index < trace.events.length; index++) writer.follow(index);
  return { start, lines: writer.lines };
}

/** The nodes that boot before anything else happens, with what goes on within. */
function firstBoots({ events }: Trace): ReadonlyMap<NodeId, Within> {
  const boots = new Map<NodeId, Within>();
  for (const [index, event] of events.entries()) {
    if (event.at > 0 || event.kind === "deliver" || event.kind === "timer") break;
    if (event.kind === "start" && !boots.has(event.node)) boots.set(event.node, withinOf(event, events, index));
  }
  return boots;
}

function withinOf(event: Handled, events: readonly TraceEvent[], index: number): Within {
  return {
    ...(event.effectsKept === undefined ? {} : { effectsKept: event.effectsKept }),
    ...(event.choices === undefined ? {} : { choices: event.choices }),
    ...(event.clockMs === undefined ? {} : { clockMs: event.clockMs }),
    ...diskWithin(event, events, index),
  };
}

/** What became of what the handler saved, and of the disk if the node crashed in this step. */
function diskWithin({ node, effectsKept }: Handled, events: readonly TraceEvent[], index: number): Within {
  let saves: Within["saves"];
  for (let next = index + 1; next < events.length; next++) {
    const event = events[next]!;
    if (event.kind === "start" || event.kind === "deliver" || event.kind === "timer") break;
    if (event.kind === "crash" && event.node === node) {
      const saved = effectsKept === undefined ? undefined : diskAfterCrash(events[next + 1], node);
      return { ...(saves ? { saves } : {}), ...(saved ? { saved } : {}) };
    }
    if (event.kind === "save" && event.node === node && event.fate) saves = event.fate;
  }
  return saves ? { saves } : {};
}

/** @param next the event after the crash */
function diskAfterCrash(next: TraceEvent | undefined, node: NodeId): Survives | undefined {
  if (next?.kind !== "save" || next.node !== node || !next.fate) return undefined;
  if (next.fate === "torn") return "torn";
  return next.saved === null ? "lost" : "previous";
}

class Writer {
  readonly lines: Line[] = [];
  /** When each move was made. */
  private readonly atMs: number[] = [0];
  /** Lines that take a message away before a copy of it is made: the copy is the message then. */
  private readonly gone = new Map<number, Line>();

  constructor(
    private readonly trace: Trace,
    private readonly stage: Stage,
    /** Nodes whose first boot is not told: it is where the schedule begins. */
    private readonly booted: Set<NodeId>,
  ) {}

  follow(index: number): void {
    const event = this.trace.events[index]!;
    this.wakeDue(event);
    switch (event.kind) {
      case "start":
        if (this.booted.delete(event.node)) return;
        return this.add({ kind: "restart", node: event.node, ...this.within(event, index) }, event.at);
      case "timer":
        return this.add(
          { kind: "timer", node: event.node, timer: event.timer, ...this.within(event, index) },
          event.at,
        );
      case "deliver":
        return this.deliver(event, index);
      case "lose":
        if (event.why !== "down") this.withMessage("drop", event.id, event.at);
        return;
      case "duplicate":
        return this.withMessage("duplicate", event.id, event.at);
      case "crash":
        return this.crash(event.node, index, event.at);
      case "send":
      case "invoke":
        return this.wakeUntil(event);
      default:
    }
  }

  private within(event: Handled, index: number): Within {
    return withinOf(event, this.trace.events, index);
  }

  private add(move: Move, at: number, message?: Data): void {
    const { stage } = this;
    if (!stage.play(move)) return;
    this.atMs[stage.at] = at;
    const bound = stage.bounds.at(-1);
    const took = bound?.to === stage.at ? { tookMs: at - this.atMs[bound.from]! } : {};
    this.lines.push(message === undefined ? { move, ...took } : { move, message, ...took });
  }

  private deliver(event: Extract<TraceEvent, { kind: "deliver" }>, index: number): void {
    const flight = this.stage.flights.withId(event.id);
    if (!flight) return;
    const { from, to, nth, message } = flight;
    const corrupted = sameData(message, event.message) ? {} : { corrupted: event.message };
    this.add({ kind: "deliver", from, to, nth, ...corrupted, ...this.within(event, index) }, event.at, message);
  }

  private withMessage(kind: "drop" | "duplicate", id: number, at: number): void {
    const flight = this.stage.flights.withId(id);
    if (!flight) return;
    const { from, to, nth, message } = flight;
    if (kind === "duplicate" && flight.copies === 0) return this.takeBack(id);
    this.add({ kind, from, to, nth }, at, message);
    if (kind === "drop") this.gone.set(id, this.lines.at(-1)!);
  }

  /** A message was lost, but not its copy: it is as if there were one message. */
  private takeBack(id: number): void {
    const line = this.gone.get(id);
    if (!line) return;
    this.lines.splice(this.lines.lastIndexOf(line), 1);
    this.stage.flights.withId(id)!.copies += 1;
  }

  /** A crash within a step has been told with the step: then it is not possible once more. */
  private crash(node: NodeId, index: number, at: number): void {
    const saved = diskAfterCrash(this.trace.events[index + 1], node);
    this.add({ kind: "crash", node, ...(saved ? { saved } : {}) }, at);
  }

  /** Scripts whose time was over before this event; at the same moment a wake comes before a message. */
  private wakeDue(event: TraceEvent): void {
    const { cast } = this.stage;
    for (const node of Object.keys(cast.clients)) {
      const isReceiver = event.kind === "deliver" && event.node === node;
      for (let tries = 0; tries < silentWakesMax; tries++) {
        const patience = this.stage.patienceOf(node);
        const dueMs = patience ? this.atMs[patience.since]! + patience.ms : Infinity;
        if (dueMs > event.at || (dueMs === event.at && !isReceiver)) break;
        this.add({ kind: "wake", node }, dueMs);
      }
    }
  }

  /** A script that sends without having received anything has slept, or waited in vain. */
  private wakeUntil(event: Extract<TraceEvent, { kind: "send" | "invoke" }>): void {
    if (!(event.node in this.stage.cast.clients)) return;
    for (let tries = 0; tries < silentWakesMax && !this.hasHappened(event); tries++) {
      this.add({ kind: "wake", node: event.node }, event.at);
    }
  }

  private hasHappened(event: Extract<TraceEvent, { kind: "send" | "invoke" }>): boolean {
    if (event.kind === "send") return this.stage.flights.withId(event.id) !== undefined;
    return this.stage.history[event.op] !== undefined;
  }
}
