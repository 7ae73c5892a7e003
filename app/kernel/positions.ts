/**
 * Where in a cell something happened. What runs is two steps away from what was written (TypeScript to an ES module,
 * that to CommonJS); each step has a source map.
 */
import { SourceMap } from "node:module";
import type { SourceMapPayload } from "node:module";
import type { Emitted } from "./compiler-options";

/** A position in a cell; both count from 1, as people do. */
export interface Position {
  readonly line: number;
  readonly column: number;
}

/** tslab puts `export {};` on a line of its own above each cell. */
const linesAbove = 1;

function back(map: SourceMap, position: Position): Position | undefined {
  const entry = map.findEntry(position.line - 1, position.column - 1);
  if (!("originalLine" in entry)) return undefined;
  return { line: entry.originalLine + 1, column: entry.originalColumn + 1 };
}

function read(json: string): SourceMap {
  return new SourceMap(JSON.parse(json) as SourceMapPayload);
}

/** Leads from a cell's JavaScript back to what was written. */
export class CellMap {
  readonly #emitted: Emitted | undefined;
  #maps: { readonly toModule: SourceMap; readonly toSource: SourceMap } | undefined;

  constructor(emitted: Emitted | undefined) {
    this.#emitted = emitted;
  }

  /** The written position of a position in the JavaScript; undefined for code that nobody wrote. */
  source(position: Position): Position | undefined {
    const { toModule, toSource } = this.#emitted ?? {};
    if (toModule === undefined || toSource === undefined) return undefined;
    this.#maps ??= { toModule: read(toModule), toSource: read(Buffer.from(toSource, "base64").toString("utf8")) };
    const inModule = back(this.#maps.toModule, position);
    const written = inModule === undefined ? undefined : back(this.#maps.toSource, inModule);
    if (written === undefined || written.line <= linesAbove) return undefined;
    return { line: written.line - linesAbove, column: written.column };
  }
}
