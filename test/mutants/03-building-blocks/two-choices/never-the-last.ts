// Draws from one server too few.
// caught by: with nothing to choose between, all get the same
import type { TwoChoicesAnswer } from "distlab";

export const createBalancer: TwoChoicesAnswer["createBalancer"] = (random) => ({
  pick(servers, loadOf) {
    const first = Math.floor(random() * Math.max(1, servers - 1));
    if (servers === 1) return first;
    const drawn = Math.floor(random() * (servers - 1));
    const second = drawn === first ? (servers === 2 ? 1 : (drawn + 1) % (servers - 1)) : drawn;
    return loadOf(second) < loadOf(first) ? second : first;
  },
});
