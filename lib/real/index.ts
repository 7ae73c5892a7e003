/** What the simulator predicts beside what real processes do. */
export { clusterFigures } from "./figures";
export type { ClusterFigures, FailOver } from "./figures";
export { measureCluster } from "./measure";
export type { MeasureClusterOptions, MeasuredCluster } from "./measure";
export { predictCluster } from "./predict";
export type { PredictClusterOptions } from "./predict";
export { measuredClient, measuredPauseMs, measuredRaft, paperTimeouts } from "./setting";
