// Catches a single messenger, though others may then ride in its place.
// caught by: any plan whatever
import type { Plan } from "distlab";

export function findDisagreement(plan: Plan): number[] {
  for (let number = plan.messengers; number >= 1; number--) {
    const night = plan.play([number]);
    if (night.A !== night.B) return [number];
  }
  return [];
}
