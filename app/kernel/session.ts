/**
 * The language side of the kernel: what the notebook has declared so far, and how one more cell is compiled and run
 * after it. Knows nothing of messages.
 */
import { inspect } from "node:util";
import { Script } from "node:vm";
import { Compiler } from "./compiler";
import type { CompiledCell, Module } from "./compiler";
import { ErrorReporter } from "./errors";
import type { ErrorReport } from "./errors";
import { Interrupted } from "./guard";
import type { Guard } from "./guard";
import { CellModules } from "./modules";
import { cut, megabytes } from "./printed";
import { StackTraces, cellFunction, cellName } from "./stack";
import type { Diagnostic } from "./tslab";

/** What a cell's last value is shown as. */
export interface ShownValue {
  readonly data: { readonly [mimeType: string]: unknown };
  readonly metadata: { readonly [field: string]: unknown };
}

/** How a cell ended. */
export type Outcome =
  | { readonly kind: "done"; readonly value: ShownValue | undefined }
  | { readonly kind: "failed"; readonly error: ErrorReport; readonly interrupted: boolean };

/** A cell that waits for a promise. Whoever waits with it says how that ended, once; what comes later counts no more. */
export interface WaitingCell {
  readonly kind: "waiting";
  readonly promise: Promise<unknown>;
  succeed(): Outcome;
  fail(error: unknown): Outcome;
}

/** How a cell went on: it has ended, or it waits. */
export type Progress = Outcome | WaitingCell;

type Exports = { [name: string]: unknown };
type CellFunction = (exports: Exports, require: NodeJS.Require) => unknown;

export interface SessionOptions {
  readonly root: string;
  readonly guard: Guard;
  /** The longest text that a value is shown as, in bytes. */
  readonly textBytesMax: number;
}

export class Session {
  readonly compiler: Compiler;
  readonly reporter: ErrorReporter;
  readonly #guard: Guard;
  readonly #stacks: StackTraces;
  readonly #modules: CellModules;
  readonly #textBytesMax: number;
  readonly #exports: Exports = {};
  #declarations = "";

  constructor({ root, guard, textBytesMax }: SessionOptions) {
    this.#guard = guard;
    this.#textBytesMax = textBytesMax;
    this.compiler = new Compiler(root);
    this.#stacks = new StackTraces(root);
    this.#stacks.install();
    this.reporter = new ErrorReporter(this.#stacks, root);
    this.#modules = new CellModules(root, this.compiler.tslab.publicModule);
  }

  /** The declarations of all cells so far. */
  get declarations(): string {
    return this.#declarations;
  }

  /**
   * Reads and loads the course's library, before a cell asks for it; nearly every chapter's first cell does. To be
   * called inside `Guard.kernel`, when there is nothing else to do.
   */
  warmUp(): void {
    try {
      this.compiler.compile('import * as distlab from "distlab";\ndistlab;', "");
      this.#modules.require("distlab");
    } catch {
      // Where cells run without the library, or it does not load, the cell that imports it will say so.
    }
  }

  /** Compiles a cell and runs its synchronous part; to be called inside `Guard.kernel`. */
  run(code: string, executionCount: number): Progress {
    const name = cellName(executionCount);
    this.reporter.addCell(name, code);
    const meta = this.compiler.tslab.getCodeMetadata(code);
    try {
      if (meta.module !== undefined) return this.#addModule(name, meta.module, { code, meta });
      // tslab takes cells for the browser and does nothing with them.
      if (meta.mode === "browser") return { kind: "done", value: undefined };
      const compiled = this.compiler.compile(code, this.#declarations);
      if (compiled.kind === "code") return this.#start(name, compiled);
      return this.#rejected(name, compiled.diagnostics);
    } catch (error) {
      return this.failed(error);
    }
  }

  /** A cell that begins with `/** @module name *\/` is a file of that name, not code to run. */
  #addModule(cell: string, name: string, module: Module): Outcome {
    const diagnostics = this.compiler.addModule(name, module);
    if (diagnostics.length === 0) return { kind: "done", value: undefined };
    return this.#rejected(cell, diagnostics);
  }

  #rejected(cell: string, diagnostics: readonly Diagnostic[]): Outcome {
    return { kind: "failed", error: this.reporter.diagnostics(cell, diagnostics), interrupted: false };
  }

