// Gives the lower number everything that is even.
// caught by: with nothing to choose between, all get the same
import type { TwoChoicesAnswer } from "distlab";

export const createBalancer: TwoChoicesAnswer["createBalancer"] = (random) => ({
  pick(servers, loadOf) {
    const first = Math.floor(random() * servers);
    if (servers === 1) return first;
    const drawn = Math.floor(random() * (servers - 1));
    const second = drawn < first ? drawn : drawn + 1;
    const [low, high] = [Math.min(first, second), Math.max(first, second)];
    return loadOf(high) < loadOf(low) ? high : low;
  },
});
