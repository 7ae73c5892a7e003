// Gives the worker its next job before it tells the app, and finds the app by the number of the video.
import type { BoundedQueueAnswer } from "distlab";

export const receive: BoundedQueueAnswer["receive"] = (state, message, from, options, out) => {
  const apps = (state.memory.apps ?? {}) as { [video: string]: string };
  if (message.kind === "done") {
    const app = apps[message.video];
    const { [String(message.video)]: _, ...others } = apps;
    state.memory.apps = others;
    const next = state.waiting.shift() ?? null;
    state.atWork = next;
    if (next !== null) out.send(options.worker, { kind: "work", video: next.video });
    if (app !== undefined) out.send(app, { kind: "done", video: message.video });
    return;
  }
  const job = { video: message.video, app: from };
  if (state.atWork === null) {
    state.atWork = job;
    out.send(options.worker, { kind: "work", video: job.video });
  } else if (state.waiting.length < options.places) {
    state.waiting.push(job);
  } else {
    out.send(from, { kind: "full", video: job.video });
    return;
  }
  state.memory.apps = { ...apps, [job.video]: from };
};
