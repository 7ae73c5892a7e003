// Keeps the jobs in a ring of fixed length, with a place more for the one that the worker has.
import type { BoundedQueueAnswer, QueuedJob } from "distlab";

type Ring = { slots: (QueuedJob | null)[]; first: number; count: number };

export const receive: BoundedQueueAnswer["receive"] = (state, message, from, { places, worker }, out) => {
  const size = places + 1;
  const ring = (state.memory.ring ?? { slots: [], first: 0, count: 0 }) as Ring;
  const give = (): void => {
    const job = ring.slots[ring.first];
    if (ring.count > 0 && job) out.send(worker, { kind: "work", video: job.video });
  };
  if (message.kind === "upload" && ring.count === size) {
    out.send(from, { kind: "full", video: message.video });
  } else if (message.kind === "upload") {
    ring.slots[(ring.first + ring.count) % size] = { video: message.video, app: from };
    ring.count += 1;
    if (ring.count === 1) give();
  } else if (message.kind === "done") {
    const job = ring.slots[ring.first];
    if (job) out.send(job.app, { kind: "done", video: job.video });
    ring.slots[ring.first] = null;
    ring.first = (ring.first + 1) % size;
    ring.count -= 1;
    give();
  }
  state.memory.ring = ring;
};
