/** Whether a history is linearizable: as if each operation had taken effect at one moment between its call and return. */
import { canonical } from "../../data";
import type { Operation } from "../../protocol";
import { assertHistory, eventsOf, wasRefused } from "./events";
import type { Events } from "./events";
import { searchForward } from "./forward";
import type { Outcome, Problem } from "./forward";
import { mergeOrders } from "./merge";
import type { AnyModel, HistoryModel } from "./model";
import { models } from "./models";
import { StateSpace } from "./states";
import { verdictOf } from "./verdict";
import type { HistoryVerdict } from "./verdict";

export interface HistoryOptions {
  /** After this time the answer is "unknown". From 1, default 10,000. */
  readonly timeLimitMs?: number;
  /** So many configurations are kept at one moment at most. From 1, default 2,000,000, which take about 100 MB. */
  readonly configurationsMax?: number;
  /** The unit of the history's times, for sentences. Default "ms". */
  readonly time?: "ms" | "steps";
}

export type LinearizabilityVerdict = HistoryVerdict<"linearizable">;

/** A part of a history that is judged alone. */
export interface Part {
  readonly key: string | null;
  /** Its operations, as indices into the history. */
  readonly indices: readonly number[];
  readonly events: Events;
  readonly problem: Problem;
}

/** Splits the operations by the model's `partition`; one part, if any of them concerns everything. */
export function partsOf(history: readonly Operation[], indices: readonly number[], model: AnyModel): readonly Part[] {
  const byKey = new Map<string | null, number[]>();
  for (const index of indices) {
    const key = model.partition ? model.partition(history[index]!.operation) : null;
    const group = byKey.get(key);
    if (group) group.push(index);
    else byKey.set(key, [index]);
  }
  if (byKey.has(null) && byKey.size > 1) return [partOf(history, indices, model, null)];
  return [...byKey].map(([key, group]) => partOf(history, group, model, key));
}

function partOf(history: readonly Operation[], all: readonly number[], model: AnyModel, key: string | null): Part {
  const indices = withoutUnseen(history, all, model);
  const space = new StateSpace(model);
  const kinds = Int32Array.from(indices, (index) => {
    const { operation, result, client, returned } = history[index]!;
    return space.kindId(operation, returned === undefined ? undefined : result, client);
  });
  const events = eventsOf(history, indices);
  return { key, indices, events, problem: { space, starts: [space.initial], kinds, ...events } };
}

/** Leaves out what never returned and could only have left a value that nobody saw. */
function withoutUnseen(history: readonly Operation[], indices: readonly number[], model: AnyModel): readonly number[] {
  const { values } = model;
  if (!values || indices.every((index) => history[index]!.returned !== undefined)) return indices;
  const seen = new Set<string>();
  for (const index of indices) {
    const { operation, result } = history[index]!;
    const sees = values.sees(operation, result);
    if (sees === null) return indices;
    for (const value of sees) seen.add(JSON.stringify(value));
  }
  return indices.filter((index) => {
    const { operation, returned } = history[index]!;
    if (returned !== undefined) return true;
    const left = values.leaves(operation);
    return left === undefined || seen.has(JSON.stringify(left));
  });
}

/** Widths of the search: narrow ones find an order, where there is one, long before all others have been ruled out. */
function widths(configurationsMax: number): readonly number[] {
  const found: number[] = [];
  for (let width = 512; width < configurationsMax; width *= 32) found.push(width);
  return [...found, configurationsMax];
}

export function searchPart(problem: Problem, configurationsMax: number, deadlineMs: number): Outcome {
  let explored = 0;
  for (const width of widths(configurationsMax)) {
    const outcome = searchForward(problem, { width, deadlineMs });
    explored += outcome.explored;
    if (outcome.found !== "no order" || outcome.exact || width === configurationsMax) return { ...outcome, explored };
  }
  throw new Error("there is always a last width");
}

/**
 * Whether a history is linearizable: as if each operation had taken effect at one moment between its call and its
 * return. An operation that never returned may have taken effect at any time after its call, or never.
 * @param model what the object does when used by one client at a time; `models` has some. Default: a key-value store
 * whose operations read, write, delete, append or compare and set, with or without a key
 * @throws RangeError where an operation is not one of the model's, or an option is not allowed
 */
export function checkLinearizable(
  history: readonly Operation[],
  model: HistoryModel = models.keyValue(),
  options: HistoryOptions = {},
): LinearizabilityVerdict {
  const started = performance.now();
  const { timeLimitMs = 10_000, configurationsMax = 2_000_000 } = options;
  atLeastOne("timeLimitMs", timeLimitMs);
  atLeastOne("configurationsMax", configurationsMax);
  assertHistory(history);
  const judged = [...history.keys()].filter((index) => !wasRefused(history[index]!));
  const orders: (readonly number[])[] = [];
  let explored = 0;
  const answer = (found: Pick<HistoryVerdict<"linearizable">, "verdict" | "why" | "linearization">) =>
    verdictOf({
      ...found,
      checked: "linearizable",
      history,
      describe: (index) => described(model, history[index]!),
      operations: judged.length,
      explored,
      ms: performance.now() - started,
    });
  for (const part of partsOf(history, judged, model)) {
    const outcome = searchPart(part.problem, configurationsMax, started + timeLimitMs);
    explored += outcome.explored;
    if (outcome.found === "an order") orders.push(outcome.order.map((each) => part.indices[each]!));
    else if (outcome.found === "no order" && outcome.exact) {
      return answer({ verdict: "violation", why: "no order of the operations explains every result" });
    } else return answer({ verdict: "unknown", why: "no order was found within the limits, nor ruled out" });
  }
  const linearization = mergeOrders(history, orders);
  return answer({ verdict: "linearizable", why: "an order explains every result", linearization });
}

function described(model: AnyModel, { operation, result }: Operation): string {
  return model.describe?.(operation, result) ?? `${canonical(operation)} → ${canonical(result ?? null)}`;
}

function atLeastOne(option: string, value: number): void {
  if (!(value >= 1)) throw new RangeError(`${option} is ${value}; allowed is a number from 1`);
}
