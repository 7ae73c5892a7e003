/** A question that a chapter asks before a run, as its cell's output carries it. */
import { predictMime } from "./display";
import { isObject, type Cell } from "./notebook";

export interface Question {
  /** "14-raft-election/no-randomness". */
  readonly id: string;
  readonly question: string;
  readonly choices: readonly string[];
  /** The answer that the cell itself gives; null when it gives none. */
  readonly mine: string | null;
}

/** Null when the value is none: then the output's text is shown instead. */
export function readPrediction(value: unknown): Question | null {
  if (!isObject(value)) return null;
  const { id, question, choices, mine } = value;
  if (typeof id !== "string" || typeof question !== "string" || !Array.isArray(choices)) return null;
  const words = choices.filter((choice) => typeof choice === "string" || typeof choice === "number").map(String);
  return words.length < 2 ? null : { id, question, choices: words, mine: typeof mine === "string" ? mine : null };
}

/** The question that a cell has asked, if any. */
export function questionOf(cell: Cell): Question | null {
  for (const output of cell.outputs) {
    if (output.kind !== "display" && output.kind !== "result") continue;
    const question = readPrediction(output.data[predictMime]);
    if (question !== null) return question;
  }
  return null;
}

/** Whether a cell only asks: then its code is not what one reads, and stays folded until one wants it. */
export function onlyAsks(cell: Cell): boolean {
  return cell.kind === "code" && cell.outputs.length === 1 && questionOf(cell) !== null;
}
