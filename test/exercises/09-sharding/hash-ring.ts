/**
 * Which machine has my key?
 *
 * Build whatever finds the machines of a key: a ring, or another rule that keeps the same promises.
 *
 * - `find(keys, copies)` returns for each key the names of `copies` machines, all different (all that there are, if there
 *   are fewer). The first is the key's owner.
 * - The answer depends on the names and the key alone, not on the order in which the names were listed.
 * - **Balance**: with ten machines the fullest has no more than 1.45 times the average, in the mean of several rings.
 * - **Movement**: a machine that is added takes keys, and no other key moves. A machine that leaves passes its keys on,
 *   to many others and not to one, and no other key moves: each of its keys goes to the second machine of its list.
 *
 * Where a key is does not matter. You may import `hashUnit` (text to a number from 0 up to 1, as even as chance) and
 * `hash53` (text to a whole number below 2⁵³) from `distlab`.
 *
 * Try it: `npx distlab check 09-sharding/hash-ring`, or the button Check in the page.
 */
import type { HashRingAnswer } from "distlab";

export const createRing: HashRingAnswer["createRing"] = (nodes) => {
  void nodes;
  return {
    find(keys, copies) {
      void [keys, copies]; // Your answer goes here, instead of this line.
      return [];
    },
  };
};
