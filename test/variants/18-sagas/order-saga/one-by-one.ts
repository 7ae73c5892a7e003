// Undoes one by one, the last first, and repeats what it waits for each time.
import type { OrderStanding, SagaNext, SagaStep } from "distlab";

const backwards = ["ship", "charge", "reserve", "create"] as const;

function back(order: OrderStanding): SagaNext {
  const step = backwards.find((one) => ["done", "asked", "undoing"].includes(order[one]));
  return step === undefined
    ? { requests: [], ended: "compensated" }
    : { requests: [{ kind: "Undo", step }], ended: null };
}

function forward(order: OrderStanding, impatient: boolean): SagaNext {
  const step: SagaStep | undefined = backwards.findLast((one) => order[one] !== "done");
  if (step === undefined) return { requests: [], ended: "done" };
  if (order[step] === "asked" && impatient && step !== "ship") return back(order);
  return { requests: [{ kind: "Do", step }], ended: null };
}

export function next(order: OrderStanding, impatient: boolean): SagaNext {
  const turned = Object.values(order).some((one) => one === "refused" || one === "undoing" || one === "undone");
  return turned ? back(order) : forward(order, impatient);
}
