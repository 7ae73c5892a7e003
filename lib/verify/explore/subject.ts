/** What is explored, behind one face: a protocol or a plain model. */
import type { Property } from "../../protocol";
import type { HandlerError } from "../../step";
import type { Traced } from "../../trace/replay";
import type { TraceEvent } from "../../trace/trace";
import type { Counterexample } from "./exploration";
import type { Claim } from "./search";
import type { System } from "./system";

export interface Subject {
  readonly system: System;
  readonly claims: readonly Claim[];
  readonly within: (() => boolean) | undefined;
  readonly canonicalise: (() => void) | undefined;
  /** In words: what, how many, in which time, with which faults. */
  readonly text: string;
  readonly guards: readonly string[];
  /**
   * The run that visits these states, or, with symmetry, those that they stand for. `endingHere` is asked when the run's
   * last state is the current row, so that it can name the nodes of this very run.
   */
  run(path: readonly number[], endingHere: () => Ending): Counterexample;
}

/** How a run ends. */
export interface Ending {
  readonly property: string;
  readonly sentence: string;
  /** `violation` marks the last event; `fail` adds the event of a handler that threw; `shown` adds nothing. */
  readonly kind: "violation" | "fail" | "shown";
  readonly error?: HandlerError;
}

/** A property threw. */
export class PropertyError extends Error {
  override readonly name = "PropertyError";
}

/** A claim from a property and what it is judged on. */
export function claimOf({ kind, name }: Pick<Property, "kind" | "name">, holds: () => boolean | string): Claim {
  return {
    kind,
    name,
    judge() {
      let result: unknown;
      try {
        result = holds();
      } catch (error) {
        const text = error instanceof Error ? `${error.name}: ${error.message}` : String(error);
        throw new PropertyError(`the property "${name}" threw ${text}`, { cause: error });
      }
      if (result === true) return true;
      if (result === false) return "";
      if (typeof result === "string") return result;
      throw new PropertyError(
        `the property "${name}" returned ${String(result)}; allowed are true, false and a sentence`,
      );
    },
  };
}

/** A counterexample that prints itself. */
export class Run implements Counterexample {
  readonly trace: Traced["trace"];
  readonly protocols: Traced["protocols"];
  readonly property: string;
  readonly sentence: string;

  constructor(
    traced: Traced,
    private readonly ending: Ending,
    readonly lines: readonly string[],
    readonly steps = lines.length,
  ) {
    this.trace = traced.trace;
    this.protocols = traced.protocols;
    this.property = ending.property;
    this.sentence = ending.sentence;
  }

  toString(): string {
    const width = String(this.lines.length).length;
    const mark = this.ending.kind === "shown" ? "✓" : "✗";
    const numbered = this.lines.map((line, place) => `  ${String(place + 1).padStart(width)}. ${line}`);
    return [...numbered, `  ${"".padStart(width)}  ${mark} ${this.sentence}`].join("\n");
  }

  /** What `console.log` and a notebook's cell print. */
  [Symbol.for("nodejs.util.inspect.custom")](): string {
    return this.toString();
  }
}

/** The event that marks where a run ends. */
export function endingEvents(ending: Ending, at: number, node: string | undefined): readonly TraceEvent[] {
  if (ending.kind === "shown") return [];
  return [{ kind: ending.kind, at, what: ending.sentence, ...(node === undefined ? {} : { node }) }];
}
