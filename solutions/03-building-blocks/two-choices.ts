/**
 * The second is drawn from one server fewer, and those from the first on are counted one further: so it is never the
 * first, and every pair has the same chance.
 */
import type { TwoChoicesAnswer } from "distlab";

export const createBalancer: TwoChoicesAnswer["createBalancer"] = (random) => ({
  pick(servers, loadOf) {
    const first = Math.floor(random() * servers);
    if (servers === 1) return first;
    const drawn = Math.floor(random() * (servers - 1));
    const second = drawn < first ? drawn : drawn + 1;
    return loadOf(second) < loadOf(first) ? second : first;
  },
});
