/**
 * The queue that says no.
 *
 * Between some apps and one worker stands a queue. An app sends `upload`; the worker takes one job at a time (`work`) and
 * says `done` when it has finished. Besides the one that the worker has, `options.places` jobs may wait, in the order in
 * which they came; `places` may be 0. When there is no place, the queue says `full` to the app at once and keeps nothing.
 * When a job is done, the queue says `done` to the app that it came from. So every upload is answered exactly once.
 *
 * Messages may overtake each other; none is lost or repeated, and nobody crashes. The queue runs for years: its state
 * must not grow with the jobs that it has ever seen.
 *
 * Try it: `npx distlab check 04-back-pressure/bounded-queue`, or the button Check in the page.
 */
import type { BoundedQueueAnswer } from "distlab";

export const receive: BoundedQueueAnswer["receive"] = (state, message, from, options, out) => {
  // state.waiting and state.atWork are yours to use; out.send(options.worker, { kind: "work", video }).
  void [state, message, from, options, out]; // Your answer goes here, instead of this line.
};
