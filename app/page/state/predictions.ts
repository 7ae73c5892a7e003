/** The predictions that this reader has made, from the server, for every place that shows one. */
import { signal } from "@preact/signals";
import * as course from "../client/course";

export const predictionsMade = signal<ReadonlyMap<string, course.Prediction>>(new Map());

export function notePrediction(prediction: course.Prediction): void {
  predictionsMade.value = new Map(predictionsMade.peek()).set(prediction.id, prediction);
}

/** Without an answer from the server there are none: the questions can be answered (again). */
export async function loadPredictions(): Promise<void> {
  const made = await course.predictions().catch(() => []);
  predictionsMade.value = new Map(made.map((prediction) => [prediction.id, prediction]));
}
