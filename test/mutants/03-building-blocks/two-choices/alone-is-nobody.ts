// Looks for a second server where there is only one.
// caught by: one server gets everything
import type { TwoChoicesAnswer } from "distlab";

export const createBalancer: TwoChoicesAnswer["createBalancer"] = (random) => ({
  pick(servers, loadOf) {
    const first = Math.floor(random() * servers);
    const drawn = Math.floor(random() * (servers - 1));
    const second = drawn < first ? drawn : drawn + 1;
    return loadOf(second) < loadOf(first) ? second : first;
  },
});
