/**
 * Cells to JavaScript: tslab's converter, made strict, with positions that lead back to the cell, and rebuilt when it
 * breaks. Completion and inspection go the same way.
 */
import { CompilerOverrides } from "./compiler-options";
import { MissingFiles } from "./polled-files";
import { CellMap } from "./positions";
import { BrokenTwice, Renewed } from "./renewed";
import { loadTslab } from "./tslab";
import type { CodeMetadata, ConvertResult, Converter, Diagnostic, SideOutput, Tslab } from "./tslab";

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

/** A cell that is a file for other cells to import. */
export interface Module {
  readonly code: string;
  readonly meta: CodeMetadata;
}

/** The compiler itself failed, twice, on the same cell. */
export class CompilerCrash extends Error {
  override readonly name = "CompilerCrash";
  constructor(cause: Error) {
    super(
      `tslab's TypeScript compiler failed on this cell (${cause.message}). The kernel has started a new compiler and your ` +
        "variables are kept: other cells run. If it fails again, write the cell differently or restart the kernel.",
      { cause },
    );
  }
}

export class Compiler {
  readonly tslab: Tslab;
  readonly #overrides = new CompilerOverrides();
  readonly #converter: Renewed<Converter>;
  /** The modules that cells have made, for a new converter. */
  readonly #modules = new Map<string, Module>();
  readonly #missing: MissingFiles;

  /** Loads the compiler and the types of everything that cells see; takes about a second. */
  constructor(root: string) {
    this.tslab = loadTslab(this.#overrides);
    this.#missing = new MissingFiles(root);
    this.#converter = new Renewed({
      create: () => this.#create(),
      close: (converter) => converter.close(),
      hiddenFailure: () => this.#overrides.takeFailure(),
    });
  }

  #create(): Converter {
    const converter = this.tslab.createConverter({ isJS: false, isBrowser: false });
    for (const [name, { code, meta }] of this.#modules) converter.addModule(name, code, meta);
    return converter;
  }

  #ask<Answer>(question: (converter: Converter) => Answer): Answer {
    try {
      return this.#converter.ask((converter) => {
        this.#overrides.refresh();
        return question(converter);
      });
    } catch (error) {
      throw error instanceof BrokenTwice ? new CompilerCrash(error) : error;
    }
  }

  /** Compiles a cell after the declarations of those before it. @throws CompilerCrash */
  compile(code: string, declarations: string): CompiledCell | RejectedCell {
    this.#overrides.forget();
    if (this.#missing.hasAppeared(this.#modules.keys())) this.#converter.renew();
    const converted = this.#ask((converter) => converter.convert(declarations, code));
    if (converted.diagnostics.length === 0) return this.#compiled(converted);
    this.#missing.note(converted.diagnostics);
    return { kind: "diagnostics", diagnostics: converted.diagnostics };
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
  addModule(name: string, module: Module): readonly Diagnostic[] {
    const diagnostics = this.#ask((converter) => converter.addModule(name, module.code, module.meta));
    this.#modules.set(name, module);
    return diagnostics;
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
