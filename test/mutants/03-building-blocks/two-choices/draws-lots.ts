// Draws one server and asks nobody.
// caught by: of two servers the one that has less to do gets it, always
import type { TwoChoicesAnswer } from "distlab";

export const createBalancer: TwoChoicesAnswer["createBalancer"] = (random) => ({
  pick(servers, loadOf) {
    const first = Math.floor(random() * servers);
    void loadOf;
    return first;
  },
});
