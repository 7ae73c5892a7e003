/**
 * What was said that was said.
 *
 * You are a loyal lieutenant. The first of `generals` commands; he tells everybody his order. Every report is then passed
 * on, until each has gone through `traitorsTolerated` + 1 mouths: so with one traitor to be withstood, the commander's
 * order is passed on, and what the others say that they were told is not.
 *
 * - `relay`: a report has come. Its `path` says through whom, the commander first and whoever told you last. Return what
 *   you tell whom: your name goes to the end of the path, and nobody who is on it is told. Perhaps nobody at all.
 * - `decide`: no more letters will come. `heard` is all that has come, in any order. What does not come counts as
 *   "retreat".
 *
 * If there are more than three times as many generals as traitors, all loyal lieutenants must decide alike, and as the
 * commander ordered if he is loyal. Traitors say what they like to each, or nothing.
 *
 * Try it: `npx distlab check 16-byzantine-generals/oral-messages`, or the button Check in the page.
 */
import type { Hearsay, Lieutenant, Order } from "distlab";

export function relay(lieutenant: Lieutenant, report: Hearsay): { to: string; report: Hearsay }[] {
  void [lieutenant, report];
  throw new Error("not written yet"); // Your answer goes here, instead of these lines.
}

export function decide(lieutenant: Lieutenant, heard: Hearsay[]): Order {
  void [lieutenant, heard];
  throw new Error("not written yet"); // And here.
}
