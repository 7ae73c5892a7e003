/**
 * Loses the last messenger, then the last two, and so on.
 *
 * Between two such nights only one messenger's fate differs, and everything after it is lost in both. So its sender
 * sees the same in both nights and does the same; only its receiver can change its mind. The first night has two
 * attackers and the last has none: somewhere on the way the two must part.
 */
import type { Plan } from "distlab";

export function findDisagreement(plan: Plan): number[] {
  for (let first = plan.messengers; first >= 1; first--) {
    const lost: number[] = [];
    for (let number = first; number <= plan.messengers; number++) lost.push(number);
    const night = plan.play(lost);
    if (night.A !== night.B) return lost;
  }
  throw new Error("both attack without loss and both hold when all is lost, so this cannot be reached");
}
