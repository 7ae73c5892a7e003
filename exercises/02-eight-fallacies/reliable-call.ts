/**
 * A call that can be relied upon.
 *
 * A till makes some sales, one after the other; each takes bicycles out of the store. The line loses messages, repeats
 * them and mixes up their order, and an answer may come after the till has given up. Nobody crashes. Write both sides.
 *
 * The till asks (`Take`). If there is no answer within `timeoutMs` (timer "timeout"), it asks again, under the same id. When
 * it has asked `attempts` times and waited in vain once more, it notes null (nobody knows) and goes on with the next sale.
 * Otherwise it notes how many were `left`, and goes on. `options.sales` says how many bicycles each sale takes.
 *
 * A timer: `out.setTimer("timeout", [from, to])` has `onTimer` called once, after a time between the two (in milliseconds;
 * both may be alike); it replaces a timer of the same name, and `out.cancelTimer("timeout")` stops it.
 *
 * The store takes the bicycles of each sale once at the most, and answers each time it is asked, with what it said the
 * first time. Several tills may count alike. It must not remember more than one sale of each till; one that is older
 * than this it does not carry out, and need not answer.
 *
 * Try it: `npx distlab check 02-eight-fallacies/reliable-call`, or the button Check in the page.
 */
import type { Protocol, TakeMessage, TakingStore, TakingTill, TakingTillOptions } from "distlab";

export function till(options: TakingTillOptions): Protocol<TakingTill, TakeMessage, "timeout"> {
  return {
    name: "till",
    start(_self, _saved, out) {
      void [options, out]; // Send `{ kind: "Take", id, bikes }` to options.store, and set the timer.
      return { outcomes: [], memory: {} };
    },
    onMessage(state, message, from, out) {
      void [state, message, from, out]; // An answer has come: to what?
    },
    onTimer(state, timer, out) {
      void [state, timer, out]; // No answer within options.timeoutMs.
    },
  };
}

export function store(bikes: number): Protocol<TakingStore, TakeMessage> {
  return {
    name: "store",
    start: () => ({ left: bikes, memory: {} }),
    onMessage(state, message, from, out) {
      void [state, message, from, out]; // Take the bicycles unless that has been done; `{ kind: "Taken", id, left }`.
    },
  };
}
