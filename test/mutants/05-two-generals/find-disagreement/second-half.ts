// Catches the second half of the messengers.
// caught by: ladders of every length
import type { Plan } from "distlab";

export function findDisagreement(plan: Plan): number[] {
  return Array.from({ length: plan.messengers }, (_, index) => index + 1).filter(
    (number) => number > plan.messengers / 2,
  );
}
