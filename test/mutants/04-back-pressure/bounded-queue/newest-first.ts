// Gives the worker the job that came last.
// caught by: jobs wait in the order in which they came, whoever sent them
import type { BoundedQueueAnswer } from "distlab";

export const receive: BoundedQueueAnswer["receive"] = (state, message, from, options, out) => {
  const { video } = message;
  if (message.kind === "upload") {
    if (state.atWork !== null && state.waiting.length >= options.places) {
      out.send(from, { kind: "full", video });
      return;
    }
    state.waiting.push({ video, app: from });
  }
  if (message.kind === "done" && state.atWork !== null) {
    out.send(state.atWork.app, { kind: "done", video });
    state.atWork = null;
  }
  const next = state.waiting.at(-1);
  if (state.atWork !== null || next === undefined) return;
  state.waiting.pop();
  state.atWork = next;
  out.send(options.worker, { kind: "work", video: next.video });
};
