/**
 * Budgets: what an answer may spend, in messages, in memory or in calls. For exercises where cost is the subject: an
 * answer that does the right thing with ten times what it takes has missed the point there, and nowhere else.
 */
import { canonical } from "../data";
import type { Data } from "../data";
import { always } from "../protocol";
import type { NodeId, Property } from "../protocol";
import type { Run } from "../sim";
import { expectTrue } from "./checks";

/** @throws Wrong that names both figures if more was used than there is; the budget itself may be used up */
export function expectBudget(used: number, most: number, what: string): void {
  expectTrue(used <= most, `${what}: used ${used}, and the budget is ${most}`, {
    expected: `at most ${most}`,
    happened: String(used),
  });
}

/**
 * How much memory plain data take, in characters of their JSON. Coarse, the same on every machine, and enough to tell
 * a state that grows from one that does not.
 * @example
 * grading.sizeOf({ waiting: [1, 2] }); // → 17
 */
export function sizeOf(value: Data): number {
  return canonical(value).length;
}

/**
 * A property: the state of none of these nodes is ever larger than this, as `sizeOf` counts. Put it beside the others.
 * @param characters from 1
 */
export function memoryBudget(characters: number, nodes: readonly NodeId[]): Property {
  return always(`no state takes more than ${characters} characters`, (world) => {
    for (const node of nodes) {
      const used = sizeOf(world.state(node));
      if (used > characters) return `the state of ${node} takes ${used} characters, and the budget is ${characters}`;
    }
    return true;
  });
}

/**
 * A claim about a whole run, for `check` of a check by seeds: no more messages than these were sent.
 * @param most from 0
 */
export function messageBudget(most: number): (run: Pick<Run, "counts">) => true | string {
  return ({ counts: { sent } }) => sent <= most || `${sent} messages were sent, and the budget is ${most}`;
}
