/** The exhaustive checker: what notebooks import of it. */
export { explore, exploreInSlices, interruptedExploration } from "./explore";
export type { Counterexample, Exploration, ExplorationFailure, Verdict } from "./exploration";
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
