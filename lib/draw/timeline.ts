/** `timeline`: the operations of clients as bars from call to return, with what is wrong marked. */
import type { Operation } from "../protocol";
import type { Picture } from "./drawing";
import { picture } from "./drawing";
import { markup } from "./element";
import type { TimelinePlan } from "./timeline/paint";
import { paintTimeline } from "./timeline/paint";
import { effectTimes, operationText, rowsOf } from "./timeline/rows";
import { timelineText } from "./timeline/text";
import { count, list } from "./words";

/** How a timeline looks. What `checkLinearizable` answers can be given as it is. */
export interface TimelineOptions {
  /** Indices of operations that do not fit together; they are red, the others fade. */
  readonly wrong?: readonly number[];
  /** Those of `wrong` that are there only to show where a value came from. */
  readonly origins?: readonly number[];
  /** The sentence under the timeline. */
  readonly why?: string;
  /** An order that explains every result, as indices; drawn as a line through the moments of effect. */
  readonly linearization?: readonly number[];
  /** What stands on an operation's bar. Default: operation and result. */
  readonly label?: (operation: Operation) => string;
  /** What the times count. Default `ms`. */
  readonly unit?: "ms" | "steps";
  /** In pixels, 320 to 2000. Default 780. */
  readonly width?: number;
  /** With more operations than this only those about the wrong ones (or the first) are shown, and it says so. Default 60. */
  readonly maxOperations?: number;
  /** A sentence for those who cannot see it. Default: made from the history. */
  readonly title?: string;
}

/**
 * Draws a history.
 * @throws RangeError or TypeError where the history or an option is not allowed
 */
export function timeline(
  history: readonly Operation[] | { readonly history: readonly Operation[] },
  options: TimelineOptions = {},
): Picture {
  const operations = "history" in history ? history.history : history;
  check(operations, options);
  const plan = planOf(operations, options);
  return picture({ svg: () => markup(paintTimeline(plan)), text: () => timelineText(plan) });
}

function check(history: readonly Operation[], options: TimelineOptions): void {
  if (!Array.isArray(history))
    throw new TypeError(`history is ${typeof history}; allowed is a list of operations, such as run.history`);
  if (history.length === 0) throw new RangeError("history is an empty list; allowed is one operation or more");
  for (const name of ["wrong", "origins", "linearization"] as const) {
    const outside = options[name]?.find((index) => !(Number.isInteger(index) && index >= 0 && index < history.length));
    if (outside !== undefined)
      throw new RangeError(`${name} has ${outside}; allowed are indices from 0 to ${history.length - 1}`);
  }
  within("width", options.width, 320, 2000);
  within("maxOperations", options.maxOperations, 1, 2000);
}

function within(name: string, value: number | undefined, least: number, most: number): void {
  if (value !== undefined && !(value >= least && value <= most)) {
    throw new RangeError(`${name} is ${value}; allowed is ${least} to ${most}`);
  }
}

function planOf(history: readonly Operation[], options: TimelineOptions): TimelinePlan {
  const {
    wrong = [],
    origins = [],
    linearization,
    why,
    label = operationText,
    unit = "ms",
    maxOperations = 60,
  } = options;
  const shown = chosen(history, wrong, maxOperations);
  const rows = rowsOf(history, shown, new Set(wrong), new Set(origins), label);
  const width = options.width ?? 780;
  const least = ((rows.to - rows.from) / width) * 9;
  const order = linearization?.filter((index) => shown.includes(index));
  const open = history.filter((operation) => operation.returned === undefined).length;
  const note =
    shown.length < history.length
      ? [
          `${shown.length} of ${count(history.length, "operation")}${wrong.length > 0 ? ", those about the wrong ones" : ", the first"}`,
        ]
      : [];
  return {
    rows,
    width,
    unit: unit === "ms" ? "ms" : "step",
    title: options.title ?? `Timeline of ${list(rows.clients)}`,
    description:
      `${count(history.length, "operation")}${open > 0 ? `, ${open} never returned` : ""}. ${why ?? ""}`.trim(),
    why,
    isWrong: wrong.length > 0,
    notes: note,
    effects: order && wrong.length === 0 ? effectTimes(history, order, least) : new Map(),
  };
}

/** Which operations are drawn: all, or those at the same time as the wrong ones, or the first. */
function chosen(history: readonly Operation[], wrong: readonly number[], most: number): readonly number[] {
  const all = history.map((_, index) => index);
  if (history.length <= most) return all;
  if (wrong.length === 0) return all.slice(0, most);
  const from = Math.min(...wrong.map((index) => history[index]!.invoked));
  const to = Math.max(...wrong.map((index) => history[index]!.returned ?? history[index]!.invoked));
  const marked = new Set(wrong);
  const near = all.filter(
    (index) => !marked.has(index) && history[index]!.invoked <= to && (history[index]!.returned ?? Infinity) >= from,
  );
  return [...wrong, ...near.slice(0, Math.max(0, most - wrong.length))].toSorted((one, other) => one - other);
}
