/** The cell that shows a failing run again: what feedback prints, and what works when it is pasted. */

/** Where the answer is that has been checked: in its file, or in the cell that called. */
export type AnswerPlace = "file" | "cell";

/** What the cell needs to name. */
export interface ReplayCell {
  /** `NN-slug/name`. */
  readonly id: string;
  /** Which of the exercise's checks, counted from 1. */
  readonly number: number;
  readonly seedOffset: number;
  readonly place: AnswerPlace;
  /** What an answer exports. */
  readonly exports: readonly string[];
}

/** A notebook's cell, in TypeScript. An answer from a cell is named by what an answer's file would export. */
export function replayText({ id, number, seedOffset, place, exports }: ReplayCell): string {
  const options = [
    ...(place === "cell" ? [`implementation: { ${exports.join(", ")} }`] : []),
    ...(seedOffset === 0 ? [] : [`seedOffset: ${seedOffset}`]),
  ];
  const more = options.length === 0 ? "" : `, { ${options.join(", ")} }`;
  return [
    ...(place === "file" ? [`// Runs the answer in exercises/${id}.ts.`] : []),
    'import { replay } from "distlab";',
    `await replay("${id}", ${number}${more});`,
  ].join("\n");
}