  /** The outcome of a cell that something was thrown in. */
  failed(error: unknown): Outcome {
    return { kind: "failed", error: this.reporter.thrown(error), interrupted: error instanceof Interrupted };
  }

  #start(name: string, compiled: CompiledCell): Progress {
    this.#modules.update(compiled.sideOutputs);
    if (compiled.output === undefined) {
      this.#declarations = compiled.declarations;
      return { kind: "done", value: undefined };
    }
    this.#stacks.addCell(name, compiled.map);
    const before = this.#values(compiled.declared);
    try {
      const cell = this.#functionOf(name, compiled);
      const returned = this.#guard.user(() => cell(this.#exports, this.#modules.require));
      if (!compiled.isAsync) return this.#finish(compiled, before);
      return {
        kind: "waiting",
        promise: returned as Promise<unknown>,
        succeed: () => this.#finish(compiled, before),
        fail: (error) => this.#fail(error, before),
      };
    } catch (error) {
      return this.#fail(error, before);
    }
  }

  #functionOf(name: string, { output, isAsync }: CompiledCell): CellFunction {
    // The first line is ours, so the cell's own begin at the second; `lineOffset` makes up for it.
    const code = `"use strict"; (${isAsync ? "async " : ""}function ${cellFunction}(exports, require) {\n${output}\n})`;
    return new Script(code, { filename: name, lineOffset: -1 }).runInThisContext() as CellFunction;
  }

  /** The cell's declarations hold from now on; its last value is shown. */
  #finish(compiled: CompiledCell, before: Exports): Outcome {
    const { resultName, declarations } = compiled;
    try {
      const value = resultName === undefined ? undefined : this.#exports[resultName];
      // Not deleted: a property that comes and goes makes every access to this object slow.
      if (resultName !== undefined) this.#exports[resultName] = undefined;
      const shown = value === undefined || value === null ? undefined : this.#guard.user(() => this.#show(value));
      this.#declarations = declarations;
      return { kind: "done", value: shown };
    } catch (error) {
      return this.#fail(error, before);
    }
  }

  /** A cell that failed has declared nothing: the names it was about to declare are again what they were. */
  #fail(error: unknown, before: Exports): Outcome {
    Object.assign(this.#exports, before);
    return this.failed(error);
  }

  #values(names: readonly string[]): Exports {
    return Object.fromEntries(names.map((name) => [name, this.#exports[name]]));
  }

  #show(value: unknown): ShownValue {
    const bundle = mimeBundle(value);
    if (bundle !== undefined) return bundle;
    // As stock tslab shows it, so that a notebook reads the same under both.
    const text = typeof value === "string" ? value : inspect(value);
    return { data: { "text/plain": this.#bounded(text) }, metadata: {} };
  }

  #bounded(text: string): string {
    const kept = cut(text, this.#textBytesMax);
    if (kept.length === text.length) return text;
    return `${kept}\n[This value's text is ${megabytes(Buffer.byteLength(text))} long; the rest is left out.]`;
  }
}

/** What a value that can draw itself gives: MIME types and their data, with or without metadata; else undefined. */
function mimeBundle(value: unknown): ShownValue | undefined {
  if ((typeof value !== "object" && typeof value !== "function") || value === null) return undefined;
  const { toMimeBundle } = value as { readonly toMimeBundle?: unknown };
  if (typeof toMimeBundle !== "function") return undefined;
  const bundle: unknown = Reflect.apply(toMimeBundle, value, []);
  if (typeof bundle !== "object" || bundle === null || bundle instanceof Promise) {
    throw new TypeError(`toMimeBundle() gave ${inspect(bundle)}, not an object of MIME types and their data`);
  }
  // A channel that cannot be written to is no place to find out that a value is no JSON.
  JSON.stringify(bundle);
  const { data, metadata } = bundle as { readonly data?: unknown; readonly metadata?: unknown };
  if (typeof data !== "object" || data === null) return { data: bundle as ShownValue["data"], metadata: {} };
  return { data: data as ShownValue["data"], metadata: (metadata as ShownValue["metadata"] | undefined) ?? {} };
}
