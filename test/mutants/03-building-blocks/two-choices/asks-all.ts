// Asks all servers, which costs a message each.
// caught by: with nothing to choose between, all get the same
import type { TwoChoicesAnswer } from "distlab";

export const createBalancer: TwoChoicesAnswer["createBalancer"] = (random) => ({
  pick(servers, loadOf) {
    const loads = Array.from({ length: servers }, (_, server) => loadOf(server));
    const least = loads.flatMap((load, server) => (load === Math.min(...loads) ? [server] : []));
    return least[Math.floor(random() * least.length)]!;
  },
});
