/**
 * Where does the shop stop growing?
 *
 * Before the next order of machines somebody has run the shop's busiest hour on 1 to 16 of them, and counted the requests
 * that were served a second. Each figure may be half a per cent off. Work out
 *
 * - `contention` and `coherence`, the two parameters of the universal scalability law, from 0 to 1;
 * - `peak`: with how many machines the shop would serve the most (nobody has tried so many);
 * - `knee`: the last machine that still brings at least half of what the first one did. This is what to order.
 *
 * You may import `scalability` and `scalabilityPeak` from `distlab`, compute here, or write down what you found in a
 * notebook.
 *
 * Try it: `npx distlab check 01-why-distribute/scalability-knee`, or the button Check in the page.
 */
import type { ScalabilityKnee } from "distlab";

/** [machines, requests a second] */
export const measured: readonly (readonly [machines: number, throughput: number])[] = [
  [1, 898],
  [2, 1724],
  [3, 2468],
  [4, 3162],
  [6, 4340],
  [8, 5273],
  [12, 6505],
  [16, 7278],
];

export const contention: ScalabilityKnee["contention"] = -1;
export const coherence: ScalabilityKnee["coherence"] = -1;
export const peak: ScalabilityKnee["peak"] = -1;
export const knee: ScalabilityKnee["knee"] = -1;
