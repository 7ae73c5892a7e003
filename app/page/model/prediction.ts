/** A question that a chapter asks before a run, as its cell's output carries it. */
import { isObject } from "./notebook";

export interface Question {
  /** "14-raft-election/no-randomness". */
  readonly id: string;
  readonly question: string;
  readonly choices: readonly string[];
}

/** Null when the value is none: then the output's text is shown instead. */
export function readPrediction(value: unknown): Question | null {
  if (!isObject(value)) return null;
  const { id, question, choices } = value;
  if (typeof id !== "string" || typeof question !== "string" || !Array.isArray(choices)) return null;
  const words = choices.filter((choice) => typeof choice === "string" || typeof choice === "number").map(String);
  return words.length < 2 ? null : { id, question, choices: words };
}
