/**
 * A trace as text: one readable line an event, the same bytes each time. Tests keep such texts as snapshots, and
 * whoever has only a terminal reads runs from them.
 *
 *       0.00  A starts
 *       0.00  A → B  RequestVote term=1
 *      12.41  B ← A  RequestVote term=1
 *      14.02  A ✕ C  RequestVote term=1 (lost)
 */
import type { Data } from "../protocol";
import { kindOf } from "../step";
import type { Trace, TraceEvent } from "./trace";

/** What the text of a trace shows. */
export interface TraceTextOptions {
  /** Leaves out what was sent, and shows only what arrived or was lost. Default false. */
  readonly arrivalsOnly?: boolean;
  /** Leaves out saves. Default false. */
  readonly withoutSaves?: boolean;
}

/** All of `trace`, a line an event. */
export function traceText(trace: Trace, options: TraceTextOptions = {}): string {
  const wanted = trace.events.filter(
    (event) => !(options.arrivalsOnly && event.kind === "send") && !(options.withoutSaves && event.kind === "save"),
  );
  const times = wanted.map((event) => timeText(event.at, trace.time));
  const width = times.reduce((widest, time) => Math.max(widest, time.length), 6);
  const messages = new Map(trace.events.flatMap((event) => (event.kind === "send" ? [[event.id, event.message]] : [])));
  return wanted.map((event, index) => `${times[index]!.padStart(width)}  ${eventText(event, messages)}\n`).join("");
}

function timeText(at: number, time: Trace["time"]): string {
  return time === "steps" ? String(at) : at.toFixed(2);
}

/**
 * One event in words, without its time.
 * @param messages what was sent, by id, for events that name a message only so
 */
export function eventText(event: TraceEvent, messages?: ReadonlyMap<number, Data>): string {
  switch (event.kind) {
    case "start":
      return `${event.node} ${event.saved === null ? "starts" : `starts again, with ${dataText(event.saved)} saved`}${extras(event)}`;
    case "timer":
      return `${event.node} timer ${event.timer}${extras(event)}`;
    case "deliver":
      return `${event.node} ← ${event.from}  ${messageText(event.message)}${extras(event)}`;
    case "send":
      return `${event.node} → ${event.to}  ${messageText(event.message)}`;
    case "lose":
      return `${event.from} ✕ ${event.to}  ${messageText(event.message)} (${lossWords[event.why]})`;
    case "duplicate":
    case "corrupt":
      return `${event.from} → ${event.to}  ${named(event.id, messages)} is ${event.kind === "corrupt" ? "corrupted" : "duplicated"} on the way`;
    case "save":
      return event.fate === undefined
        ? `${event.node} saves ${dataText(event.saved)}`
        : `${event.node}'s save is ${event.fate}: its disk holds ${dataText(event.saved)}`;
    case "crash":
      return `${event.node} crashes`;
    case "pause":
    case "resume":
      return `${event.node} ${event.kind}s`;
    case "condition":
      return `${event.node} ${event.what}`;
    case "cut":
    case "heal":
      return `${event.kind === "cut" ? "cut" : "healed"}: ${event.groups ? event.groups.map((group) => group.join(" ")).join(" | ") : linksText(event.links)}`;
    case "invoke":
      return `${event.node} asks ${dataText(event.operation)} (operation ${event.op})`;
    case "complete":
      return `${event.node} hears ${dataText(event.result)} (operation ${event.op})`;
    case "fail":
      return `FAILED ${event.what}`;
    case "violation":
      return `VIOLATED ${event.what}`;
  }
}

function named(id: number, messages: ReadonlyMap<number, Data> | undefined): string {
  const message = messages?.get(id);
  return message === undefined ? `message ${id}` : messageText(message);
}

const lossWords = { loss: "lost", drop: "dropped", cut: "link cut", down: "receiver down" } as const;

function linksText(links: readonly (readonly [string, string])[]): string {
  return links.map(([from, to]) => `${from}→${to}`).join(" ");
}

function extras(event: Extract<TraceEvent, { kind: "start" | "timer" | "deliver" }>): string {
  const parts = [
    ...(event.choices ? [`chose ${event.choices.join(", ")}`] : []),
    ...(event.clockMs === undefined ? [] : [`its clock ${event.clockMs.toFixed(2)}`]),
    ...(event.effectsKept === undefined ? [] : [`only ${event.effectsKept} of its effects`]),
  ];
  return parts.length === 0 ? "" : `  (${parts.join("; ")})`;
}

/** The kind, then the fields: `RequestVote term=1 lastLogIndex=0`. */
export function messageText(message: Data): string {
  if (typeof message !== "object" || message === null || Array.isArray(message)) return dataText(message);
  const fields = Object.entries(message).filter(([name]) => name !== "kind");
  return [kindOf(message), ...fields.map(([name, value]) => `${name}=${dataText(value as Data)}`)].join(" ");
}

/** JSON without quotes where none are needed, and with six digits of numbers that are not whole. */
export function dataText(value: Data): string {
  if (typeof value === "number") return String(Number.isInteger(value) ? value : Number(value.toPrecision(6)));
  if (typeof value === "string") return /^[\p{L}\p{N}_.+-]+$/u.test(value) ? value : JSON.stringify(value);
  if (typeof value !== "object" || value === null) return String(value);
  if (Array.isArray(value)) return `[${value.map((item) => dataText(item as Data)).join(", ")}]`;
  const fields = Object.entries(value).map(([name, item]) => `${name}: ${dataText(item as Data)}`);
  return fields.length === 0 ? "{}" : `{${fields.join(", ")}}`;
}
