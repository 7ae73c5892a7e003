/** One number is enough for both guarantees: how far the client has ever been. A log has no other order. */
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
    accepts: (position) => position >= furthest,
  };
}
