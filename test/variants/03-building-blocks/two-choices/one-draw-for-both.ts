// Draws the pair with one number, and then which of the two comes first.
import type { TwoChoicesAnswer } from "distlab";

export const createBalancer: TwoChoicesAnswer["createBalancer"] = (random) => ({
  pick(servers, loadOf) {
    if (servers === 1) return 0;
    const pair = Math.floor(random() * servers * (servers - 1));
    const first = Math.floor(pair / (servers - 1));
    const second = (first + 1 + (pair % (servers - 1))) % servers;
    return loadOf(first) <= loadOf(second) ? first : second;
  },
});
