// Picks the one that has more to do.
// caught by: of two servers the one that has less to do gets it, always
import type { TwoChoicesAnswer } from "distlab";

export const createBalancer: TwoChoicesAnswer["createBalancer"] = (random) => ({
  pick(servers, loadOf) {
    const first = Math.floor(random() * servers);
    if (servers === 1) return first;
    const drawn = Math.floor(random() * (servers - 1));
    const second = drawn < first ? drawn : drawn + 1;
    return loadOf(second) > loadOf(first) ? second : first;
  },
});
