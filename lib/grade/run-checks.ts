/** Runs an exercise's checks on an answer. What comes of it is plain data. */
import { playerModel } from "../draw/player";
import { playerMimeType } from "../draw/player/model";
import { spaceTime } from "../draw/space-time";
import type { Answer } from "./answer";
import { AnswerError } from "./answer";
import { Wrong } from "./exercise";
import type { Check, Exercise, FailingRun, Outcome, Setting } from "./exercise";
import { watched } from "./pure";
import { replayText } from "./replay-text";
import type { AnswerPlace } from "./replay-text";
import type { CheckResult, ShownRun } from "./result";

/** How the checks are run. */
export interface RunOptions extends Partial<Setting> {
  /** Whether failing runs are drawn. Default: the smallest one. */
  readonly drawings?: "none" | "smallest" | "all";
  /** Called with each result as soon as it is there: what has been earned is not lost if a later check never
   *  ends. A result with a drawing is told again when it is drawn. */
  readonly onResult?: (result: CheckResult) => void;
  /** The name of the one check that is to be run. Default: all of them. */
  readonly only?: string;
  /** Where the answer is, for the cell that shows a failing run again. Default: in its file. */
  readonly place?: AnswerPlace;
}

/** One result for each check, in order. Never throws, whatever the answer does. */
export function runChecks(exercise: Exercise, answer: Answer, options: RunOptions = {}): readonly CheckResult[] {
  const { drawings = "smallest", seedOffset = 0 } = options;
  const { id, exports, checks } = exercise;
  // The check that sees a changed argument first fails for it; those after it judge what the answer does otherwise.
  let pure = exercise.pure ?? [];
  const wanted = checks.filter(({ name }) => options.only === undefined || name === options.only);
  const found = wanted.map((check) => {
    const seen = watched(answer, pure, () => (pure = []));
    const outcome = judged(check, seen, { seedOffset });
    const number = checks.indexOf(check) + 1;
    const replay = replayText({ id, exports, number, seedOffset, place: options.place ?? "file" });
    options.onResult?.(resultOf(check, outcome, replay, false));
    return { check, outcome, replay };
  });
  const failing = found.flatMap(({ outcome }) => (outcome.passed || !outcome.run ? [] : [outcome.run]));
  const smallest = failing.toSorted((one, other) => one.size - other.size)[0];
  return found.map(({ check, outcome, replay }) => {
    const drawn = drawings === "all" || (drawings === "smallest" && outcome.run === smallest);
    const result = resultOf(check, outcome, replay, drawn);
    if (result.run?.bundle) options.onResult?.(result);
    return result;
  });
}

function judged(check: Check, answer: Answer, setting: Setting): Outcome {
  try {
    return check.run(answer, setting);
  } catch (error) {
    if (error instanceof Wrong) return { ...error.found, passed: false };
    if (error instanceof AnswerError) return { passed: false, message: error.message };
    const message = error instanceof Error ? error.message : String(error);
    return { passed: false, message: message.replace("threw AnswerError: ", "failed: ") };
  }
}

function resultOf(check: Check, outcome: Outcome, replay: string, drawn: boolean): CheckResult {
  const { name, kind, points: maxPoints, hint } = check;
  const { passed, message, expected, happened, coverage, run } = outcome;
  const points = passed ? maxPoints : Math.max(0, Math.min(outcome.points ?? 0, maxPoints - 1));
  return {
    name,
    kind,
    points,
    maxPoints,
    passed,
    message,
    ...(expected === undefined ? {} : { expected }),
    ...(happened === undefined ? {} : { happened }),
    ...(coverage === undefined ? {} : { coverage }),
    ...(run === undefined ? {} : { run: shownRun(run, drawn && !passed) }),
    ...(run === undefined || passed ? {} : { replay }),
    ...(hint === undefined || passed ? {} : { hint }),
  };
}

/** A run that cannot be drawn, because the answer behaves otherwise the second time, is told in words. */
function shownRun({ traced, sentence, lines, size }: FailingRun, drawn: boolean): ShownRun {
  const words = { sentence, lines, size };
  if (!drawn) return { ...words, diagram: "" };
  try {
    // What goes wrong is at the end.
    const part = "end";
    const diagram = spaceTime(traced, { part });
    // The player's own HTML is left out: it is a hundred times as large, and the page has a player already.
    const bundle = { [playerMimeType]: playerModel(traced, { part }), ...diagram.toMimeBundle() };
    return { ...words, diagram: diagram.toString(), bundle };
  } catch {
    return { ...words, diagram: "" };
  }
}
