/** What those who write an exercise's checks import, as `grading`. See docs/writing-exercises.md. */
export { AnswerError, code, protocolFrom, randomFrom } from "./answer";
export type { Answer, AnswerFault, AnyHandler, Argument, Code, Made } from "./answer";
export { attempt } from "./attempt";
export type { Attempt } from "./attempt";
export { breaks, example, exhaustive, expectBetween, expectEqual, expectTrue, seeds } from "./checks";
export type { CheckOptions, ExampleOptions, ExhaustiveOptions, ScheduleOptions, SeedsOptions } from "./checks";
export { directAnswer } from "./direct";
export { exercise, pointsOf, Wrong } from "./exercise";
export type { Check, Exercise, ExerciseKind, FailingRun, Outcome, Setting } from "./exercise";
export { prediction } from "./prediction";
export type { PredictionOptions } from "./prediction";
export type { CheckKind, CheckReport, CheckResult, ExerciseResult, SandboxLevel, ShownRun } from "./result";
export type { SubmissionResult } from "./result";
export { runChecks } from "./run-checks";
export type { RunOptions } from "./run-checks";
export { exerciseResult } from "./score";
export type { Circumstances } from "./score";
