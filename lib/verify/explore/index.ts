/** The exhaustive checker: what notebooks import of it. */
export { checkContract } from "./contract";
export type { Assumption, ContractOptions, ContractReport, SwitchedOff } from "./contract";
export { explore, exploreInSlices, interruptedExploration } from "./explore";
export type { Counterexample, Exploration, ExplorationFailure, Verdict } from "./exploration";
export { knockOut } from "./knock-out";
export type { KnockedOut, KnockOutOptions, KnockOutReport } from "./knock-out";
export type {
  Bound,
  ExploreModelOptions,
  ExploreOptions,
  FaultBounds,
  Limits,
  Model,
  ModelProperty,
  ModelStep,
  Network,
  Progress,
  SearchOptions,
  Time,
} from "./options";
export type { Stop } from "./limits";
