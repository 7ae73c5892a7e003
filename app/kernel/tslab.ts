/**
 * The parts of tslab that the kernel is built on, loaded with two changes to the compiler that they see: cells are
 * checked strictly, and what is emitted carries source maps. tslab itself is not modified.
 */
import { createRequire } from "node:module";
import type { ConvertResult, Converter, Diagnostic, SideOutput } from "tslab/dist/converter";
import type { CodeMetadata } from "tslab/dist/metadata";
import type ts from "@tslab/typescript-for-tslab";

export type { CodeMetadata, ConvertResult, Converter, Diagnostic, SideOutput };
export type TypeScript = typeof ts;

const load = createRequire(import.meta.url);

/** A display message's content, as tslab's own `display` makes it. */
export interface DisplayContent {
  readonly data: { readonly [mimeType: string]: unknown };
  readonly metadata: { readonly [field: string]: unknown };
  readonly transient?: { readonly display_id?: string | undefined };
}

export interface Tslab {
  readonly version: string;
  readonly typescript: TypeScript;
  createConverter(options: { readonly isJS: boolean; readonly isBrowser: boolean }): Converter;
  isCompleteCode(code: string): { readonly completed: boolean; readonly indent?: string };
  getCodeMetadata(code: string): CodeMetadata;
  printQuickInfo(info: ts.QuickInfo): string;
  /** What a cell gets for `require("tslab")`. */
  readonly publicModule: unknown;
  /** Says where tslab's `display`, and whoever calls its `lastWriteDisplayData`, write to. */
  onDisplay(write: (content: DisplayContent, update: boolean) => void): void;
}

/** Functions of the compiler that tslab shall see instead of the real ones. */
export interface Overrides {
  readonly createWatchCompilerHost: (real: TypeScript, args: unknown[]) => unknown;
  readonly sys: (real: TypeScript) => ts.System;
  readonly transpileModule: (real: TypeScript, input: string, options: ts.TranspileOptions) => ts.TranspileOutput;
}

/** The compiler's module with some functions replaced. A copy, because the module's own properties are fixed. */
function withOverrides(real: TypeScript, overrides: Overrides): object {
  const replaced = {
    sys: overrides.sys(real),
    createWatchCompilerHost: (...args: unknown[]) => overrides.createWatchCompilerHost(real, args),
    transpileModule: (input: string, options: ts.TranspileOptions) => overrides.transpileModule(real, input, options),
  };
  const descriptors = Object.getOwnPropertyDescriptors(real) as { [name: string]: PropertyDescriptor };
  for (const [name, value] of Object.entries(replaced)) descriptors[name] = { value, enumerable: true };
  return Object.defineProperties({}, descriptors);
}

/** Loads tslab. The compiler that others get from `require` afterwards is the unchanged one. */
export function loadTslab(overrides: Overrides): Tslab {
  const dist = (name: string) => load(`tslab/dist/${name}.js`) as never;
  const compilerPath = createRequire(load.resolve("tslab/dist/converter.js")).resolve("@tslab/typescript-for-tslab");
  const typescript = load(compilerPath) as TypeScript;
  const cached = load.cache[compilerPath]!;
  cached.exports = withOverrides(typescript, overrides);
  try {
    const converter: Pick<Tslab, "createConverter" | "isCompleteCode"> = dist("converter");
    const metadata: Pick<Tslab, "getCodeMetadata"> = dist("metadata");
    const inspect: Pick<Tslab, "printQuickInfo"> = dist("inspect");
    const util: { getVersion(): string } = dist("util");
    const jupyter: { lastWriteDisplayData: unknown } = dist("jupyter");
    return {
      version: util.getVersion(),
      typescript,
      createConverter: converter.createConverter,
      isCompleteCode: converter.isCompleteCode,
      getCodeMetadata: metadata.getCodeMetadata,
      printQuickInfo: inspect.printQuickInfo,
      publicModule: load("tslab"),
      onDisplay: (write) => {
        jupyter.lastWriteDisplayData = write;
      },
    };
  } finally {
    cached.exports = typescript;
  }
}
