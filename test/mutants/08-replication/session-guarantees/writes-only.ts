// Remembers what it wrote and not what it has read.
// caught by: a client never goes back
import type { ClientSession } from "distlab";

export function createSession(): ClientSession {
  let furthest = 0;
  return {
    wrote(position) {
      furthest = Math.max(furthest, position);
    },
    read: () => undefined,
    accepts: (position) => position >= furthest,
  };
}
