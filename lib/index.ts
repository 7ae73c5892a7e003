/** The library that notebooks import as `distlab`. */
export type * from "./structures/newer-arrays";
export * from "./data";
export * from "./protocol";
export * from "./step";
export * from "./trace/trace";
export * from "./trace/replay";
export * from "./trace/text";
export * from "./trace/around";
export * from "./trace/history";
export * from "./structures";
export * from "./sim";
export * from "./protocols";
export { broadcast, everybodyHears, nothingInvented, topologyOf } from "./protocols/broadcast";
export type {
  Broadcast,
  BroadcastOptions,
  BroadcastProtocol,
  BroadcastState,
  Topology,
  TopologyName,
} from "./protocols/broadcast";
export * from "./grade/predict";
export type * from "./grade/answers";
export { capstone } from "./grade/capstone";
export type { Capstone, CapstonePart } from "./grade/capstone";
export { check, hint } from "./grade/check";
export { replay } from "./grade/replay";
export type { ReplayOptions } from "./grade/replay";
export * as grading from "./grade/grading";
export * from "./verify/history";
export { chart } from "./draw/chart";
export type { AxisOptions, ChartOptions, ChartRow, CountOptions, PublishedRow } from "./draw/chart";
export type { Drawing, MimeBundle, Picture } from "./draw/drawing";
export { player, playerModel } from "./draw/player";
export type { PlayerOptions } from "./draw/player";
export { show } from "./draw/show";
export { spaceTime } from "./draw/space-time";
export type { SpaceTimeOptions } from "./draw/space-time";
export { table } from "./draw/table";
export { timeline } from "./draw/timeline";
export type { TimelineOptions } from "./draw/timeline";
export type { TableCell, TableColumn, TableOptions, TableRow } from "./draw/table";
export * from "./verify/explore";
export * from "./seeds";
export * from "./net";
export * from "./real";
export { openPostgres } from "./net/postgres";
export type { PostgresDatabase } from "./net/postgres";
