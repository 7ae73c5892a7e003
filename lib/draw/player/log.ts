/** Events in a reader's words, as a step's headline and as lines of a node's log. */
import { kindOf } from "../../step";
import type { TraceEvent } from "../../trace/trace";
import type { Plan } from "../space/plan";
import { operation as called, data, list, phrase } from "../words";

/** What a node does because of something, and not by itself. */
export function isEffect({ kind }: TraceEvent): boolean {
  return kind === "send" || kind === "save" || kind === "invoke" || kind === "complete";
}

const losses = {
  loss: "is lost",
  drop: "is dropped",
  cut: "is lost: the link is cut",
  down: "finds its receiver down",
} as const;

/** In a few words what a step is about. */
export function headlineOf(event: TraceEvent, plan: Plan): string {
  switch (event.kind) {
    case "deliver":
      return `${kindOf(event.message)} · ${event.from} → ${event.node}`;
    case "send":
      return `${event.node} sends ${kindOf(event.message)}`;
    case "lose":
      return `${kindOf(event.message)} · ${event.from} → ${event.to} ${losses[event.why]}`;
    case "timer":
      return `timer ${event.timer} · ${event.node}`;
    case "start":
      return event.saved === null ? `${event.node} starts` : `${event.node} restarts`;
    case "crash":
      return `${event.node} crashes`;
    case "pause":
      return `${event.node} stops for a while`;
    case "resume":
      return `${event.node} goes on`;
    case "cut":
      return event.groups ? `partition ${event.groups.map((group) => group.join(" ")).join(" ‖ ")}` : `links are cut`;
    case "heal":
      return plan.story.walls.length > 0 ? "links are mended" : "links are as before";
    case "invoke":
      return `${event.node} calls ${called(event.operation, 40)}`;
    case "complete":
      return `${event.node} has ${data(event.result, 40)}`;
    case "save":
      return `${event.node} saves`;
    case "condition":
      return `${event.node}: ${event.what}`;
    case "duplicate":
    case "corrupt":
      return `${event.from} → ${event.to}: the network ${event.kind}s a message`;
    case "fail":
    case "violation":
      return event.what;
  }
}

const lineLengthMax = 110;

/** A line of the log, or undefined where another line says it already. */
export function effectText(event: TraceEvent, events: readonly TraceEvent[], index: number): string | undefined {
  switch (event.kind) {
    case "deliver":
      return `${phrase(event.message, lineLengthMax)} from ${event.from}`;
    case "send":
      return sendText(event, events, index);
    case "lose":
      return `${kindOf(event.message)} to ${event.to} ${losses[event.why]}`;
    case "timer":
      return `timer ${event.timer} fires`;
    case "start":
      return event.saved === null ? undefined : `restarts with ${data(event.saved, 70)} saved`;
    case "crash":
      return "crashes";
    case "pause":
      return "stops for a while";
    case "resume":
      return "goes on, and does not know that it had stopped";
    case "cut":
      return event.groups
        ? `partition: ${event.groups.map((group) => group.join(" ")).join(" ‖ ")}`
        : `cut: ${linksText(event.links)}`;
    case "heal":
      return `mended: ${event.groups ? "all can talk again" : linksText(event.links)}`;
    case "invoke":
      return `calls ${called(event.operation, lineLengthMax)}`;
    case "complete":
      return `has its answer: ${data(event.result, lineLengthMax)}`;
    case "save":
      return `saves ${data(event.saved, 70)}${event.fate ? `, which is ${event.fate}` : ""}`;
    case "condition":
      return event.what;
    case "duplicate":
    case "corrupt":
      return `the network ${event.kind}s a message from ${event.from} to ${event.to}`;
    case "fail":
    case "violation":
      return event.what;
  }
}

function linksText(links: readonly (readonly [string, string])[]): string {
  const shown = links.slice(0, 6).map(([from, to]) => `${from}→${to}`);
  return `${shown.join(" ")}${links.length > 6 ? ` and ${links.length - 6} more` : ""}`;
}

/** A message to many is one line: the first says it, the others nothing. */
function sendText(
  event: Extract<TraceEvent, { kind: "send" }>,
  events: readonly TraceEvent[],
  index: number,
): string | undefined {
  const said = phrase(event.message, lineLengthMax);
  const together = (other: TraceEvent | undefined): boolean =>
    other?.kind === "send" &&
    other.node === event.node &&
    other.at === event.at &&
    phrase(other.message, lineLengthMax) === said;
  for (let before = index - 1; events[before]?.at === event.at; before--) {
    const other = events[before]!;
    if (!isEffect(other) && other.kind !== "lose" && other.kind !== "duplicate" && other.kind !== "corrupt") break;
    if (together(other)) return undefined;
  }
  const receivers: string[] = [];
  for (let at = index; events[at]?.at === event.at; at++) {
    const other = events[at]!;
    if (at > index && (other.kind === "deliver" || other.kind === "timer" || other.kind === "start")) break;
    if (other.kind === "send" && together(other) && !receivers.includes(other.to)) receivers.push(other.to);
  }
  return `sends ${said} to ${list(receivers)}`;
}
