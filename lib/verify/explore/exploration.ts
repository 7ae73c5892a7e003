/** What an exploration found: verdicts, counts, and the shortest wrong run. */
import type { Property } from "../../protocol";
import type { HandlerError } from "../../step";
import type { Traced } from "../../trace/replay";
import { counted, grouped } from "./limits";
import type { Stop } from "./limits";

/** A run that shows something: drawn by `spaceTime` and `player` like a simulation's run. */
export interface Counterexample extends Traced {
  /** The property that it is about. */
  readonly property: string;
  /** What is wrong at its end: the property, and what it says about it. */
  readonly sentence: string;
  /** How many steps it has: messages handled, timers fired, and faults. */
  readonly steps: number;
  /** The run in words, a line for each step. */
  readonly lines: readonly string[];
  /** The lines, numbered, and the sentence. */
  toString(): string;
}

/** What is known about one property. */
export interface Verdict {
  readonly property: string;
  readonly kind: Property["kind"];
  /** `unknown` where the exploration stopped before it could tell. */
  readonly outcome: "held" | "violated" | "unknown";
  /** For example `held in all 412,331 states`. */
  readonly text: string;
  /** A run that violates the property, or one that shows what `sometimes` happens. */
  readonly run?: Counterexample;
}

/** A handler that threw, or that did what no handler may. */
export interface ExplorationFailure {
  readonly error: HandlerError;
  /** The run that leads there; missing where a handler is not deterministic, so that no run can be repeated. */
  readonly run?: Counterexample;
}

/** The result of `explore`. */
export interface Exploration {
  /** Whether every property held in everything that can be reached. */
  readonly holds: boolean;
  /** Whether everything that can be reached was explored. */
  readonly complete: boolean;
  /** Why it stopped early, where it did. */
  readonly stoppedBy?: Stop;
  readonly verdicts: readonly Verdict[];
  /** The first run that violates a property; breadth first it is a shortest one. */
  readonly counterexample?: Counterexample;
  /** A handler's failure, with `onFailure: "report"`. */
  readonly failure?: ExplorationFailure;
  /** Distinct states; with symmetry, distinct but for an exchange of names. */
  readonly distinct: number;
  /** Steps taken, those that led to known states among them; a step that changes nothing is none. */
  readonly generated: number;
  /**
   * How many steps from the beginning it came: all states up to there were judged (depth first: the most steps that
   * were taken). Where a violation ended it, the steps that lead there.
   */
  readonly depth: number;
  /** Distinct states from which no step is possible. */
  readonly deadEnds: number;
  /** Distinct states from which no steps were taken, because they are not `within`. */
  readonly leftOut: number;
  /** Runs of handlers (of a model: of `next`) that it took. */
  readonly handlerRuns: number;
  readonly milliseconds: number;
  /** Guards that the handlers met, by name, and `save` if something was saved: what can be knocked out. */
  readonly guards: readonly string[];
  /** What was explored, in words. */
  readonly subject: string;
  /** The counterexample's steps in words, or why there is none. */
  readonly replay: string;
  toString(): string;
}

/** An exploration without what follows from the rest. */
export type Found = Omit<Exploration, "holds" | "complete" | "replay" | "counterexample">;

const marks = { held: "✓", violated: "✗", unknown: "?" } as const;

/** An `Exploration` that prints itself. */
export class Report implements Exploration {
  readonly holds: boolean;
  readonly complete: boolean;
  readonly stoppedBy?: Stop;
  readonly verdicts: readonly Verdict[];
  readonly counterexample?: Counterexample;
  readonly failure?: ExplorationFailure;
  readonly distinct: number;
  readonly generated: number;
  readonly depth: number;
  readonly deadEnds: number;
  readonly leftOut: number;
  readonly handlerRuns: number;
  readonly milliseconds: number;
  readonly guards: readonly string[];
  readonly subject: string;

  constructor(found: Found) {
    this.complete = found.stoppedBy === undefined && found.failure === undefined;
    if (found.stoppedBy !== undefined) this.stoppedBy = found.stoppedBy;
    if (found.failure) this.failure = found.failure;
    this.verdicts = found.verdicts;
    const violated = found.verdicts.find((verdict) => verdict.outcome === "violated" && verdict.run);
    const counterexample = found.failure?.run ?? violated?.run;
    if (counterexample) this.counterexample = counterexample;
    this.holds = this.complete && found.verdicts.every((verdict) => verdict.outcome === "held");
    this.distinct = found.distinct;
    this.generated = found.generated;
    this.depth = found.depth;
    this.deadEnds = found.deadEnds;
    this.leftOut = found.leftOut;
    this.handlerRuns = found.handlerRuns;
    this.milliseconds = found.milliseconds;
    this.guards = found.guards;
    this.subject = found.subject;
  }

  get replay(): string {
    if (this.counterexample) return this.counterexample.toString();
    return this.holds ? "There is nothing to replay: every property held." : "There is no run to replay.";
  }

  toString(): string {
    const lines = [this.subject, ...this.verdicts.map(verdictLine)];
    if (this.verdicts.length === 0) lines.push(`  ${howFar(this)}`);
    if (this.failure) lines.push(`✗ ${this.failure.error.message}`);
    if (this.counterexample) lines.push(this.counterexample.toString());
    lines.push(this.counts());
    return lines.join("\n");
  }

  private counts(): string {
    const parts = [
      `${counted(this.distinct, "distinct state")} of ${grouped(this.generated)} generated`,
      `depth ${this.depth}`,
      counted(this.handlerRuns, "handler run"),
      `took ${grouped(Math.round(this.milliseconds))} ms`,
    ];
    if (this.leftOut > 0) parts.push(`${counted(this.leftOut, "state")} left out by \`within\``);
    return parts.join(", ");
  }

  /** What `console.log` and a notebook's cell print. */
  [Symbol.for("nodejs.util.inspect.custom")](): string {
    return this.toString();
  }
}

function verdictLine({ property, outcome, text }: Verdict): string {
  return `${marks[outcome]} ${property}: ${text}`;
}

/** How far an exploration went, in words. */
export function howFar(found: Pick<Found, "distinct" | "depth" | "stoppedBy">): string {
  const states = counted(found.distinct, "state");
  if (found.stoppedBy === undefined) return `explored all ${states}`;
  return `went as far as depth ${found.depth}, ${states}, ${stopText[found.stoppedBy]}`;
}

export const stopText: { readonly [stop in Stop]: string } = {
  violation: "stopped by the first violation",
  states: "stopped by the limit on states",
  depth: "stopped by the limit on depth",
  time: "stopped by the limit on time",
  memory: "stopped because memory ran out",
  interrupt: "interrupted",
};
