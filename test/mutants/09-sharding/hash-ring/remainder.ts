// Takes the remainder of the hash by the number of machines, in the order of their names.
// caught by: a machine that is added takes keys, and no other key moves
import { hash53 } from "distlab";
import type { HashRingAnswer } from "distlab";

export const createRing: HashRingAnswer["createRing"] = (nodes) => {
  const sorted = nodes.toSorted();
  const nth = (key: string, copy: number): string => sorted[(hash53(key) + copy) % sorted.length]!;
  return {
    find: (keys, copies) =>
      keys.map((key) => Array.from({ length: Math.min(copies, nodes.length) }, (_, copy) => nth(key, copy))),
  };
};
