/** Checks of histories: what clients called and were answered. */
export { checkCausal } from "./causal";
export type { CausalOptions, CausalVerdict } from "./causal";
export type { CausalVariant } from "./causal-order";
export { checkConvergence, replicasAgree } from "./convergence";
export type { ConvergenceOptions, ConvergenceVerdict } from "./convergence";
export { checkLinearizable } from "./linearizable";
export type { LinearizabilityVerdict } from "./linearizable";
export type { HistoryOptions } from "./options";
export type { TimeUnit as HistoryTime } from "./sentences";
export { checkSequential } from "./sequential";
export type { SequentialVerdict } from "./sequential";
export type { AnyModel, DeterministicModel, HistoryModel, ModelBase, NondeterministicModel, ValueFlow } from "./model";
export { models } from "./models";
export type { Balances, LockState, ModelOptions } from "./models";
export { linearizable } from "./property";
export { checkSession, sessionGuarantees } from "./session";
export type { SessionGuarantee, SessionOptions, SessionVerdict } from "./session";
export type { HistoryVerdict } from "./verdict";
