/** The library that notebooks import as `distlab`. */
export * from "./data";
export * from "./protocol";
export * from "./step";
export * from "./trace/trace";
export * from "./trace/replay";
export * from "./trace/text";
export * from "./sim";
export * from "./protocols";
export * from "./grade/predict";
export * from "./verify/history";
export { chart } from "./draw/chart";
export type { AxisOptions, ChartOptions, ChartRow, CountOptions, PublishedRow } from "./draw/chart";
export type { Drawing, MimeBundle, Picture } from "./draw/drawing";
export { show } from "./draw/show";
export { spaceTime } from "./draw/space-time";
export type { SpaceTimeOptions } from "./draw/space-time";
export { table } from "./draw/table";
export type { TableCell, TableColumn, TableOptions, TableRow } from "./draw/table";
