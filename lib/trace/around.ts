/** What a run's violation changed: the states just before the event that it came with, and just after. */
import { sameData } from "../data";
import type { Data, NodeId } from "../protocol";
import { dataText, eventText } from "./text";
import { snapshots, viewOf } from "./replay";
import type { Traced } from "./replay";
import type { TraceEvent } from "./trace";

/** A field of a node's view, before and after; a dash where the node was down or did not show it. */
export interface ChangedRow {
  readonly node: NodeId;
  readonly field: string;
  readonly before: string;
  readonly after: string;
  readonly changed: boolean;
}

/** A part of a trace around one event. */
export interface Around {
  /** What the violation says. */
  readonly what: string;
  /** The event that it came with, in words; undefined if it was there from the beginning. */
  readonly event: string | undefined;
  /** Every field of every node: `table(around.rows)` shows them. */
  readonly rows: readonly ChangedRow[];
  toString(): string;
}

/**
 * The event at which a run went wrong, with the states before and after it. For runs of `simulate`, `explore` and
 * `checkSeeds` alike.
 * @throws RangeError where nothing went wrong in the run
 */
export function aroundViolation(run: Traced): Around {
  const { events } = run.trace;
  const end = events.findIndex(({ kind }) => kind === "violation" || kind === "fail");
  const wrong = events[end];
  if (wrong?.kind !== "violation" && wrong?.kind !== "fail") {
    throw new RangeError(`run has no violation among its ${events.length} events; allowed is a run that went wrong`);
  }
  const cause = events.slice(0, end).findLastIndex(isCause);
  const rows = changedRows(run, cause, end);
  const event = cause < 0 ? undefined : eventText(events[cause]!);
  return { what: wrong.what, event, rows, toString: () => textOf(wrong.what, event, rows) };
}

/** What happens to nodes, not what they do in consequence. */
function isCause({ kind }: TraceEvent): boolean {
  return kind === "start" || kind === "deliver" || kind === "timer" || kind === "crash" || kind === "lose";
}

function changedRows(run: Traced, cause: number, end: number): readonly ChangedRow[] {
  const before = new Map<NodeId, Data>();
  const after = new Map<NodeId, Data>();
  for (const { event, node, state } of snapshots(run)) {
    if (event >= end) break;
    if (event < cause) before.set(node, state);
    after.set(node, state);
  }
  return run.trace.nodes.flatMap((node) => {
    const old = fieldsOf(run, node, before.get(node) ?? null);
    const now = fieldsOf(run, node, after.get(node) ?? null);
    return [...new Set([...Object.keys(old), ...Object.keys(now)])].map((field) => rowOf(node, field, old, now));
  });
}

type Fields = { readonly [field: string]: Data };

function fieldsOf(run: Traced, node: NodeId, state: Data): Fields {
  const { role, fields = {}, decided } = viewOf(run.protocols[node], state);
  return { ...(role === undefined ? {} : { role }), ...fields, ...(decided === undefined ? {} : { decided }) };
}

function rowOf(node: NodeId, field: string, old: Fields, now: Fields): ChangedRow {
  const text = (fields: Fields): string => (Object.hasOwn(fields, field) ? dataText(fields[field]!) : "–");
  const changed = !(Object.hasOwn(old, field) && Object.hasOwn(now, field) && sameData(old[field], now[field]));
  return { node, field, before: text(old), after: text(now), changed };
}

function textOf(what: string, event: string | undefined, rows: readonly ChangedRow[]): string {
  const changed = rows.filter((row) => row.changed);
  const lines = changed.map(({ node, field, before, after }) => `  ${node}  ${field}: ${before} → ${after}`);
  return [event ?? "from the beginning", ...lines, what].join("\n");
}
