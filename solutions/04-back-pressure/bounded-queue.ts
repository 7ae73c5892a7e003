/**
 * One rule for both kinds of message: after whatever has happened, an idle worker gets the job that has waited longest.
 *
 * The bound is looked at before a job is kept, so that a refusal costs nothing but its message. An idle worker means
 * that nobody waits, and then a job needs no place: so there may be no places at all.
 */
import type { BoundedQueueAnswer } from "distlab";

export const receive: BoundedQueueAnswer["receive"] = (state, message, from, options, out) => {
  const { video } = message;
  if (message.kind === "upload") {
    if (state.atWork !== null && state.waiting.length >= options.places) {
      // Nothing of it is kept: the app knows, and must do something about it.
      out.send(from, { kind: "full", video });
      return;
    }
    state.waiting.push({ video, app: from });
  }
  if (message.kind === "done" && state.atWork !== null) {
    // Pressure is passed on, and so is its end: who uploaded is told.
    out.send(state.atWork.app, { kind: "done", video });
    state.atWork = null;
  }
  const next = state.waiting[0];
  if (state.atWork !== null || next === undefined) return;
  state.waiting.shift();
  state.atWork = next;
  out.send(options.worker, { kind: "work", video: next.video });
};
