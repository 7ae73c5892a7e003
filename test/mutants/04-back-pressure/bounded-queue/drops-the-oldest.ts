// Makes room by throwing away the job that has waited longest, without a word to its app.
// caught by: whoever finds no place is told at once
import type { BoundedQueueAnswer } from "distlab";

export const receive: BoundedQueueAnswer["receive"] = (state, message, from, options, out) => {
  const { video } = message;
  if (message.kind === "upload") {
    if (state.atWork !== null && state.waiting.length >= options.places) {
      state.waiting.shift();
    }
    state.waiting.push({ video, app: from });
  }
  if (message.kind === "done" && state.atWork !== null) {
    out.send(state.atWork.app, { kind: "done", video });
    state.atWork = null;
  }
  const next = state.waiting[0];
  if (state.atWork !== null || next === undefined) return;
  state.waiting.shift();
  state.atWork = next;
  out.send(options.worker, { kind: "work", video: next.video });
};
