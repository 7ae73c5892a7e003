/** Checks of histories: what clients called and were answered. */
export { checkLinearizable } from "./linearizable";
export type { LinearizabilityVerdict } from "./linearizable";
export type { HistoryOptions } from "./options";
export { checkSequential } from "./sequential";
export type { SequentialVerdict } from "./sequential";
export type { AnyModel, DeterministicModel, HistoryModel, ModelBase, NondeterministicModel, ValueFlow } from "./model";
export { models } from "./models";
export type { LockState, ModelOptions } from "./models";
export type { HistoryVerdict } from "./verdict";
