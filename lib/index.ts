/** The library that notebooks import as `distlab`. */
export * from "./data";
export * from "./protocol";
export * from "./step";
export * from "./trace/trace";
export * from "./trace/replay";
export * from "./trace/text";
export * from "./sim";
export * from "./protocols";
export * from "./verify/history";
