// Refuses a copy that is exactly as far.
// caught by: a client sees what it has written
import type { ClientSession } from "distlab";

export function createSession(): ClientSession {
  let furthest = 0;
  return {
    wrote(position) {
      furthest = Math.max(furthest, position);
    },
    read(position) {
      furthest = Math.max(furthest, position);
    },
    accepts: (position) => position > furthest || furthest === 0,
  };
}
