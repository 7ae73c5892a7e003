/**
 * The proof as a program.
 *
 * Somebody hands you a plan for two generals and swears by it: when nobody is caught both attack, and when nobody
 * arrives both hold. Return the numbers of the messengers to catch so that one general attacks and the other holds.
 * There is always such a night; you are to find it, and without trying them all: `plan.play` may be called 200 times.
 *
 * Messengers are numbered in the order in which they would ride, 1 to `plan.messengers`. Whether one rides at all may
 * depend on who arrived before, and on who did not: in some plans silence speaks.
 *
 * Try it: `npx distlab check 05-two-generals/find-disagreement`, or the button Check in the page.
 */
import type { Plan } from "distlab";

export function findDisagreement(plan: Plan): number[] {
  // plan.play([2, 3]) is the night on which messengers 2 and 3 are caught: { delivered, A, B }.
  void plan; // Your answer goes here, instead of this line.
  return [];
}
