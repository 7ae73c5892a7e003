/**
 * What the library says of itself: every public name says what it means, and the examples in the comments compile, run
 * and give the values that stand behind their arrows.
 */
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { transformSync } from "esbuild";
import ts from "typescript";
import { beforeAll, describe, expect, test } from "vitest";
import * as distlab from "distlab";
import { filesBelow } from "./tidy/source";

const root = fileURLToPath(new URL("..", import.meta.url)).replace(/\/$/, "");

interface Example {
  /** The name that the comment belongs to, with its file. */
  readonly of: string;
  readonly code: string;
}

/** The examples in the comments of one file. */
function examplesIn(path: string, text: string): Example[] {
  const file = ts.createSourceFile(path, text, ts.ScriptTarget.Latest, true);
  const found: Example[] = [];
  for (const node of file.statements) {
    for (const block of ts.getJSDocCommentsAndTags(node)) {
      if (!ts.isJSDoc(block)) continue;
      for (const tag of block.tags ?? []) {
        if (tag.tagName.text !== "example") continue;
        const name = ts.isFunctionDeclaration(node) || ts.isClassDeclaration(node) ? node.name?.text : undefined;
        const variable = ts.isVariableStatement(node)
          ? node.declarationList.declarations[0]?.name.getText()
          : undefined;
        found.push({ of: `${name ?? variable ?? "?"} (${path})`, code: ts.getTextOfJSDocComment(tag.comment) ?? "" });
      }
    }
  }
  return found;
}

/** The example with each `value; // → expected` as a call that compares the two. */
function comparing(code: string): string {
  const file = ts.createSourceFile("example.ts", code, ts.ScriptTarget.Latest, true);
  let changed = "";
  let at = 0;
  for (const statement of file.statements) {
    const arrow = /^;?[ \t]*\/\/ → (.*)/.exec(code.slice(statement.end));
    if (arrow === null) continue;
    if (!ts.isExpressionStatement(statement)) throw new SyntaxError(`no value before → ${arrow[1]}`);
    const value = statement.expression.getText();
    changed += `${code.slice(at, statement.getStart())}same(${value}, ${arrow[1]});`;
    at = statement.end;
  }
  return changed + code.slice(at);
}

/** Runs an example; the pairs of values that it compares. */
function run(code: string): (readonly [actual: unknown, expected: unknown])[] {
  const pairs: (readonly [unknown, unknown])[] = [];
  const names = Object.keys(distlab).filter((name) => name !== "default");
  const script = `const { ${names.join(", ")} } = distlab;\n{\n${comparing(code)}\n}`;
  const { code: plain } = transformSync(script, { loader: "ts" });
  const body = new Function("distlab", "same", plain) as (
    library: object,
    same: (left: unknown, right: unknown) => void,
  ) => void;
  body(distlab, (actual, expected) => pairs.push([actual, expected]));
  return pairs;
}

const files = filesBelow(root, "lib").filter((path) => path.endsWith(".ts") && !path.startsWith("lib/dist/"));
const examples = files.flatMap((path) => examplesIn(path, readFileSync(join(root, path), "utf8")));

const samplePath = join(root, "test/examples.ts");

/** The library's own program, and all examples as one file of it. */
function programWith(sample: string): ts.Program {
  const { config } = ts.readConfigFile(join(root, "tsconfig.json"), ts.sys.readFile) as { config: unknown };
  const { options } = ts.parseJsonConfigFileContent(config, ts.sys, root);
  const settings = { ...options, noUnusedLocals: false };
  const host = ts.createCompilerHost(settings);
  const { getSourceFile, fileExists } = host;
  host.fileExists = (name) => name === samplePath || fileExists.call(host, name);
  host.getSourceFile = (name, version, ...rest) =>
    name === samplePath ? ts.createSourceFile(name, sample, version) : getSourceFile.call(host, name, version, ...rest);
  return ts.createProgram([join(root, "lib/index.ts"), samplePath], settings, host);
}

let program: ts.Program;

beforeAll(() => {
  const names = Object.keys(distlab).filter((name) => name !== "default");
  const blocks = examples.map(
    ({ of, code }, index) => `// ${of}\nexport function sample${index}(): void {\n${code}\n}`,
  );
  program = programWith(`import { ${names.join(", ")} } from "distlab";\n${blocks.join("\n")}\n`);
});

describe("examples in the comments", () => {
  test("there are some, and each compares at least one value", () => {
    expect(examples.length).toBeGreaterThan(50);
    expect(examples.filter(({ code }) => !code.includes("// → ")).map(({ of }) => of)).toEqual([]);
  });

  test.each(examples)("$of gives what it says", ({ code }) => {
    for (const [actual, expected] of run(code)) expect(actual).toEqual(expected);
  });

  test("compile, strictly", () => {
    const sample = program.getSourceFile(samplePath)!;
    const faults = [...program.getSyntacticDiagnostics(sample), ...program.getSemanticDiagnostics(sample)];
    expect(faults.map(({ messageText }) => ts.flattenDiagnosticMessageText(messageText, " "))).toEqual([]);
  });

  test("a wrong value would be seen, and so would a statement that has none", () => {
    expect(run("const one = 1;\none + one; // → 3")).toEqual([[2, 3]]);
    expect(() => run("const one = 1; // → 1")).toThrow("no value before → 1");
  });
});

/** A whole module under one name is told about by the comment that it opens with. */
function opensWithComment(symbol: ts.Symbol): boolean {
  const [module] = symbol.declarations ?? [];
  return module !== undefined && ts.isSourceFile(module) && module.text.startsWith("/**");
}

describe("public names", () => {
  test("each says what it means", () => {
    const checker = program.getTypeChecker();
    const index = program.getSourceFile(join(root, "lib/index.ts"))!;
    const exported = checker.getExportsOfModule(checker.getSymbolAtLocation(index)!);
    const silent = exported
      .map((symbol) => (symbol.flags & ts.SymbolFlags.Alias ? checker.getAliasedSymbol(symbol) : symbol))
      .filter((symbol) => symbol.getDocumentationComment(checker).length === 0 && !opensWithComment(symbol))
      .map(
        (symbol) => `${symbol.name} (${symbol.declarations?.[0]?.getSourceFile().fileName.replace(`${root}/`, "")})`,
      );
    expect(exported.length).toBeGreaterThan(150);
    expect(silent).toEqual([]);
  });
});
