/** A history as rows of bars: one row a client, more where its operations overlap because one never returned. */
import type { Operation } from "../../protocol";
import { data, operation as called } from "../words";

export interface TimelineBar {
  /** Index into the history. */
  readonly index: number;
  readonly client: number;
  readonly row: number;
  readonly from: number;
  /** Missing where it never returned. */
  readonly to: number | undefined;
  readonly text: string;
  readonly title: string;
  readonly tone: "plain" | "wrong" | "origin" | "faded";
}

export interface TimelineRows {
  readonly clients: readonly string[];
  /** For each client its first row and how many it has. */
  readonly spans: readonly { readonly first: number; readonly count: number }[];
  readonly bars: readonly TimelineBar[];
  readonly from: number;
  readonly to: number;
}

/** What is said of an operation: `write 3 → ok`. */
export function operationText({ operation, result, returned }: Operation): string {
  const call = called(operation, 32);
  return returned === undefined ? call : `${call} → ${data(result ?? null, 24)}`;
}

/** @param shown indices of the operations to show */
export function rowsOf(
  history: readonly Operation[],
  shown: readonly number[],
  wrong: ReadonlySet<number>,
  origins: ReadonlySet<number>,
  label: (operation: Operation) => string,
): TimelineRows {
  const clients = [...new Set(shown.map((index) => history[index]!.client))];
  const from = Math.min(...shown.map((index) => history[index]!.invoked));
  const to = Math.max(...shown.map((index) => history[index]!.returned ?? history[index]!.invoked));
  const bars: TimelineBar[] = [];
  const spans: { first: number; count: number }[] = [];
  for (const [client, name] of clients.entries()) {
    const first = (spans.at(-1)?.first ?? 0) + (spans.at(-1)?.count ?? 0);
    const own = shown
      .filter((index) => history[index]!.client === name)
      .toSorted((one, other) => history[one]!.invoked - history[other]!.invoked);
    const rowEnds: number[] = [];
    for (const index of own) {
      const operation = history[index]!;
      const free = rowEnds.findIndex((end) => end <= operation.invoked);
      const row = free < 0 ? rowEnds.length : free;
      rowEnds[row] = operation.returned ?? Infinity;
      bars.push({ ...barOf(operation, index, label), client, row: first + row, tone: toneOf(index, wrong, origins) });
    }
    spans.push({ first, count: rowEnds.length });
  }
  return { clients, spans, bars, from, to: to > from ? to : from + 1 };
}

function barOf(
  operation: Operation,
  index: number,
  label: (operation: Operation) => string,
): Pick<TimelineBar, "index" | "from" | "to" | "text" | "title"> {
  const { client, invoked, returned } = operation;
  const when =
    returned === undefined ? `from ${short(invoked)}, never returned` : `${short(invoked)} to ${short(returned)}`;
  return {
    index,
    from: invoked,
    to: returned,
    text: label(operation),
    title: `${client}: ${operationText(operation)} · ${when}`,
  };
}

export function short(at: number): string {
  return String(Number(at.toFixed(2)));
}

function toneOf(index: number, wrong: ReadonlySet<number>, origins: ReadonlySet<number>): TimelineBar["tone"] {
  if (origins.has(index)) return "origin";
  if (wrong.has(index)) return "wrong";
  return wrong.size > 0 ? "faded" : "plain";
}

/**
 * When each operation may have taken effect, given an order that explains the results: as early as the order and its
 * own call allow, and evenly apart where several fall together. By index into the history.
 */
export function effectTimes(
  history: readonly Operation[],
  order: readonly number[],
  least: number,
): ReadonlyMap<number, number> {
  const latest: number[] = [];
  let bound = Infinity;
  for (let at = order.length - 1; at >= 0; at--) {
    bound = Math.min(bound - least / 50, history[order[at]!]!.returned ?? Infinity);
    latest[at] = bound;
  }
  const times = new Map<number, number>();
  let before = -Infinity;
  for (const [at, index] of order.entries()) {
    const earliest = Math.max(before, history[index]!.invoked);
    const wanted = Math.max(before + least, history[index]!.invoked + least);
    before = Math.max(earliest, Math.min(wanted, latest[at]!));
    times.set(index, before);
  }
  return times;
}
