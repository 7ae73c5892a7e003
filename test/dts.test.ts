/**
 * What a notebook sees of the built library: declarations that the TypeScript inside tslab understands, and an import
 * that does not load what a cell may never need.
 */
import { spawnSync } from "node:child_process";
import { createRequire } from "node:module";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import type TypeScript from "typescript";
import { describe, expect, test } from "vitest";
import { filesBelow } from "./tidy/source";

const root = fileURLToPath(new URL("..", import.meta.url)).replace(/\/$/, "");
const require = createRequire(import.meta.url);
const tslabTypescript = "@tslab/typescript-for-tslab";
const ts = require(tslabTypescript) as typeof TypeScript;
const library = dirname(require.resolve(tslabTypescript));

const declarations = readDeclarations();

function readDeclarations(): string[] {
  // `dist` is left out of what the tidy rules look at, but not below it.
  return filesBelow(root, "lib/dist")
    .filter((path) => path.endsWith(".d.ts"))
    .map((path) => join(root, path));
}

/** The options of tslab's own converter, but for the checking of declarations, which it leaves out. */
function options(strict: boolean): TypeScript.CompilerOptions {
  return {
    module: ts.ModuleKind.ESNext,
    moduleResolution: 2 /* Node10, which newer declarations of the same enumeration call by another name */,
    target: ts.ScriptTarget.ES2022,
    lib: ["lib.es2022.d.ts"],
    types: ["node"],
    typeRoots: [join(root, "node_modules/@types")],
    esModuleInterop: true,
    skipLibCheck: false,
    noEmit: true,
    strict,
  };
}

/** Parsed once: Node's and the language's own declarations are large and the same for every question. */
const parsed = new Map<string, TypeScript.SourceFile | undefined>();

/** Reads files from the disk, and those in `extra`, which exist only here. */
function createHost(settings: TypeScript.CompilerOptions, extra: Files): TypeScript.CompilerHost {
  const host = ts.createCompilerHost(settings);
  const { readFile, fileExists, getSourceFile } = host;
  host.getDefaultLibLocation = () => library;
  host.fileExists = (name) => Object.hasOwn(extra, name) || fileExists.call(host, name);
  host.readFile = (name) => extra[name] ?? readFile.call(host, name);
  host.getSourceFile = (name, version, ...rest) => {
    const text = extra[name];
    if (text !== undefined) return ts.createSourceFile(name, text, version);
    if (!parsed.has(name)) parsed.set(name, getSourceFile.call(host, name, version, ...rest));
    return parsed.get(name);
  };
  return host;
}

/** Texts by absolute path. */
type Files = Readonly<Record<string, string>>;

/** What tslab's TypeScript finds wrong with these files. */
function faults(files: readonly string[], strict: boolean, extra: Files = {}): string[] {
  const settings = options(strict);
  const names = [...files, ...Object.keys(extra)];
  const program = ts.createProgram(names, settings, createHost(settings, extra));
  const own = names.flatMap((name) => program.getSourceFile(name) ?? []);
  expect(own).toHaveLength(names.length);
  const found = own.flatMap((file) => [
    ...program.getSyntacticDiagnostics(file),
    ...program.getSemanticDiagnostics(file),
  ]);
  return [...program.getOptionsDiagnostics(), ...program.getGlobalDiagnostics(), ...found].map(
    ({ file, start, messageText }) => {
      const line = file === undefined ? 0 : file.getLineAndCharacterOfPosition(start ?? 0).line + 1;
      const name = file?.fileName.replace(`${root}/`, "") ?? "options";
      return `${name}:${line}: ${ts.flattenDiagnosticMessageText(messageText, " ")}`;
    },
  );
}

describe("declarations", () => {
  test("are checked by the TypeScript that tslab brings, 5.0.4", () => {
    expect(ts.version).toBe("5.0.4");
    expect(declarations.length).toBeGreaterThan(10);
  });

  test.each([true, false])("are understood, with strict %s", (strict) => {
    expect(faults(declarations, strict)).toEqual([]);
  });

  test("what a newer TypeScript brought is found, each in its own file", () => {
    const newer = {
      good: "export type A<T> = readonly T[];",
      infer: "export declare function f<T>(x: NoInfer<T>): T;",
      buffer: "export declare const b: Uint8Array<ArrayBuffer>;",
      iterator: "export declare const i: IteratorObject<number>;",
      union: "export declare const s: Set<number>; export type U = ReturnType<typeof s.union>;",
      missing: 'export declare const x: import("./no-such-file").X;',
      syntax: "export declare const x = ;",
    };
    const files = Object.entries(newer).map(([name, text]) => [join(root, `lib/dist/newer-${name}.d.ts`), text]);
    const found = faults([], true, Object.fromEntries(files) as Files);
    const named = found.map((fault) => /newer-(\w+)/.exec(fault)?.[1]);
    expect(new Set(named)).toEqual(new Set(Object.keys(newer).filter((name) => name !== "good")));
    expect(found.join("\n")).toMatch(/NoInfer[^]*not generic[^]*IteratorObject[^]*'union'[^]*no-such-file/);
  });

  test("a notebook's first line finds the library by its name", () => {
    const [good, bad] = [join(root, "good-cell.ts"), join(root, "bad-cell.ts")];
    const found = faults([], false, {
      [good]: 'import { step, canonical } from "distlab";\nexport const fine: string = canonical(1);\nstep;\n',
      [bad]: 'import { noSuchName } from "distlab";\nnoSuchName;\n',
    });
    expect(found).toEqual([expect.stringMatching(/^bad-cell\.ts:1: .*noSuchName/)]);
  });
});

/** Packages whose files are loaded when a new Node runs this code in the course's folder. */
function packagesLoadedBy(code: string): string[] {
  const script = `${code};
    const names = Object.keys(require.cache).map((path) => /.*node_modules[\\\\/]((?:@[^\\\\/]+[\\\\/])?[^\\\\/]+)/.exec(path)?.[1]);
    console.log(JSON.stringify([...new Set(names.filter(Boolean))]));`;
  const { stdout, stderr } = spawnSync(process.execPath, ["--input-type=commonjs", "-e", script], {
    cwd: root,
    encoding: "utf8",
  });
  expect(stderr).toBe("");
  return (JSON.parse(stdout) as string[]).toSorted();
}

describe("importing the library", () => {
  test("loads none of the heavy packages: charts, compiler and kernel wait until they are needed", () => {
    const heavy = /^(?:vega|d3-|typescript|@tslab|tslab|zeromq|esbuild|@jupyterlab|fastify)/;
    const loaded = packagesLoadedBy('require("distlab")');
    expect(loaded.filter((name) => heavy.test(name))).toEqual([]);
    expect(loaded).toEqual(["seedrandom"]);
  });

  test("a heavy package that is loaded would be seen", () => {
    expect(packagesLoadedBy('require("distlab"); require("typescript")')).toContain("typescript");
  });
});
