// From the front: keeps one messenger more each time.
import type { Plan } from "distlab";

function keeping(plan: Plan, kept: number): number[] {
  const lost = [...Array(plan.messengers).keys()].map((index) => index + 1).filter((number) => number > kept);
  const { A, B } = plan.play(lost);
  return A === B ? keeping(plan, kept + 1) : lost.toReversed();
}

export const findDisagreement = (plan: Plan): number[] => keeping(plan, 0);
