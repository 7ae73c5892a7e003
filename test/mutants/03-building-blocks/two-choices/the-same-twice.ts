// Draws both from all servers, so that both may be the same.
// caught by: of two servers the one that has less to do gets it, always
import type { TwoChoicesAnswer } from "distlab";

export const createBalancer: TwoChoicesAnswer["createBalancer"] = (random) => ({
  pick(servers, loadOf) {
    const first = Math.floor(random() * servers);
    if (servers === 1) return first;
    const drawn = Math.floor(random() * servers);
    const second = drawn;
    return loadOf(second) < loadOf(first) ? second : first;
  },
});
