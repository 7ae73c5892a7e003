// Supposes that it is always B who attacks alone.
// caught by: ladders of every length
import type { Plan } from "distlab";

export function findDisagreement(plan: Plan): number[] {
  const lost: number[] = [];
  for (let number = plan.messengers; number >= 1; number--) {
    lost.push(number);
    const night = plan.play(lost);
    if (night.B === "attack" && night.A === "hold") return lost;
  }
  return [];
}
