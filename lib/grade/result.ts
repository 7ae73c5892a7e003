/**
 * What came of checking: one model, plain data, from which every report is made: a terminal's lines, a notebook's
 * drawing, the page, JSON, and the formats of others.
 */
import type { MimeBundle } from "../draw/drawing";

/** How a check goes about it. */
export type CheckKind = "example" | "seeds" | "exhaustive" | "schedule" | "prediction" | "measurement";

/** A run that shows what is wrong, ready to be read and drawn. */
export interface ShownRun {
  /** What goes wrong at its end, in one sentence. */
  readonly sentence: string;
  /** The run in words, a line for each step. */
  readonly lines: readonly string[];
  /** How many events it has. */
  readonly size: number;
  /** The space-time diagram as text. Empty where no drawings were asked for. */
  readonly diagram: string;
  /** The player and the diagram, by MIME type. Left out where no drawings were asked for. */
  readonly bundle?: MimeBundle;
}

/** What came of one check. */
export interface CheckResult {
  /** A claim, such as "a repeated request is answered and not performed again". */
  readonly name: string;
  readonly kind: CheckKind;
  /** Points earned. */
  readonly points: number;
  readonly maxPoints: number;
  readonly passed: boolean;
  /** In one sentence: what was found, or what went wrong. */
  readonly message: string;
  /** What should have happened, and what did, where this can be said. */
  readonly expected?: string;
  readonly happened?: string;
  /** How much was looked at: "997 of 1000 seeds passed", "held in all 474 states". */
  readonly coverage?: string;
  readonly run?: ShownRun;
  /** A notebook's cell that shows the run again, of a check that fails with one. */
  readonly replay?: string;
  /** The check's own hint, which is shown with its failure. */
  readonly hint?: string;
}

/** What came of an exercise. */
export interface ExerciseResult {
  /** `NN-slug/name`. */
  readonly id: string;
  readonly title: string;
  readonly score: number;
  readonly maxScore: number;
  readonly passed: boolean;
  readonly checks: readonly CheckResult[];
  /** What TypeScript says about the answer, `line 3: …`. It costs no points. */
  readonly typeErrors: readonly string[];
  /** Why the answer could not be judged, or not in full: it does not load, ran out of time or memory. */
  readonly problems: readonly string[];
  /** What the answer printed, cut short. */
  readonly printed: readonly string[];
  readonly milliseconds: number;
  /** What the reference solution does differently: told to those who have passed. */
  readonly difference?: string;
}

/** What `distlab check --json` prints. */
export interface CheckReport {
  readonly score: number;
  readonly maxScore: number;
  readonly exercises: readonly ExerciseResult[];
}

/** How far a submission was kept from the machine that judged it, strongest first. */
export type SandboxLevel = "bubblewrap" | "unshare" | "node permissions" | "none";

/** What came of one learner's submission. */
export interface SubmissionResult {
  /** Who handed it in: the name of the file or folder. */
  readonly learner: string;
  readonly sandbox: SandboxLevel;
  readonly score: number;
  readonly maxScore: number;
  readonly exercises: readonly ExerciseResult[];
  /** What was wrong with the submission as a whole, such as an archive that reaches outside itself. */
  readonly problems: readonly string[];
  readonly milliseconds: number;
}
