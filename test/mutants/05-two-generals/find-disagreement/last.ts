// Catches the last messenger and looks no further.
// caught by: messengers who ride whatever happens
import type { Plan } from "distlab";

export function findDisagreement(plan: Plan): number[] {
  return [plan.messengers];
}
