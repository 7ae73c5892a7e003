/**
 * Cells to JavaScript: tslab's converter, made strict, with positions that lead back to the cell, and rebuilt when it
 * breaks. Completion and inspection go the same way.
 */
import { CompilerOverrides } from "./compiler-options";
import { CellMap } from "./positions";
import { loadTslab } from "./tslab";
import type { ConvertResult, Converter, Diagnostic, SideOutput, Tslab } from "./tslab";

/** A cell that may run. */
export interface CompiledCell {
  readonly kind: "code";
  /** CommonJS; undefined when nothing is left to run, as with a cell of types only. */
  readonly output: string | undefined;
  readonly map: CellMap;
  /** What the notebook's names are after this cell, as a declaration file. */
  readonly declarations: string;
  /** True when the code has to run in an async function. */
  readonly isAsync: boolean;
  /** The property of `exports` that holds the cell's last value, if its last statement is an expression. */
  readonly resultName: string | undefined;
  /** The values that the cell declares. */
  readonly declared: readonly string[];
  /** Other TypeScript and JavaScript files below the root that the cell imports, compiled. */
  readonly sideOutputs: readonly SideOutput[];
}

export interface RejectedCell {
  readonly kind: "diagnostics";
  readonly diagnostics: readonly Diagnostic[];
}

/** The compiler itself failed, twice, on the same cell. */
export class CompilerCrash extends Error {
  override readonly name = "CompilerCrash";
  constructor(cause: unknown) {
    const why = cause instanceof Error ? cause.message : String(cause);
    super(
      `tslab's TypeScript compiler failed on this cell (${why}). The kernel has started a new compiler and your ` +
        "variables are kept: other cells run. If it fails again, write the cell differently or restart the kernel.",
      { cause },
    );
  }
}

export class Compiler {
  readonly tslab: Tslab;
  readonly #overrides = new CompilerOverrides();
  #converter: Converter;

  /** Loads the compiler and the types of everything that cells see; takes about a second. */
  constructor() {
    this.tslab = loadTslab(this.#overrides);
    this.#converter = this.#create();
  }

  #create(): Converter {
    return this.tslab.createConverter({ isJS: false, isBrowser: false });
  }

  /**
   * Asks the converter something. A crash inside it must not be the end: it is made anew and asked again.
   * @throws CompilerCrash when the new one fails as well
   */
  #ask<X>(question: (converter: Converter) => X): X {
    for (let attempt = 1; ; attempt += 1) {
      try {
        const answer = question(this.#converter);
        const failure = this.#overrides.takeFailure();
        if (failure === undefined) return answer;
        throw failure;
      } catch (error) {
        this.#converter.close();
        this.#converter = this.#create();
        this.#overrides.takeFailure();
        if (attempt === 2) throw new CompilerCrash(error);
      }
    }
  }

  /** Compiles a cell after the declarations of those before it. @throws CompilerCrash */
  compile(code: string, declarations: string): CompiledCell | RejectedCell {
    this.#overrides.forget();
    const converted = this.#ask((converter) => converter.convert(declarations, code));
    if (converted.diagnostics.length > 0) return { kind: "diagnostics", diagnostics: converted.diagnostics };
    return this.#compiled(converted);
  }

  #compiled(converted: ConvertResult): CompiledCell {
    const output = converted.output === "" ? undefined : converted.output;
    const emitted = output === undefined ? undefined : this.#overrides.emitted(output);
    return {
      kind: "code",
      output,
      map: new CellMap(emitted),
      declarations: converted.declOutput ?? "",
      // tslab does not notice a top-level `for await`, which needs an async function as well.
      isAsync: converted.hasToplevelAwait === true || /\bfor\s+await\b/.test(output ?? ""),
      resultName: converted.lastExpressionVar,
      declared: emitted?.exported ?? [],
      sideOutputs: converted.sideOutputs ?? [],
    };
  }

  /** Makes the code known as the module `./name`. @throws CompilerCrash */
  addModule(name: string, code: string): readonly Diagnostic[] {
    return this.#ask((converter) => converter.addModule(name, code));
  }

  complete(code: string, declarations: string, cursor: number): ReturnType<Converter["complete"]> {
    return this.#ask((converter) => converter.complete(declarations, code, cursor));
  }

  inspect(code: string, declarations: string, cursor: number): ReturnType<Converter["inspect"]> | undefined {
    return this.#ask((converter) => converter.inspect(declarations, code, cursor));
  }

  close(): void {
    this.#converter.close();
  }
}
