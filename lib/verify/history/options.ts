/** What all checks of histories have in common. */
import type { Operation } from "../../protocol";
import { assertHistory, wasRefused } from "./events";
import type { TimeUnit } from "./sentences";

/** How a check of a history goes. */
export interface HistoryOptions {
  /**
   * After this time the answer is "unknown". From 1, default 10,000; `Infinity` waits. What makes the wrong part of a
   * history smaller comes after the answer and is counted in steps, a few seconds of them at most: so every machine
   * shows the same part.
   */
  readonly timeLimitMs?: number;
  /** So many configurations are kept at most. From 1, default 2,000,000; they take 50 to 200 MB. */
  readonly configurationsMax?: number;
  /** What the history's times count, for sentences. Default "ms". */
  readonly time?: TimeUnit;
}

export interface HistoryLimits {
  readonly timeLimitMs: number;
  readonly configurationsMax: number;
  readonly unit: TimeUnit;
}

/** @throws RangeError that names the option, its value and what is allowed */
export function limitsOf(options: HistoryOptions): HistoryLimits {
  const { timeLimitMs = 10_000, configurationsMax = 2_000_000, time: unit = "ms" } = options;
  for (const [name, value] of Object.entries({ timeLimitMs, configurationsMax })) {
    if (!(value >= 1)) throw new RangeError(`${name} is ${value}; allowed is a number from 1`);
  }
  if (!["ms", "steps", "order"].includes(unit)) {
    throw new RangeError(`time is ${unit}; allowed are "ms", "steps" and "order"`);
  }
  return { timeLimitMs, configurationsMax, unit };
}

/** Which operations are judged: all but those that were refused. */
export function judgedOf(history: readonly Operation[]): readonly number[] {
  assertHistory(history);
  return [...history.keys()].filter((index) => !wasRefused(history[index]!));
}

/** Why an answer is "unknown". */
export function whyUnknown(outOfTime: boolean, { timeLimitMs, configurationsMax }: HistoryLimits): string {
  const reached = outOfTime
    ? `timeLimitMs, ${timeLimitMs}, was reached`
    : `more than configurationsMax, ${configurationsMax}, configurations were possible`;
  return `no order was found, nor ruled out, before ${reached}`;
}
