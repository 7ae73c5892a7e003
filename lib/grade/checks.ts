/**
 * The ways in which a check judges an answer. Each returns what it found instead of throwing, with the smallest run
 * that shows what is wrong.
 */
import { sameData } from "../data";
import type { Data } from "../data";
import type { Millis } from "../protocol";
import { checkSeeds, playSchedule } from "../seeds";
import type { CheckSeedsOptions, Move, ScheduledRun, SeedsReport } from "../seeds";
import type { Run, SimulateOptions } from "../sim";
import type { Traced } from "../trace/replay";
import { traceText } from "../trace/text";
import { explore } from "../verify/explore";
import { counted } from "../verify/explore/limits";
import type { Counterexample, Exploration, ExploreOptions } from "../verify/explore";
import type { Answer } from "./answer";
import { Wrong } from "./exercise";
import type { Check, FailingRun, Outcome, Setting } from "./exercise";

/** What every check says of itself. */
export interface CheckOptions {
  /** A claim: "a repeated request is answered and not performed again". */
  readonly name: string;
  readonly points: number;
  /** Where to look when it fails. */
  readonly hint?: string;
}

/** A check by example. */
export interface ExampleOptions extends CheckOptions {
  /**
   * Tries the answer. It is wrong where this throws: `expectEqual` and its like throw what can be told well. It may
   * return what was looked at, such as "12 requests".
   */
  readonly run: (answer: Answer, setting: Setting) => string | void;
}

/** Tries the answer on what its author thought of. */
export function example({ run, ...check }: ExampleOptions): Check {
  return {
    ...check,
    kind: "example",
    run(answer, setting) {
      const coverage = run(answer, setting);
      return { passed: true, message: "as expected", ...(typeof coverage === "string" ? { coverage } : {}) };
    },
  };
}

/** @throws Wrong that says what was expected and what happened, unless the two are equal as plain data */
export function expectEqual(happened: Data, expected: Data, what: string): void {
  if (sameData(happened, expected)) return;
  throw new Wrong({
    message: `${what}: expected ${dataText(expected)}, got ${dataText(happened)}`,
    expected: dataText(expected),
    happened: dataText(happened),
  });
}

/** @throws Wrong unless `happened` lies between the two, which may both be reached */
export function expectBetween(happened: Data, least: number, most: number, what: string): void {
  if (typeof happened === "number" && happened >= least && happened <= most) return;
  const expected = `from ${least} to ${most}`;
  const got = dataText(happened);
  throw new Wrong({ message: `${what}: expected ${expected}, got ${got}`, expected, happened: got });
}

/** @throws Wrong unless `holds` */
export function expectTrue(holds: boolean, message: string, more: Omit<Outcome, "passed" | "message"> = {}): void {
  if (!holds) throw new Wrong({ message, ...more });
}

function dataText(value: Data): string {
  const text = JSON.stringify(value);
  return text.length > 200 ? `${text.slice(0, 199)}…` : text;
}

/** A check by seeds. */
export interface SeedsOptions extends CheckOptions {
  /** How many. Default 200. */
  readonly seeds?: number;
  /** As `checkSeeds` wants it, of the answer. */
  readonly simulate: (answer: Answer) => Omit<CheckSeedsOptions, "seeds" | "onProgress">;
  /** When a failing run has gone wrong; what happens later is not shown. Default, and if undefined: at its end. */
  readonly wrongAtMs?: (run: Run) => Millis | undefined;
}

/** Simulates the answer under many seeds; a failure shows the smallest run that fails in the same way. */
export function seeds({ seeds: count = 200, simulate, wrongAtMs, ...check }: SeedsOptions): Check {
  return {
    ...check,
    kind: "seeds",
    run(answer, { seedOffset }) {
      const list = Array.from({ length: count }, (_, index) => seedOffset + index + 1);
      const options = { ...simulate(answer), seeds: list, onProgress: () => undefined };
      return seedsOutcome(checkSeeds(options), options.check, wrongAtMs);
    },
  };
}

function seedsOutcome(
  report: SeedsReport,
  check: CheckSeedsOptions["check"],
  wrongAtMs: SeedsOptions["wrongAtMs"],
): Outcome {
  const coverage = `${report.passed} of ${report.total} seeds passed`;
  const [first] = report.failing;
  const never = report.neverHeld[0];
  if (!first && never !== undefined) {
    const unseen = `${never}: seen in none of ${report.total} runs`;
    return { passed: false, coverage: unseen, message: unseen };
  }
  if (!first) return { passed: true, coverage, message: coverage };
  const run = failingSeed(report, first.sentence, check, wrongAtMs);
  const said = bare(run?.sentence ?? first.sentence);
  return { passed: false, coverage, message: said, ...(run ? { run } : {}) };
}

function failingSeed(
  { smallest, fewestFaults }: SeedsReport,
  firstSentence: string,
  check: CheckSeedsOptions["check"],
  wrongAtMs: SeedsOptions["wrongAtMs"],
): FailingRun | undefined {
  if (smallest) return shown(smallest);
  if (!fewestFaults) return undefined;
  // With fewer faults it may fail with other figures than the first run did; the sentence is about the run that is shown.
  const verdict = check?.(fewestFaults);
  const sentence = typeof verdict === "string" ? verdict : firstSentence;
  const endMs = wrongAtMs?.(fewestFaults);
  const traced = endMs === undefined ? fewestFaults : upTo(fewestFaults, endMs);
  const lines = traceText(traced.trace, { withoutSaves: true, arrivalsOnly: true }).trimEnd().split("\n");
  return { traced, sentence, lines, size: lines.length };
}

/** The beginning of a run. */
function upTo({ trace, protocols }: Run, endMs: Millis): Traced {
  return { protocols, trace: { ...trace, events: trace.events.filter(({ at }) => at <= endMs) } };
}

