// No ring at all: sorts the machines by a hash of machine and key (rendezvous).
import { hash53 } from "distlab";
import type { HashRingAnswer } from "distlab";

export const createRing: HashRingAnswer["createRing"] = (nodes) => ({
  find: (keys, copies) =>
    keys.map((key) =>
      nodes
        .map((node) => ({ node, score: hash53(`${node} has ${key}`) }))
        .toSorted((left, right) => right.score - left.score)
        .slice(0, copies)
        .map(({ node }) => node),
    ),
});
