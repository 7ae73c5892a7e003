// Does not save when it wakes or asks again, since nothing has changed; a table says what follows.
import type { Deed, OrchestratorOut, OrderProgress, SagaStep } from "distlab";

const steps = ["create", "reserve", "charge", "ship"] as const;

const question = ({ direction }: OrderProgress): "Do" | "Undo" | undefined =>
  ({ forward: "Do", back: "Undo", done: undefined, compensated: undefined } as const)[direction];

export function woke(progress: OrderProgress, out: OrchestratorOut): void {
  const kind = question(progress);
  const service = steps[progress.step];
  if (kind !== undefined && service !== undefined) out.send(service, { kind });
}

function become(
  progress: OrderProgress,
  direction: OrderProgress["direction"],
  step: number,
  out: OrchestratorOut,
): void {
  progress.direction = direction === "back" && step < 0 ? "compensated" : step > 3 ? "done" : direction;
  progress.step = step;
  out.save({ direction: progress.direction, step });
  woke(progress, out);
}

export function heard(progress: OrderProgress, service: SagaStep, stands: Deed, out: OrchestratorOut): void {
  const { direction, step } = progress;
  if (steps.indexOf(service) !== step) return;
  if (direction === "forward")
    return stands === "done" ? become(progress, "forward", step + 1, out) : become(progress, "back", step - 1, out);
  if (direction === "back" && stands === "undone") become(progress, "back", step - 1, out);
}

export function waited(progress: OrderProgress, out: OrchestratorOut): void {
  const turns = progress.direction === "forward" && steps[progress.step] !== "ship";
  if (turns) become(progress, "back", progress.step, out);
  else woke(progress, out);
}
