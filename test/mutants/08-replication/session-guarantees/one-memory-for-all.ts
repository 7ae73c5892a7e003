// Keeps one memory for all clients.
// caught by: 500 days with three copies and two clients: nothing older is seen, and no copy is refused without need
import type { ClientSession } from "distlab";

let furthest = 0;
let sessions = 0;

export function createSession(): ClientSession {
  if (sessions++ % 2 === 0) furthest = 0;
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
