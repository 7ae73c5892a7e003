// Takes the next server as the second: not every pair is drawn.
// caught by: every pair is drawn equally often, and the better of it is picked
import type { TwoChoicesAnswer } from "distlab";

export const createBalancer: TwoChoicesAnswer["createBalancer"] = (random) => ({
  pick(servers, loadOf) {
    const first = Math.floor(random() * servers);
    if (servers === 1) return first;
    const second = (first + 1) % servers;
    return loadOf(second) < loadOf(first) ? second : first;
  },
});
