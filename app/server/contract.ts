// What the server speaks beside Jupyter's own contract: the shapes of the /course routes. The page, the command line
// and the tests import these types; nothing here runs. Every route needs the same log-in as /api.
//
//   GET   /course                                  CourseMap
//   GET   /course/progress                         Progress
//   PATCH /course/progress/:chapter                ProgressChange → ChapterProgress
//   GET   /course/predictions                      Prediction[]
//   PUT   /course/predictions/:id                  NewPrediction → Prediction (id percent-encoded: "05-two-generals/x")
//   GET   /course/exercises/:chapter/:name         ExerciseFile
//   PUT   /course/exercises/:chapter/:name         ExerciseEdit → ExerciseFile, or 409 ExerciseConflict
//   POST  /course/exercises/:chapter/:name/reset   → ExerciseReset
//   POST  /course/exercises/:chapter/:name/check   → ExerciseResult (of the library); 504 when it does not end
//   GET   /course/exercises/:chapter/:name/state   → ExerciseState: points, and the hints that were opened
//   POST  /course/exercises/:chapter/:name/hint    → ExerciseState with one hint more
//   POST  /course/exercises/:chapter/:name/solution  { show?: true } → ShownSolution; 403 before a pass without `show`
//   POST  /course/exercises/:chapter/:name/types   { content } → TypeFault[] of a text that need not be saved
//         (these five: 501 ErrorBody where the server was started without a grader)
//   GET   /course/kernels/:id/executions           Execution[]: what a page that was reloaded may have missed
//   GET   /course/frame                            an empty document in a sandbox of its own (see FrameMessage)
//
// Saving a notebook goes through PUT /api/contents/… with one more field in the body, `distlab_base`: the `hash` of the
// model that the edit is based on (from GET ?content=1 or ?hash=1, or from the last PUT's answer). A header
// `If-Match: "<hash>"` does the same. When the file has changed since, the answer is 409 ContentsConflict and nothing
// is written. `distlab_base: null` means "this file must not exist yet". Without either the save goes through, as in
// Jupyter.
//
// A cell's request should carry `metadata.cellId`, as JupyterLab's does: `Execution` then says whose output it is.

import type { ExerciseResult } from "../../lib/grade/result";

export type { ExerciseResult };

/** Every error, on every route: Jupyter's shape. `message` is for people, `reason` is a fixed word for programs. */
export interface ErrorBody {
  readonly message: string;
  readonly reason: string;
}

/** Stored in .distlab/progress.json. */
export interface Progress {
  readonly chapters: Readonly<Record<string, ChapterProgress>>;
  readonly leftOff: LeftOff | null;
}

export interface LeftOff {
  /** The chapter's id. */
  readonly chapter: string;
  /** The id of the cell that was in view or in use; null is the chapter's top. */
  readonly cell: string | null;
  /** ISO 8601. */
  readonly at: string;
}

export interface ChapterProgress {
  /** ISO 8601. */
  readonly openedAt: string;
  readonly lastAt: string;
  readonly cell: string | null;
  /** Ids of the code cells that were run at least once. */
  readonly ran: readonly string[];
  readonly finished: boolean;
}

/** What is left out stays as it was; `ran` is added to what was there. */
export interface ProgressChange {
  readonly cell?: string | null;
  readonly ran?: readonly string[];
  readonly finished?: boolean;
}

export interface CourseMap {
  readonly title: string;
  readonly chapters: readonly Chapter[];
  readonly leftOff: LeftOff | null;
}

export interface Chapter {
  /** "05-two-generals": the notebook's name without its extension. */
  readonly id: string;
  /** "notebooks/05-two-generals.ipynb", as /api/contents names it. */
  readonly path: string;
  readonly title: string;
  /** The one question that the chapter answers. */
  readonly question: string | null;
  readonly minutes: number | null;
  /** Ids of chapters. */
  readonly prerequisites: readonly string[];
  readonly exercises: readonly Exercise[];
  /** Ids of the code cells, in order. */
  readonly cells: readonly string[];
  /** Why the notebook cannot be read, when it cannot. */
  readonly fault?: string | null;
  /** Null until the chapter was opened. */
  readonly progress: ChapterProgress | null;
}

