// Catches the messengers from the first on, instead of from the last.
// caught by: ladders of every length
import type { Plan } from "distlab";

export function findDisagreement(plan: Plan): number[] {
  const lost: number[] = [];
  for (let number = 1; number <= plan.messengers; number++) {
    lost.push(number);
    const night = plan.play(lost);
    if (night.A !== night.B) return lost;
  }
  return [];
}
