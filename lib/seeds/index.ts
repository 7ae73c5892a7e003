/** Many seeds, and shrinking: what notebooks import. */
export { checkSeeds } from "./check-seeds";
export type { CheckSeedsOptions, SeedsProgress } from "./options";
export { SeedsReport } from "./report";
export type { FailingSeed, Shrinking } from "./report";
export type { Beginning, Move, Schedule, Which, Within } from "./schedule";
export { ScheduledRun } from "./shrunk-run";
export { playSchedule } from "./replay-cell";
export { eventCount } from "./size";
export { weather } from "./weather";
export type { WeatherOptions } from "./weather";
