/** Exercises in which something is to be measured: the answer is numbers, each judged by a bound on either side. */
import { example, expectTrue } from "./checks";
import { exercise } from "./exercise";
import type { Exercise } from "./exercise";

/** One number that is to be measured. */
export interface Measured {
  /** The name under which the answer exports it. */
  readonly exported: string;
  /** The claim, as the check is called: "the share that queues has been found". */
  readonly name: string;
  readonly points: number;
  /** What it counts, for messages: "machines", "ms", "of the work". */
  readonly unit: string;
  /** The least and the most that are right. Both may be reached. */
  readonly least: number;
  readonly most: number;
  /** Why these bounds: what an honest measurement can vary by, and which mistake lies outside. Told after a pass. */
  readonly why: string;
  /** Where to look when it is wrong. */
  readonly hint: string;
}

/** What is to be measured. */
export interface MeasureOptions {
  readonly id: string;
  readonly title: string;
  /** The values that an answer may import from `distlab`. Default: none. */
  readonly imports?: readonly string[];
  readonly numbers: readonly Measured[];
  readonly hints: readonly string[];
  readonly difference: string;
}

/**
 * An exercise with one check for each number. A wrong number is told to be too low or too high, never by how much.
 * @throws RangeError where the bounds of a number are none, or say nothing of why
 */
export function measure({ numbers, ...about }: MeasureOptions): Exercise {
  for (const number of numbers) checkBounds(number);
  return exercise({
    ...about,
    kind: "measure",
    exports: numbers.map(({ exported }) => exported),
    checks: numbers.map((number) =>
      example({
        name: number.name,
        points: number.points,
        hint: number.hint,
        run(answer) {
          expectWithinBounds(answer.value(number.exported), number);
          return number.why;
        },
      }),
    ),
  });
}

function checkBounds({ exported, least, most, why }: Measured): void {
  if (!(Number.isFinite(least) && Number.isFinite(most) && least <= most))
    throw new RangeError(`bounds of ${exported} are ${least} and ${most}; allowed are two numbers, the least first`);
  if (why.trim() === "") throw new RangeError(`why of ${exported} is empty; allowed is a sentence`);
}

function expectWithinBounds(value: unknown, { exported, unit, least, most }: Measured): void {
  const isNumber = typeof value === "number" && Number.isFinite(value);
  const happened = `${exported} is ${JSON.stringify(value)}`;
  expectTrue(isNumber, `${happened}; expected a number (${unit})`, { expected: `a number (${unit})` });
  if (!isNumber) return;
  expectTrue(value >= least, `${happened} ${unit}: too low`, { expected: "more", happened: `${value} ${unit}` });
  expectTrue(value <= most, `${happened} ${unit}: too high`, { expected: "less", happened: `${value} ${unit}` });
}
