// Takes a late "done" for an answer to "undo".
// caught by: an answer to another question changes nothing
import type { Deed, OrchestratorOut, OrderProgress, SagaStep } from "distlab";

const steps: SagaStep[] = ["create", "reserve", "charge", "ship"];

function ask({ direction, step }: OrderProgress, out: OrchestratorOut): void {
  const service = steps[step];
  if (direction === "forward" && service !== undefined) out.send(service, { kind: "Do" });
  if (direction === "back" && service !== undefined) out.send(service, { kind: "Undo" });
}

function goOn(progress: OrderProgress, out: OrchestratorOut): void {
  out.save(progress);
  ask(progress, out);
}

export function woke(progress: OrderProgress, out: OrchestratorOut): void {
  goOn(progress, out);
}

export function heard(progress: OrderProgress, service: SagaStep, stands: Deed, out: OrchestratorOut): void {
  if (steps[progress.step] !== service) return;
  if (progress.direction === "forward") {
    if (stands === "done") progress.step += 1;
    else Object.assign(progress, { direction: "back", step: progress.step - 1 });
    if (progress.step === steps.length) progress.direction = "done";
  } else if (progress.direction === "back" && stands !== "refused") progress.step -= 1;
  // A late answer to the step says nothing about its compensation.
  else return;
  if (progress.step < 0) progress.direction = "compensated";
  goOn(progress, out);
}

export function waited(progress: OrderProgress, out: OrchestratorOut): void {
  // The silent step stays the current one: it may have been done, and is undone first.
  if (progress.direction === "forward" && progress.step < steps.length - 1) progress.direction = "back";
  goOn(progress, out);
}
