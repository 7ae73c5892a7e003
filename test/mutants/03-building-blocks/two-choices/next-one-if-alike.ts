// Draws twice from all and takes the next server where the two are alike, so neighbours meet more often than others.
// caught by: every pair is drawn equally often, and the better of it is picked
import type { TwoChoicesAnswer } from "distlab";

export const createBalancer: TwoChoicesAnswer["createBalancer"] = (random) => ({
  pick(servers, loadOf) {
    if (servers === 1) return 0;
    const first = Math.floor(random() * servers);
    let second = Math.floor(random() * servers);
    if (second === first) second = (second + 1) % servers;
    return loadOf(second) < loadOf(first) ? second : first;
  },
});
