/** `simulate`: runs a protocol on simulated nodes, in virtual time, under a schedule of faults. */
import type { AnyProtocol, Data, Millis, NodeId, Operation } from "../protocol";
import type { Traced } from "../trace/replay";
import type { Trace } from "../trace/trace";
import type { Violation } from "./claims";
import { Engine } from "./engine";
import type { Ending } from "./engine";
import { SimulationFailure } from "./failure";
import type { SimulateOptions } from "./options";
import type { Counts } from "./recording";
import { describeRun } from "./run-text";
import { checkOptions } from "./validate";

/** What came of a simulation. */
export interface Run<State extends Data = Data, Saved extends Data = Data> extends Traced {
  readonly trace: Trace;
  readonly protocols: { readonly [node: NodeId]: AnyProtocol };
  /** What was asked for: `simulate(run.options)` gives the same run. */
  readonly options: SimulateOptions;
  readonly seed: number | string;
  /** The nodes with a protocol. */
  readonly nodes: readonly NodeId[];
  readonly endedAtMs: Millis;
  readonly why: Ending;
  /** How many events there were. */
  readonly events: number;
  /** Each node's last state; null for a node that is down. */
  readonly states: { readonly [node: NodeId]: State | null };
  /** What is on each node's disk; null where it has never saved. */
  readonly saved: { readonly [node: NodeId]: Saved | null };
  /** The operations of clients, in the order in which they were invoked. */
  readonly history: readonly Operation[];
  readonly counts: Readonly<Counts>;
  /** The handler that failed, where one did and `onFailure` is "report". */
  readonly failure?: SimulationFailure;
  /** The first property that failed, where one did. */
  readonly violation?: Violation;
  /** Names of the `sometimes` properties that never held. */
  readonly neverHeld: readonly string[];
  /** What else is worth knowing, for example a fault that found nobody. */
  readonly notes: readonly string[];
  /** A few lines: what happened, and why it ended. */
  toString(): string;
}

/**
 * Simulates. The same options and the same seed give the same run, on every machine.
 * @throws OptionError before anything runs, naming the option, its value and what is allowed
 * @throws SimulationFailure where a handler fails, unless `onFailure` is "report"
 * @example
 * const run = simulate({ protocol: changRoberts({ members: 3 }), seed: 7, network: { latencyMs: 10 } });
 * run.why; // → "quiet"
 * run.states["A"]?.leader; // → 3
 */
export function simulate<State extends Data = Data, Message extends Data = Data, Saved extends Data = Data>(
  options: SimulateOptions<State, Message, Saved>,
): Run<State, Saved> {
  const given = options as unknown as SimulateOptions;
  const checked = checkOptions(given);
  const engine = new Engine(checked);
  const why = engine.run();
  const run = new FinishedRun(given, engine, why);
  if (run.failure && checked.onFailure === "throw") throw run.failure;
  return run as Run<State, Saved>;
}

class FinishedRun implements Run {
  readonly why: Ending;
  readonly nodes: readonly NodeId[];
  readonly seed: number | string;
  readonly endedAtMs: Millis;
  readonly events: number;
  readonly counts: Readonly<Counts>;
  readonly states: { readonly [node: NodeId]: Data };
  readonly saved: { readonly [node: NodeId]: Data };
  readonly history: readonly Operation[];
  declare readonly failure?: SimulationFailure;
  declare readonly violation?: Violation;
  readonly neverHeld: readonly string[];
  readonly notes: readonly string[];
  readonly protocols: { readonly [node: NodeId]: AnyProtocol };
  readonly trace: Trace;

  constructor(
    readonly options: SimulateOptions,
    engine: Engine,
    why: Ending,
  ) {
    const nodes = engine.simulated.filter((node) => node.protocol);
    this.why = why;
    this.nodes = engine.nodeNames;
    this.seed = engine.options.seed;
    this.endedAtMs = engine.nowMs;
    this.events = engine.events;
    this.counts = engine.recording.final();
    this.states = Object.fromEntries(nodes.map((node) => [node.id, node.state]));
    this.saved = Object.fromEntries(nodes.map((node) => [node.id, node.disk.holds]));
    this.history = engine.recording.history;
    this.neverHeld = engine.claims.neverHeld;
    this.notes = engine.recording.notes;
    this.protocols = engine.options.protocols;
    this.trace = engine.trace;
    if (engine.violation) this.violation = engine.violation;
    if (engine.failure) this.failure = new SimulationFailure(engine.failure, this);
  }

  toString(): string {
    return describeRun(this);
  }

  /** A notebook that shows a run, and `console.log`, print its text, and not everything that it holds. */
  [Symbol.for("nodejs.util.inspect.custom")](): string {
    return describeRun(this);
  }
}
