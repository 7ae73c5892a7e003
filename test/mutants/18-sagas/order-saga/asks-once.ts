// Asks for a compensation once.
// caught by: a compensation is asked for until it is answered, and nothing has ended before
import type { OrderStanding, SagaNext, SagaStep, StepStanding } from "distlab";

const steps: SagaStep[] = ["create", "reserve", "charge", "ship"];

export function next(order: OrderStanding, impatient: boolean): SagaNext {
  const is = (step: SagaStep, ...standings: StepStanding[]): boolean => standings.includes(order[step]);
  const current = steps.find((step) => !is(step, "done"));
  if (current === undefined) return { requests: [], ended: "done" };

  const hasTurned = steps.some((step) => is(step, "refused", "undoing", "undone"));
  const givesUp = impatient && is(current, "asked") && current !== "ship";
  if (!hasTurned && !givesUp) {
    const isDue = is(current, "unknown") || impatient;
    return { requests: isDue ? [{ kind: "Do", step: current }] : [], ended: null };
  }
  const left = steps.filter((step) => is(step, "done", "asked", "undoing"));
  const due = left.filter((step) => !is(step, "undoing"));
  return {
    requests: due.toReversed().map((step) => ({ kind: "Undo", step })),
    ended: left.length === 0 ? "compensated" : null,
  };
}