export interface Exercise {
  /** "05-two-generals/idempotent-receiver". */
  readonly id: string;
  readonly title: string;
  readonly points: number | null;
  /** The most points that a check has given so far. */
  readonly best: number;
  /** True when the learner's file differs from the stub. */
  readonly started: boolean;
  /** False for an exercise without a file (a prediction, a measurement). */
  readonly hasFile: boolean;
}

export interface ExerciseFile {
  readonly id: string;
  /** "exercises/05-two-generals/idempotent-receiver.ts", for display. */
  readonly path: string;
  readonly content: string;
  /** A digest of the content: send it back as `base` when saving. */
  readonly version: string;
  /** True when the content is the stub. */
  readonly pristine: boolean;
}

export interface ExerciseEdit {
  readonly content: string;
  /** The `version` that the edit is based on. */
  readonly base: string;
}

export interface ExerciseConflict extends ErrorBody {
  readonly reason: "conflict";
  readonly current: ExerciseFile;
}

export interface ExerciseReset extends ExerciseFile {
  /** Where the learner's text was put aside, relative to the course; null when there was nothing to keep. */
  readonly kept: string | null;
}

/** How far one is with an exercise. */
export interface ExerciseState {
  readonly id: string;
  readonly kind: "write" | "break" | "predict" | "measure";
  /** The most points so far. */
  readonly best: number;
  readonly maxScore: number;
  readonly passed: boolean;
  /** The hints that were opened, in order. */
  readonly hints: readonly string[];
  readonly hintCount: number;
  /** Whether the solution was shown before the exercise was passed. */
  readonly solutionShown: boolean;
}

export interface ShownSolution {
  readonly id: string;
  /** The reference's TypeScript. */
  readonly content: string;
  /** What it does that other right answers need not do. */
  readonly difference: string;
}

/** Where TypeScript objects to an answer. Offsets count UTF-16 units from 0, as in JavaScript's strings. */
export interface TypeFault {
  readonly from: number;
  readonly to: number;
  /** From 1. */
  readonly line: number;
  readonly message: string;
}

/** What the server needs of a grader. Ids are those of exercises for which `has` says yes. */
export interface Grader {
  has(id: string): boolean;
  best(): Promise<{ readonly [id: string]: { readonly best: number } }>;
  state(id: string): Promise<ExerciseState>;
  check(id: string): Promise<ExerciseResult>;
  hint(id: string): Promise<ExerciseState>;
  /** Null when the exercise has not been passed and it was not `asked` for in so many words. */
  solution(id: string, asked: boolean): Promise<ShownSolution | null>;
  typeErrors(id: string, content: string): Promise<readonly TypeFault[]>;
}

/** The file changed since `distlab_base`; nothing was written. */
export interface ContentsConflict extends ErrorBody {
  readonly reason: "conflict";
  /** Null when the file is gone. */
  readonly current: { readonly hash: string; readonly last_modified: string } | null;
}

export interface NewPrediction {
  readonly answer: string | number | boolean | null;
  /** 0 to 1. */
  readonly confidence: number;
}

/** Stored in .distlab/predictions.json. */
export interface Prediction extends NewPrediction {
  readonly id: string;
  /** ISO 8601, of the first answer: a prediction is not changed afterwards. */
  readonly at: string;
}

/**
 * One execute request of a kernel and all that came of it, oldest first. Running ones are listed whole, finished ones
 * for a while. A page that was reloaded, or a second one, finds here the output that it did not see.
 */
export interface Execution {
  /** The `msg_id` of the request; every message's `parent_header.msg_id`. */
  readonly messageId: string;
  /** `metadata.cellId` of the request. */
  readonly cellId: string | null;
  readonly state: "running" | "done";
  /** ISO 8601. */
  readonly startedAt: string;
  /** True when the output was too long to keep whole: the earliest messages are missing. */
  readonly truncated: boolean;
  /** iopub messages and the execute_reply, as they went over the WebSocket (default framing's JSON). */
  readonly messages: readonly unknown[];
}

/**
 * What the page and the frame say to each other, by postMessage. The frame runs in an opaque origin (its
 * Content-Security-Policy says `sandbox allow-scripts`): scripts in an output run there and can reach neither the page
 * nor the server nor the network. `<iframe sandbox="allow-scripts" src="/course/frame">`; on its `load` event post
 * `{ kind: "show", html }` once; it answers with its height whenever that changes.
 */
export type FrameMessage =
  | { readonly kind: "show"; readonly html: string; readonly theme: "light" | "dark" }
  | { readonly kind: "height"; readonly pixels: number };
