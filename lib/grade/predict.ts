/**
 * `predict`: a question before a run whose answer will surprise. The page shows it as buttons and keeps the answer;
 * elsewhere the reader writes the answer into the cell. It never waits for anybody, so that a chapter also runs alone.
 */
import { textual } from "../draw/drawing";
import type { Drawing } from "../draw/drawing";
import { show } from "../draw/show";

/** A question to answer before a run, and what was answered. */
export interface Prediction {
  /** `NN-slug/name`, by which the answer is kept. */
  readonly id: string;
  readonly question: string;
  readonly choices: readonly string[];
  /** Your answer: one of the choices, or its number from 1. Leave it out in the page, and press a button there. */
  readonly mine?: string | number;
  /** How sure you are, in per cent: from what guessing would give to 100. */
  readonly confidence?: number;
}

/**
 * Asks, and shows what was answered.
 * @throws RangeError where `mine` or `confidence` is not one that can be
 * @example
 * const question = { id: "05-two-generals/one-more", question: "Is one more enough?", choices: ["yes", "no"] };
 * predictionDrawing(question).toString().includes("Is one more enough?"); // → true
 */
export function predict(prediction: Prediction): void {
  show(predictionDrawing(prediction));
}

/** The question as a drawing. */
export function predictionDrawing(prediction: Prediction): Drawing {
  const { id, question, choices, confidence } = prediction;
  if (!/^\d\d-[a-z0-9-]+\/[a-z0-9-]+$/.test(id))
    throw new RangeError(`id is ${JSON.stringify(id)}; allowed is NN-slug/name`);
  if (choices.length < 2) throw new RangeError(`choices has ${choices.length}; allowed are two or more`);
  const mine = answerOf(prediction);
  if (confidence !== undefined && !(confidence >= 0 && confidence <= 100)) {
    throw new RangeError(`confidence is ${confidence}; allowed is 0 to 100 (per cent)`);
  }
  const sure = confidence === undefined ? "" : `, ${confidence} % sure`;
  const answered = mine === undefined ? [] : [`You predicted: ${mine}${sure}.`];
  const lines = choices.map((choice, index) => `${choice === mine ? "▸" : " "} ${index + 1}  ${choice}`);
  const hint =
    mine === undefined
      ? ["Decide before you run the next cell: add `mine: 1` (or another number) and `confidence: 70`."]
      : [];
  return textual(
    () => ({
      "application/vnd.distlab.predict+json": { id, question, choices, ...(mine === undefined ? {} : { mine }) },
      "text/markdown": [
        `**Predict.** ${question}`,
        "",
        ...choices.map((choice, index) => `${index + 1}. ${choice === mine ? `**${choice}**` : choice}`),
        "",
        ...answered,
        ...hint,
      ].join("\n"),
    }),
    () => [`Predict. ${question}`, ...lines, ...answered, ...hint].join("\n"),
  );
}

function answerOf({ mine, choices }: Prediction): string | undefined {
  if (mine === undefined) return undefined;
  const choice = typeof mine === "number" ? choices[mine - 1] : choices.find((one) => one === mine);
  if (choice !== undefined) return choice;
  throw new RangeError(
    `mine is ${JSON.stringify(mine)}; allowed is 1 to ${choices.length}, or one of: ${choices.join(" · ")}`,
  );
}
