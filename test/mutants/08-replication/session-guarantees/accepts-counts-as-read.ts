// Takes every copy that it asks about for one that has answered.
// caught by: 500 days with three copies and two clients: nothing older is seen, and no copy is refused without need
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
    accepts(position) {
      const may = position >= furthest;
      furthest = Math.max(furthest, position + (may && position > 0 ? 1 : 0) - (furthest === 0 ? 1 : 0));
      return may;
    },
  };
}
