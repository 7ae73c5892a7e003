/** Histories of three nodes, drawn at random, and what happened before what in them, by the definition. */
import { createRandom } from "distlab";
import type { ClockedEvent } from "distlab";

/** Events in an order in which they may have happened: no message is received before it is sent. */
export function historyOf(seed: number, length: number): ClockedEvent[] {
  const random = createRandom(seed, "history");
  const events: ClockedEvent[] = [];
  for (let index = 0; index < length; index++) {
    const node = random.pick(["A", "B", "C"]);
    const sent = events.flatMap((event) => (event.kind === "send" && event.node !== node ? [event.message] : []));
    const known = events.flatMap((event) => (event.kind === "receive" && event.node === node ? [event.message] : []));
    const fresh = sent.filter((message) => !known.includes(message));
    if (fresh.length > 0 && random.chance(0.5)) events.push({ kind: "receive", node, message: random.pick(fresh) });
    else if (random.chance(0.6)) events.push({ kind: "send", node, message: `m${index}` });
    else events.push({ kind: "local", node });
  }
  return events;
}

/** For each event, which events happened before it: by number, smallest first. */
export function pastOf(events: readonly ClockedEvent[]): number[][] {
  const past: Set<number>[] = [];
  events.forEach((event, index) => {
    const causes = events.slice(0, index).flatMap((other, earlier) => (leadsTo(other, event) ? [earlier] : []));
    past.push(new Set(causes.flatMap((cause) => [cause, ...past[cause]!])));
  });
  return past.map((each) => [...each].toSorted((left, right) => left - right));
}

/** Rules 1 and 2 of happened-before: the same node, or a message. */
function leadsTo(cause: ClockedEvent, effect: ClockedEvent): boolean {
  if (cause.node === effect.node) return true;
  return cause.kind === "send" && effect.kind === "receive" && cause.message === effect.message;
}

/** "A, B sends m1, C receives m1": for messages to learners. */
export function tell(events: readonly ClockedEvent[]): string {
  return events
    .map((event) => (event.kind === "local" ? event.node : `${event.node} ${event.kind}s ${event.message}`))
    .join(", ");
}
