// Keeps the last position instead of the furthest.
// caught by: old answers that come late change nothing
import type { ClientSession } from "distlab";

export function createSession(): ClientSession {
  let furthest = 0;
  return {
    wrote(position) {
      furthest = position;
    },
    read(position) {
      furthest = position;
    },
    accepts: (position) => position >= furthest,
  };
}
