/** The predictions that this reader has made, from the server, for every place that shows one. */
import { signal, type ReadonlySignal } from "@preact/signals";
import * as course from "../client/course";
import type { Question } from "../model/prediction";

export const predictionsMade = signal<ReadonlyMap<string, course.Prediction>>(new Map());

export function notePrediction(prediction: course.Prediction): void {
  predictionsMade.value = new Map(predictionsMade.peek()).set(prediction.id, prediction);
}

/** Without an answer from the server there are none: the questions can be answered (again). */
export async function loadPredictions(): Promise<void> {
  const made = await course.predictions().catch(() => []);
  predictionsMade.value = new Map(made.map((prediction) => [prediction.id, prediction]));
}

/** The questions that this reader passed over, until the page is loaded again. */
const passedOver = signal<ReadonlySet<string>>(new Set());

const outcomesKey = "distlab:outcomes";
const allShown = signal(localStorage.getItem(outcomesKey) === "shown");

/** Whether nothing is held back: for whoever teaches or looks something up. The choice is this browser's. */
export const outcomesShown: ReadonlySignal<boolean> = allShown;

export function showOutcomes(shown: boolean): void {
  allShown.value = shown;
  if (shown) localStorage.setItem(outcomesKey, "shown");
  else localStorage.removeItem(outcomesKey);
}

export function passOver(question: string): void {
  passedOver.value = new Set(passedOver.peek()).add(question);
}

/** Whether what comes after the question is to be held back. */
export function isOpen({ id, mine }: Question): boolean {
  return !allShown.value && mine === null && !predictionsMade.value.has(id) && !passedOver.value.has(id);
}
