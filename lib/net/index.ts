/** Protocols as real processes: the fourth host. */
export { machineClock } from "./clock";
export { RealHost, traceFileName } from "./host";
export type { HostStatus, RealHostOptions } from "./host";
export type { Address } from "./link";
export { mergeTraces } from "./merge";
export type { MergeOptions } from "./merge";
export type { OutboxLimits } from "./outbox";
export { CorruptSaveError } from "./save-format";
export { measureEtcd } from "./programs";
export type { EtcdFigures, MeasureEtcdOptions, ProgramAnswer, ProgramRequest } from "./programs";
export { parseTraceFile, traceFileText, TraceFileError } from "./trace-file";
export type { ProcessTrace, TraceHead } from "./trace-file";
export type { Directory } from "./transport";
export type { Disk, OpenFile } from "./disk";
