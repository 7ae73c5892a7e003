// Once it has written, takes only copies that are further than its write, to be sure.
// caught by: a client sees what it has written
import type { ClientSession } from "distlab";

export function createSession(): ClientSession {
  let furthest = 0;
  return {
    wrote(position) {
      furthest = Math.max(furthest, position + 1);
    },
    read(position) {
      furthest = Math.max(furthest, position);
    },
    accepts: (position) => position >= furthest,
  };
}
