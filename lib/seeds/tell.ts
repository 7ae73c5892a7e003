/** An exactly scheduled run in words: a line for each move, as the checker tells its own. */
import { dataText, messageText } from "../trace/text";
import type { TraceEvent } from "../trace/trace";

/** What happens in a move: what it is, and what the node then does. */
export interface Told {
  readonly event: string;
  readonly effects: readonly string[];
}

/** @param events those that the move adds to the trace */
export function tellMove(events: readonly TraceEvent[]): Told {
  const [event = "nothing to be seen happens", ...effects] = events.flatMap(
    (one, place) => sayEvent(one, place === 0) ?? [],
  );
  return { event, effects };
}

function sayEvent(event: TraceEvent, isFirst: boolean): string | undefined {
  switch (event.kind) {
    case "start":
      return `${event.node} starts again`;
    case "timer":
      return `${event.node}'s timer ${event.timer} fires`;
    case "deliver":
      return `${event.node} receives ${messageText(event.message)} from ${event.from}`;
    case "send":
      return `${isFirst ? `${event.node} ` : ""}sends ${messageText(event.message)} to ${event.to}`;
    case "lose":
      return `${messageText(event.message)} from ${event.from} to ${event.to} is lost`;
    case "duplicate":
      return `a copy of a message from ${event.from} to ${event.to} is on its way`;
    case "corrupt":
      return `a message from ${event.from} to ${event.to} is changed on its way`;
    case "save":
      if (event.fate !== undefined) return event.saved === null ? "what it had saved is lost" : "its last save is lost";
      return `saves ${dataText(event.saved)}`;
    case "crash":
      return isFirst ? `${event.node} crashes` : "and crashes before it does more";
    case "invoke":
      return `${isFirst ? `${event.node} ` : ""}begins ${dataText(event.operation)}`;
    case "complete":
      return `is answered ${dataText(event.result)}`;
    default:
      return undefined;
  }
}
