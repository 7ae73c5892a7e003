/** Exercises in which something is to be predicted: the points are for predicting, never for being right. */
import type { Answer } from "./answer";
import { example, expectTrue } from "./checks";
import { exercise } from "./exercise";
import type { Exercise } from "./exercise";

/** What is asked. */
export interface PredictionOptions {
  readonly id: string;
  readonly title: string;
  /** The answers that there are, two or more. */
  readonly choices: readonly string[];
  readonly hints: readonly string[];
  /** What really happens, and why: told once the prediction is there. */
  readonly outcome: string;
}

/** An exercise of three points: for an answer, for how sure one is of it, and for a reason. */
export function prediction({ choices, outcome, ...about }: PredictionOptions): Exercise {
  if (choices.length < 2) throw new RangeError(`choices has ${choices.length}; allowed are two or more`);
  return exercise({
    ...about,
    kind: "predict",
    exports: ["prediction", "confidence", "because"],
    difference: outcome,
    checks: [
      example({
        name: "one of the answers is chosen",
        points: 1,
        run: (answer) =>
          expectTrue(
            choices.includes(text(answer, "prediction")),
            `prediction is ${shown(answer, "prediction")}; allowed is one of: ${choices.map((choice) => JSON.stringify(choice)).join(", ")}`,
          ),
      }),
      example({ name: "it is said how sure you are", points: 1, run: (answer) => confident(answer, choices.length) }),
      example({
        name: "there is a reason",
        points: 1,
        run: (answer) =>
          expectTrue(
            wordsOf(text(answer, "because")) >= wordsLeast,
            `because has ${wordsOf(text(answer, "because"))} words; a reason takes ${wordsLeast} or more`,
          ),
      }),
    ],
  });
}

const wordsLeast = 4;

function confident(answer: Answer, choices: number): void {
  const least = Math.floor(100 / choices);
  const sure = answer.value("confidence");
  const allowed = typeof sure === "number" && sure >= least && sure <= 100;
  expectTrue(
    allowed,
    `confidence is ${shown(answer, "confidence")}; allowed is ${least} (guessing among ${choices}) to 100 (per cent)`,
  );
}

function text(answer: Answer, name: string): string {
  const value = answer.value(name);
  return typeof value === "string" ? value : "";
}

const shown = (answer: Answer, name: string): string => JSON.stringify(answer.value(name));

/** Numbers count among words; a sum alone gives no reason. */
function wordsOf(sentence: string): number {
  const words = sentence.split(/\s+/).filter((word) => /[\p{L}\p{N}]/u.test(word));
  return words.some((word) => /\p{L}/u.test(word)) ? words.length : 0;
}
