/** The simulator's public names. */
export { createRandom } from "./random";
export type { Random } from "./random";
export { latency } from "./latency";
export type { Distribution, Latency } from "./latency";
export * from "./faults";
export { OptionError } from "./options";
export type { LinkOptions, NetworkOptions, SimulateOptions } from "./options";
export type { Call, Script, ScriptContext, Wish } from "./clients";
export { simulate } from "./simulate";
export type { Run } from "./simulate";
export type { Ending, Violation } from "./engine";
export { sweep } from "./sweep";
export type { Grid, Settings, SweepRow } from "./sweep";
