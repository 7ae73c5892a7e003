// Moves the second on by one where it is the first: the neighbour is drawn twice as often.
// caught by: every pair is drawn equally often, and the better of it is picked
import type { TwoChoicesAnswer } from "distlab";

export const createBalancer: TwoChoicesAnswer["createBalancer"] = (random) => ({
  pick(servers, loadOf) {
    const first = Math.floor(random() * servers);
    if (servers === 1) return first;
    const drawn = Math.floor(random() * servers);
    const second = drawn === first ? (drawn + 1) % servers : drawn;
    return loadOf(second) < loadOf(first) ? second : first;
  },
});
