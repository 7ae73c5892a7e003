/**
 * What we change in the compiler that tslab drives: strict checks, source maps, its timers and its watchers.
 *
 * tslab has no options for these; it builds its compiler in one call of `createWatchCompilerHost` and its CommonJS in
 * one call of `transpileModule`, and sees files through `sys`. These three are replaced.
 */
import type ts from "@tslab/typescript-for-tslab";
import { PolledFiles } from "./polled-files";
import { spellOutShorthands } from "./shorthand";
import type { Overrides, TypeScript } from "./tslab";

/** What is known of a cell's emitted JavaScript beside its text. The maps are JSON: few are ever needed. */
export interface Emitted {
  /** From the CommonJS that runs to the ES module that the compiler emitted. */
  readonly toModule: string;
  /** From that ES module to the TypeScript, in base64; undefined when the compiler gave no map. */
  readonly toSource: string | undefined;
  /** What the source exports: for a cell, the names that it declares. */
  readonly exported: readonly string[];
}

const inlineMap = /\n?\/\/# sourceMappingURL=data:application\/json;(?:charset=utf-8;)?base64,([\w+/=]+)\s*$/i;

/**
 * `Object.defineProperty(exports, "name", { enumerable: true, get: function () { return value; } })`, which TypeScript
 * emits for a re-exported import, as the assignment `exports.name = value`. tslab does the same at run time with a
 * proxy, through which every use of a cell's variable then goes; with assignments a plain object does.
 */
function assignmentOf(typescript: TypeScript, statement: ts.Statement): ts.Statement | undefined {
  if (!typescript.isExpressionStatement(statement)) return undefined;
  const call = statement.expression;
  if (!typescript.isCallExpression(call) || call.arguments.length !== 3) return undefined;
  const callee = call.expression;
  if (!typescript.isPropertyAccessExpression(callee) || callee.name.text !== "defineProperty") return undefined;
  const [target, name, descriptor] = call.arguments;
  if (!typescript.isIdentifier(target!) || target.text !== "exports") return undefined;
  if (!typescript.isStringLiteral(name!) || !typescript.isObjectLiteralExpression(descriptor!)) return undefined;
  if (name.text === "__esModule") return typescript.factory.createEmptyStatement();
  const getter = descriptor.properties.find((property) => property.name !== undefined && isGet(typescript, property));
  const value = getter === undefined ? undefined : returned(typescript, getter);
  if (value === undefined) return undefined;
  const { factory } = typescript;
  const left = factory.createPropertyAccessExpression(factory.createIdentifier("exports"), name.text);
  return factory.createExpressionStatement(factory.createAssignment(left, value));
}

function isGet(typescript: TypeScript, property: ts.ObjectLiteralElementLike): property is ts.PropertyAssignment {
  if (!typescript.isPropertyAssignment(property)) return false;
  return typescript.isIdentifier(property.name) && property.name.text === "get";
}

function returned(typescript: TypeScript, getter: ts.ObjectLiteralElementLike): ts.Expression | undefined {
  if (!typescript.isPropertyAssignment(getter) || !typescript.isFunctionExpression(getter.initializer))
    return undefined;
  const only = getter.initializer.body.statements[0];
  return only !== undefined && typescript.isReturnStatement(only) ? only.expression : undefined;
}

/** The names in a module's `export { … }`. */
function exportedNames(typescript: TypeScript, file: ts.SourceFile): string[] {
  const names: string[] = [];
  for (const statement of file.statements) {
    if (!typescript.isExportDeclaration(statement) || statement.exportClause === undefined) continue;
    if (!typescript.isNamedExports(statement.exportClause)) continue;
    for (const element of statement.exportClause.elements) names.push(element.name.text);
  }
  return names;
}

/** A timer of the compiler that tslab must not see. */
interface Timer {
  readonly callback: () => void;
}

/** Replaces the two functions and the system, and keeps what `transpileModule` learns until it is asked for. */
export class CompilerOverrides implements Overrides {
  readonly #emitted = new Map<string, Emitted>();
  readonly #files = new PolledFiles();
  readonly #others = new Set<Timer>();
  #failure: Error | undefined;

