// Rounds instead of cutting off, so that the two ends come half as often.
// caught by: with nothing to choose between, all get the same
import type { TwoChoicesAnswer } from "distlab";

export const createBalancer: TwoChoicesAnswer["createBalancer"] = (random) => ({
  pick(servers, loadOf) {
    const first = Math.round(random() * (servers - 1));
    if (servers === 1) return first;
    const drawn = Math.floor(random() * (servers - 1));
    const second = drawn < first ? drawn : drawn + 1;
    return loadOf(second) < loadOf(first) ? second : first;
  },
});
