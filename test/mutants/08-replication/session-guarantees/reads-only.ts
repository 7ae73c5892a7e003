// Remembers what it has read and not what it wrote.
// caught by: a client sees what it has written
import type { ClientSession } from "distlab";

export function createSession(): ClientSession {
  let furthest = 0;
  return {
    wrote: () => undefined,
    read(position) {
      furthest = Math.max(furthest, position);
    },
    accepts: (position) => position >= furthest,
  };
}
