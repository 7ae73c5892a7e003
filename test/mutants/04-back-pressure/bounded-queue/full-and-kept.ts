// Says that it is full and keeps the job all the same.
// caught by: what was refused is never done, and its place is free again later
import type { BoundedQueueAnswer } from "distlab";

export const receive: BoundedQueueAnswer["receive"] = (state, message, from, options, out) => {
  const { video } = message;
  if (message.kind === "upload") {
    if (state.atWork !== null && state.waiting.length >= options.places) {
      out.send(from, { kind: "full", video });
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
