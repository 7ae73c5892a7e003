// Once it was full, it says so until it is empty.
// caught by: what was refused is never done, and its place is free again later
import type { BoundedQueueAnswer } from "distlab";

export const receive: BoundedQueueAnswer["receive"] = (state, message, from, options, out) => {
  const { video } = message;
  if (message.kind === "upload") {
    if (state.memory.full === true || (state.atWork !== null && state.waiting.length >= options.places)) {
      state.memory.full = true;
      out.send(from, { kind: "full", video });
      return;
    }
    state.waiting.push({ video, app: from });
  }
  if (message.kind === "done" && state.atWork !== null) {
    out.send(state.atWork.app, { kind: "done", video });
    state.atWork = null;
  }
  if (state.atWork === null && state.waiting.length === 0) state.memory.full = false;
  const next = state.waiting[0];
  if (state.atWork !== null || next === undefined) return;
  state.waiting.shift();
  state.atWork = next;
  out.send(options.worker, { kind: "work", video: next.video });
};
