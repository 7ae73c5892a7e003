/**
 * Sharing out the slots again.
 *
 * A shop has cut its keys into a fixed number of slots, and keeps a list: for each slot the machine that has it. Now
 * machines have been added, or have gone, or both. Say for each slot who is to have it, so that
 *
 * - every slot is on one of `machines`, which are those that there are now;
 * - no two machines differ by more than one slot;
 * - no more slots move than must: each is a few gigabytes over the network;
 * - the same question has the same answer, and the lists that you are given stay as they are.
 *
 * There is at least one machine. `owners` may name machines that are gone; some of `machines` may have nothing yet.
 *
 * Try it: `npx distlab check 09-sharding/rebalance`, or the button Check in the page.
 */
import type { Rebalance } from "distlab";

export const rebalance: Rebalance["rebalance"] = (owners, machines) => {
  void [owners, machines]; // Your answer goes here, instead of this line.
  return [];
};