  /** What is known of an emitted text. */
  emitted(output: string): Emitted | undefined {
    return this.#emitted.get(output);
  }

  /** Forgets what has been emitted so far; to be called before each cell. */
  forget(): void {
    this.#emitted.clear();
  }

  /** The error that the last rebuild of the program ended with, once. */
  takeFailure(): Error | undefined {
    const failure = this.#failure;
    this.#failure = undefined;
    return failure;
  }

  transpileModule(real: TypeScript, input: string, options: ts.TranspileOptions): ts.TranspileOutput {
    const found = inlineMap.exec(input);
    const code = found === null ? input : input.slice(0, found.index + 1);
    const replace: ts.TransformerFactory<ts.SourceFile> = () => (file) => {
      const statements = file.statements.map((statement) => assignmentOf(real, statement) ?? statement);
      return real.factory.updateSourceFile(file, statements);
    };
    let exported: readonly string[] = [];
    const note: ts.TransformerFactory<ts.SourceFile> = () => (file) => {
      exported = exportedNames(real, file);
      return file;
    };
    const compilerOptions = { ...options.compilerOptions, sourceMap: true };
    const transformers = { before: [note], after: [replace] };
    const result = real.transpileModule(code, { ...options, compilerOptions, transformers });
    const outputText = result.outputText.replace(/\/\/# sourceMappingURL=\S+\s*$/, "");
    this.#emitted.set(outputText, {
      toModule: result.sourceMapText!,
      toSource: found?.[1],
      exported,
    });
    return { ...result, outputText };
  }

  createWatchCompilerHost(real: TypeScript, args: unknown[]): unknown {
    const [rootFiles, options, system, ...rest] = args as [string[], ts.CompilerOptions, ts.System, ...never[]];
    this.#tame(system);
    // Cells are strict as the exercises are. `alwaysStrict` stays off, because it contradicts tslab's
    // `noImplicitUseStrict`; the kernel itself runs cells in strict mode.
    // Only Node's types are global: those of every other package below @types would only be read for nothing.
    const strict = { ...options, strict: true, alwaysStrict: false, inlineSourceMap: true, types: ["node"] };
    const host = real.createWatchCompilerHost(rootFiles, strict, system, ...rest);
    spellOutShorthands(real, host);
    return host;
  }

  /**
   * tslab allows one pending timer, and keeps it for ever when its callback throws: "Unexpected pending rebuildTimer"
   * is then the answer to every cell. Both causes are removed: the compiler's second kind of timer (a package's
   * description has changed) waits in a list of its own, and a failed rebuild is remembered instead of thrown.
   */
  #tame(system: ts.System): void {
    const { setTimeout: setOwn, clearTimeout: clearOwn } = system;
    system.setTimeout = (callback: () => void, milliseconds: number) => {
      if (callback.name === "updateProgramWithWatchStatus") return setOwn!(() => this.#rebuild(callback), milliseconds);
      const timer = { callback };
      this.#others.add(timer);
      return timer;
    };
    system.clearTimeout = (timer: Timer) => {
      if (!this.#others.delete(timer)) clearOwn!(timer);
    };
  }

  /** The system as tslab sees it: nothing is watched, and changed files are noticed by `refresh`. */
  sys(real: TypeScript): ts.System {
    // tslab sets this where the compiler would see it (its issue 82); through a copy it would not.
    real.sys.useCaseSensitiveFileNames = true;
    const watchDirectory = () => ({ close: () => undefined });
    const watchFile: ts.System["watchFile"] = (path, callback) => this.#files.watch(path, callback);
    return Object.assign(Object.create(real.sys) as ts.System, { watchFile, watchDirectory });
  }

  /** Tells the compiler which files have changed; to be called before it is asked anything. */
  refresh(): void {
    this.#files.poll();
    const waiting = [...this.#others];
    this.#others.clear();
    for (const { callback } of waiting) this.#rebuild(callback);
  }

  #rebuild(callback: () => void): void {
    try {
      callback();
    } catch (error) {
      this.#failure = error instanceof Error ? error : new Error(String(error));
    }
  }
}
