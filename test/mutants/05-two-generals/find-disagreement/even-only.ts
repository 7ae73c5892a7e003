// Catches only the messengers of B.
// caught by: ladders of every length
import type { Plan } from "distlab";

export function findDisagreement(plan: Plan): number[] {
  const lost: number[] = [];
  for (let number = plan.messengers; number >= 1; number--) {
    if (number % 2 === 0) lost.push(number);
    const night = plan.play(lost);
    if (night.A !== night.B) return lost;
  }
  return [];
}
