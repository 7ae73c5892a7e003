/** Whether a history is linearizable: as if each operation had taken effect at one moment between its call and return. */
import type { Operation } from "../../protocol";
import { Steps, untilTime } from "./effort";
import { searchForward } from "./forward";
import type { Outcome } from "./forward";
import { mergeOrders } from "./merge";
import type { HistoryModel } from "./model";
import { models } from "./models";
import { judgedOf, limitsOf, whyUnknown } from "./options";
import type { HistoryLimits, HistoryOptions } from "./options";
import { partsOf } from "./parts";
import type { Part } from "./parts";
import { described } from "./sentences";
import type { TimeUnit } from "./sentences";
import { smallestWrong } from "./shrink";
import { verdictOf } from "./verdict";
import type { HistoryVerdict } from "./verdict";
import { whyWrong } from "./why";

/** Whether a history is linearizable, and if not, which part of it is wrong. */
export type LinearizabilityVerdict = HistoryVerdict<"linearizable">;

/**
 * Whether a history is linearizable: as if each operation had taken effect at one moment between its call and its
 * return. An operation that never returned may have taken effect at any time after its call, or never.
 * @param model what the object does when used by one client at a time; `models` has some. Default: a key-value store
 * whose operations read, write, delete, append or compare and set, with or without a key
 * @example
 * const write = { client: "A", operation: { kind: "write", value: 1 }, result: "ok", invoked: 0, returned: 1 };
 * const read = { client: "B", operation: { kind: "read" }, result: 1, invoked: 2, returned: 3 };
 * checkLinearizable([write, read], models.register()).verdict; // → "linearizable"
 * checkLinearizable([write, { ...read, result: 0 }], models.register()).verdict; // → "violation"
 * @throws RangeError where an operation is not one of the model's, or an option is not allowed
 */
export function checkLinearizable(
  history: readonly Operation[],
  model: HistoryModel = models.keyValue(),
  options: HistoryOptions = {},
): LinearizabilityVerdict {
  const started = performance.now();
  const limits = limitsOf(options);
  const { timeLimitMs, configurationsMax, unit } = limits;
  const judged = judgedOf(history);
  const parts = partsOf(history, judged, model);
  const search = searchParts(parts, configurationsMax, started + timeLimitMs);
  const { stuck } = search;
  const found = stuck
    ? violation({ history, model, unit, ...stuck })
    : withoutViolation(history, parts, search, limits);
  return verdictOf({
    checked: "linearizable",
    ...found,
    history,
    describe: (index) => described(model, history[index]!),
    operations: judged.length,
    explored: search.explored,
    ms: performance.now() - started,
  });
}

export interface PartsSearch {
  /** The order of each part where one was found. */
  readonly orders: ReadonlyMap<Part, readonly number[]>;
  /** A part that no order explains, and where that showed. */
  readonly stuck: { readonly part: Part; readonly stuckAt: number; readonly width: number } | undefined;
  readonly outOfTime: boolean;
  readonly explored: number;
}

/** Widths of the search: narrow ones find an order, where there is one, long before all others have been ruled out. */
function widths(configurationsMax: number): readonly number[] {
  const found: number[] = [];
  for (let width = 512; width < configurationsMax; width *= 32) found.push(width);
  return [...found, configurationsMax];
}

/** Judges the parts one by one, the hard ones again with more width after all have been seen once. */
export function searchParts(parts: readonly Part[], configurationsMax: number, deadlineMs: number): PartsSearch {
  const orders = new Map<Part, readonly number[]>();
  let explored = 0;
  let outOfTime = false;
  for (const width of widths(configurationsMax)) {
    for (const part of parts) {
      if (orders.has(part)) continue;
      const outcome: Outcome = searchForward(part.problem, { width, effort: untilTime(deadlineMs) });
      explored += outcome.explored;
      outOfTime ||= outcome.found === "gave up";
      if (outcome.found === "an order") orders.set(part, outcome.order);
      if (outcome.found !== "no order" || !outcome.exact) continue;
      return { orders, stuck: { part, stuckAt: outcome.stuckAt, width }, outOfTime, explored };
    }
    if (outOfTime || orders.size === parts.length) break;
  }
  return { orders, stuck: undefined, outOfTime, explored };
}

type Found = Pick<LinearizabilityVerdict, "verdict" | "why" | "linearization" | "wrong" | "origins">;

function withoutViolation(
  history: readonly Operation[],
  parts: readonly Part[],
  { orders, outOfTime }: PartsSearch,
  limits: HistoryLimits,
): Found {
  if (orders.size === parts.length) {
    const whole = parts.map((part) => part.restore(orders.get(part)!));
    return {
      verdict: "linearizable",
      why: "an order explains every result",
      linearization: mergeOrders(history, whole),
    };
  }
  return { verdict: "unknown", why: whyUnknown(outOfTime, limits) };
}

interface Stuck {
  readonly history: readonly Operation[];
  readonly model: HistoryModel;
  readonly unit: TimeUnit;
  readonly part: Part;
  readonly stuckAt: number;
  readonly width: number;
}

/** Letting operations go makes a search wider than it was. */
const shrinkWidth = 4096;

/** So much is spent on finding the smallest wrong part. */
const shrinkSteps = 8_000_000;

function violation(stuck: Stuck): Found {
  const { part, stuckAt, width } = stuck;
  const limits = { width: Math.max(width, shrinkWidth), effort: new Steps(shrinkSteps) };
  const wrong = smallestWrong(part.problem, stuckAt, limits);
  const why = whyWrong({ ...stuck, wrong }, limits.width);
  const inHistory = (operations: readonly number[]): readonly number[] =>
    operations.map((each) => part.indices[each]!).toSorted((a, b) => a - b);
  return {
    verdict: "violation",
    why,
    wrong: inHistory([...wrong.conflict, ...wrong.origins]),
    origins: inHistory(wrong.origins),
  };
}
