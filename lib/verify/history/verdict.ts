/** What a check of a history answers. */
import type { Operation } from "../../protocol";
import { rounded } from "./sentences";

/** The answer of a check: it held, or here is why not, or this could not be found out within the limits. */
export interface HistoryVerdict<Held extends string = string> {
  /** What was checked, for example `linearizable`: the same word as the verdict where it holds. */
  readonly checked: Held;
  readonly verdict: Held | "violation" | "unknown";
  /** A sentence: what went wrong, or what could not be found out; or that there is an order that explains all. */
  readonly why: string;
  /** Where it holds: an order of the operations that explains every result, as indices into the history. */
  readonly linearization?: readonly number[];
  /**
   * Where it does not: the smallest part that is wrong, as ascending indices into the history. Whatever the other
   * operations did, and whenever they took effect after their calls, these do not fit together; and none of them can
   * be spared.
   */
  readonly wrong?: readonly number[];
  /** Those of `wrong` that are there only to show where a value came from. */
  readonly origins?: readonly number[];
  /** How many operations were judged. */
  readonly operations: number;
  /** How many configurations were looked at. */
  readonly explored: number;
  /** How long it took. */
  readonly ms: number;
  /** The verdict, its reason and, where it does not hold, the operations that are wrong, one a line. */
  toString(): string;
}

export interface VerdictParts<Held extends string> extends Omit<HistoryVerdict<Held>, "toString"> {
  readonly history: readonly Operation[];
  /** Whether `checked` is what was kept or broken, not what the history is or is not. Default false. */
  readonly noun?: boolean;
  /** How an operation reads. */
  readonly describe: (index: number) => string;
}

const linesMax = 20;

/** The parts as a value that prints itself. Neither the history nor anything else large is part of it. */
export function verdictOf<Held extends string>(parts: VerdictParts<Held>): HistoryVerdict<Held> {
  const { history, describe, noun: _noun, ...shownParts } = parts;
  const { wrong = [] } = parts;
  const lines = [headline(parts), ...wrong.slice(0, linesMax).map((index) => line(history, index, describe))];
  if (wrong.length > linesMax) lines.push(`  and ${wrong.length - linesMax} more`);
  const text = lines.join("\n");
  const verdict = { ...shownParts };
  Object.defineProperty(verdict, "toString", { value: () => text, enumerable: false });
  return verdict as HistoryVerdict<Held>;
}

function headline(parts: VerdictParts<string>): string {
  const { checked, verdict, operations, why, noun = false } = parts;
  const counted = `${operations} operation${operations === 1 ? "" : "s"}`;
  if (verdict === "violation") return noun ? `${checked} broken: ${why}` : `not ${checked}: ${why}`;
  return verdict === "unknown" ? `${checked}? unknown: ${why}` : `${checked}: ${counted}; ${why}`;
}

function line(history: readonly Operation[], index: number, describe: (index: number) => string): string {
  const { client, invoked, returned } = history[index]!;
  const until = returned === undefined ? "never returned" : rounded(returned);
  return `  ${client} ${describe(index)} (${rounded(invoked)} – ${until})`;
}