function shown(run: ScheduledRun | Counterexample): FailingRun {
  const size = "size" in run ? run.size : run.steps;
  return { traced: run, sentence: bare(run.sentence), lines: run.lines, size };
}

/** The name of our own error says nothing to a learner. */
function bare(sentence: string): string {
  return sentence.replace("threw AnswerError: ", "failed: ");
}

/** An exhaustive check. */
export interface ExhaustiveOptions extends CheckOptions {
  /** As `explore` wants it, of the answer. Bounds should keep the right answer under a second. */
  readonly explore: (answer: Answer) => ExploreOptions;
}

/** Goes through every run within bounds; a failure shows a shortest one. */
export function exhaustive({ explore: options, ...check }: ExhaustiveOptions): Check {
  return {
    ...check,
    kind: "exhaustive",
    run: (answer) =>
      explorationOutcome(explore({ ...options(answer), onFailure: "report", onProgress: () => undefined })),
  };
}

function explorationOutcome(found: Exploration): Outcome {
  const { counterexample, failure, distinct } = found;
  const held = `held in all ${distinct} states`;
  if (found.holds) return { passed: true, coverage: held, message: held };
  const wrong = found.verdicts.find(({ outcome }) => outcome !== "held");
  const run = counterexample ? shown(counterexample) : undefined;
  const unseen = `${wrong?.property ?? "the exploration"}: ${wrong?.text ?? "unknown"}`;
  const message = bare(failure?.error.message ?? run?.sentence ?? unseen);
  // What never happens, although it should, goes wrong at no step.
  const where = run || failure ? `wrong ${whereWrong(found)}, among ${counted(distinct, "state")}` : unseen;
  return { passed: false, coverage: where, message, ...(run ? { run } : {}) };
}

/** How far from the beginning, as the run that is shown counts its steps. */
function whereWrong({ counterexample, depth }: Exploration): string {
  const steps = counterexample?.steps ?? depth;
  if (steps === 0) return "in the beginning";
  return `after ${steps} step${steps === 1 ? "" : "s"}`;
}

/** The check of an answer that is a schedule. */
export interface ScheduleOptions extends CheckOptions {
  /** The name under which the answer exports its moves. Default "schedule". */
  readonly exported?: string;
  /** What is to be broken: the moves must be possible, and a property must fail. */
  readonly wrong: SimulateOptions;
  /** The same without its mistake: the same moves must leave it unharmed. */
  readonly correct: SimulateOptions;
  /** How many events the shortest such run has. */
  readonly par: number;
}

/** The schedule breaks what has the mistake and leaves its correct twin unharmed. How long it is beside par is told. */
export function breaks({ exported = "schedule", wrong, correct, par, ...check }: ScheduleOptions): Check {
  return {
    ...check,
    kind: "schedule",
    run(answer) {
      const moves = answer.value(exported) as unknown as Move[];
      expectTrue(Array.isArray(moves) && moves.length > 0, `${exported} is empty; it should be a list of moves`);
      const played = play(wrong, moves);
      expectTrue(played.property !== undefined, "the moves can be played, and nothing goes wrong", {
        expected: "a property that fails",
        happened: `every property holds to the end${answersIn(played)}`,
        run: shown(played),
      });
      const twin = playPossible(correct, moves);
      expectTrue(twin?.property === undefined, "the same moves break the correct protocol too", {
        expected: "only the mistake is to blame",
        ...(twin ? { happened: twin.sentence, run: shown(twin) } : {}),
      });
      return { passed: true, message: `yours ${events(played.size)}, par ${par}`, run: shown(played) };
    },
  };
}

/**
 * For points that a short schedule earns: a schedule that breaks nothing is not short, it is unfinished.
 * @param wrong what is to be broken, as `breaks` has it
 * @param exported the name under which the answer exports its moves. Default "schedule"
 * @throws Wrong unless the moves can be played and a property fails
 */
export function expectBroken(answer: Answer, wrong: SimulateOptions, exported = "schedule"): void {
  const moves = answer.value(exported) as unknown as Move[];
  expectTrue(Array.isArray(moves) && moves.length > 0, `${exported} is empty; it should be a list of moves`);
  const message = `how short it is counts once ${exported} breaks what it is to break`;
  let played: ScheduledRun;
  try {
    played = playSchedule(wrong, { moves });
  } catch {
    throw new Wrong({ message, happened: "not all of its moves can be played" });
  }
  expectTrue(played.property !== undefined, message, { happened: "nothing goes wrong" });
}

const events = (count: number): string => `${count} event${count === 1 ? "" : "s"}`;

/** What the clients were told last; whoever looks for a wrong answer wants to know which ones there were. */
function answersIn({ trace }: ScheduledRun): string {
  const told = trace.events.flatMap((event) =>
    event.kind === "complete" ? [`${event.node} is answered ${dataText(event.result)}`] : [],
  );
  return told.length === 0 ? "" : `; ${told.slice(-6).join(", ")}`;
}

function play(options: SimulateOptions, moves: readonly Move[]): ScheduledRun {
  try {
    return playSchedule(options, { moves });
  } catch (error) {
    const message = error instanceof Error ? error.message : String(error);
    throw new Wrong({ message: message.replace("schedule.moves", "schedule") });
  }
}

/** The correct twin may not even do what the moves ask of it: then it is unharmed as far as it goes. */
function playPossible(options: SimulateOptions, moves: readonly Move[]): ScheduledRun | undefined {
  for (let length = moves.length; length > 0; length--) {
    try {
      return playSchedule(options, { moves: moves.slice(0, length) });
    } catch (error) {
      if (!(error instanceof RangeError)) throw error;
    }
  }
  return undefined;
}
