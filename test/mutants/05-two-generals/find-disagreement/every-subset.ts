// Tries every night there is, which is right and takes for ever.
// caught by: a long plan, without trying all its nights
import type { Plan } from "distlab";

export function findDisagreement(plan: Plan): number[] {
  for (let night = 0; night < 2 ** plan.messengers; night++) {
    const lost = Array.from({ length: plan.messengers }, (_, index) => index + 1).filter(
      (number) => Math.floor(night / 2 ** (number - 1)) % 2 === 1,
    );
    const { A, B } = plan.play(lost);
    if (A !== B) return lost;
  }
  return [];
}
