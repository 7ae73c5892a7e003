/** How long a run is, whoever found it. */
import type { Trace } from "../trace/trace";

/**
 * The size of a run: messages handled, timers fired, and faults (crashes, restarts, messages that were lost on their
 * way, duplicated or corrupted, saves that were lost). First boots and sends are not counted: they follow from the rest.
 */
export function eventCount(trace: Trace): number {
  const booted = new Set<string>();
  let count = 0;
  for (const event of trace.events) {
    switch (event.kind) {
      case "start":
        if (booted.has(event.node)) count += 1;
        booted.add(event.node);
        break;
      case "lose":
        if (event.why !== "down") count += 1;
        break;
      case "save":
        if (event.fate !== undefined) count += 1;
        break;
      case "deliver":
      case "timer":
      case "crash":
      case "duplicate":
      case "corrupt":
      case "pause":
      case "cut":
      case "condition":
        count += 1;
        break;
      default:
    }
  }
  return count;
}
