/** `simulate`: runs a protocol on simulated nodes, in virtual time, under a schedule of faults. */
import type { AnyProtocol, Data, Millis, NodeId, Operation, Property } from "../protocol";
import type { HandlerError } from "../step";
import type { Traced } from "../trace/replay";
import type { Trace } from "../trace/trace";
import { Engine } from "./engine";
import type { Ending, Violation } from "./engine";
import type { SimulateOptions } from "./options";
import type { Counts } from "./recording";
import { checkOptions } from "./validate";

/** What came of a simulation. */
export interface Run extends Traced {
  readonly trace: Trace;
  readonly protocols: { readonly [node: NodeId]: AnyProtocol };
  /** What was asked for: `simulate(run.options)` gives the same run. */
  readonly options: SimulateOptions;
  readonly endedAtMs: Millis;
  readonly why: Ending;
  /** How many events there were. */
  readonly events: number;
  /** Each node's last state; null for a node that is down. */
  readonly states: { readonly [node: NodeId]: Data };
  /** What is on each node's disk. */
  readonly saved: { readonly [node: NodeId]: Data };
  /** The operations of clients, in the order in which they were invoked. */
  readonly history: readonly Operation[];
  readonly counts: Readonly<Counts>;
  /** The handler that failed, where one did. */
  readonly failure?: HandlerError;
  /** The first property that failed, where one did. */
  readonly violation?: Violation;
  /** The `sometimes` properties that never held. */
  readonly neverHeld: readonly Property[];
  toString(): string;
}

/**
 * Simulates. The same options and the same seed give the same run, on every machine.
 * @throws OptionError before anything runs, naming the option, its value and what is allowed
 * @throws HandlerError where a handler fails, unless `onFailure` is "report"
 */
export function simulate(options: SimulateOptions): Run {
  const checked = checkOptions(options);
  const engine = new Engine(checked);
  const why = engine.run();
  if (engine.failure && checked.onFailure === "throw") {
    engine.failure.message += ` (at ${roundMs(engine.nowMs)} ms, seed ${checked.seed})`;
    throw engine.failure;
  }
  return runOf(options, engine, why);
}

function runOf(options: SimulateOptions, engine: Engine, why: Ending): Run {
  const { simulated, recording, options: checked } = engine;
  const perNode = <Value>(value: (node: (typeof simulated)[number]) => Value): { readonly [node: NodeId]: Value } =>
    Object.fromEntries(simulated.filter((node) => node.protocol).map((node) => [node.id, value(node)]));
  const run: Run = {
    trace: engine.trace,
    protocols: checked.protocols,
    options,
    endedAtMs: engine.nowMs,
    why,
    events: engine.events,
    states: perNode((node) => node.state),
    saved: perNode((node) => node.saved),
    history: recording.history,
    counts: recording.counts,
    ...(engine.failure ? { failure: engine.failure } : {}),
    ...(engine.violation ? { violation: engine.violation } : {}),
    neverHeld: checked.properties.filter(
      (property) => property.kind === "sometimes" && !engine.held.has(property.name),
    ),
    toString: () => describeRun(run),
  };
  return run;
}

const endings: { readonly [why in Ending]: string } = {
  until: "what it waited for has happened",
  quiet: "nothing was left to happen",
  time: "its time was up",
  events: "it reached the limit of events (maxEvents)",
  failure: "a handler failed",
  violation: "a property failed",
};

/** Two lines: what happened, and why it ended. */
function describeRun(run: Run): string {
  const { counts } = run;
  const seed = run.options.seed ?? 1;
  const lines = [
    `seed ${seed}: ${Object.keys(run.states).length} nodes, ${counts.sent} messages sent, ${counts.delivered} delivered, ${counts.lost} lost`,
    `ended at ${roundMs(run.endedAtMs)} ms, because ${endings[run.why]}`,
  ];
  if (run.violation) lines.push(`violated: ${run.violation.property}: ${run.violation.what}`);
  if (run.failure) lines.push(run.failure.message);
  return lines.join("\n");
}

function roundMs(ms: number): number {
  return Math.round(ms * 100) / 100;
}
