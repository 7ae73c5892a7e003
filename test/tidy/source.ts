/** The project's own files as the tidy rules see them, and what a rule says about them. */
import { spawnSync } from "node:child_process";
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import ts from "typescript";

/** A text file; `path` is relative to the course, with forward slashes. */
export interface TextFile {
  readonly path: string;
  readonly text: string;
}

/** What is wrong, and where. */
export interface Problem {
  readonly path: string;
  /** From 1. */
  readonly line: number;
  readonly message: string;
}

/** A rule looks at one file at a time. */
export type Rule = (file: TextFile) => Problem[];

export const describeProblem = ({ path, line, message }: Problem): string => `${path}:${line}: ${message}`;

const skipped = new Set(["node_modules", "dist", "coverage"]);
/** Made by `npm run docs`, and not committed. */
const generated = new Set(["docs/api"]);

/** Relative paths of all files below a folder that are the project's own, in order. */
export function filesBelow(root: string, folder: string): string[] {
  const found: string[] = [];
  const visit = (path: string): void => {
    for (const entry of readdirSync(join(root, path), { withFileTypes: true })) {
      if (skipped.has(entry.name) || (entry.name.startsWith(".") && entry.name !== ".ci")) continue;
      const inside = path === "" ? entry.name : `${path}/${entry.name}`;
      if (generated.has(inside)) continue;
      if (entry.isDirectory()) visit(inside);
      else found.push(inside);
    }
  };
  visit(folder);
  return found.toSorted();
}

export const readFile = (root: string, path: string): TextFile => ({
  path,
  text: readFileSync(join(root, path), "utf8"),
});

export const isScript = (path: string): boolean => /\.(?:ts|tsx|mts|cts|js|mjs|cjs)$/.test(path);

/**
 * Files as git has them staged or committed: a learner who solves exercises or runs notebooks in place changes the
 * files on the disk, and that is not the project's style. Without git the files on the disk are all there is.
 */
export function stagedFiles(root: string, folder: string): TextFile[] {
  const listed = git(root, ["ls-files", "-z", "--", folder]);
  if (listed === undefined) return filesBelow(root, folder).map((path) => readFile(root, path));
  const paths = listed.split("\0").filter((path) => path !== "");
  return paths.map((path) => ({ path, text: git(root, ["show", `:${path}`]) ?? readFile(root, path).text }));
}

function git(root: string, args: readonly string[]): string | undefined {
  const answer = spawnSync("git", args, { cwd: root, encoding: "utf8", maxBuffer: 64 * 1024 * 1024 });
  return answer.status === 0 ? answer.stdout : undefined;
}

const parsed = new WeakMap<TextFile, ts.SourceFile>();

/** The file's syntax tree. */
export function parse(file: TextFile): ts.SourceFile {
  let tree = parsed.get(file);
  if (tree === undefined) {
    const kind = file.path.endsWith("x") ? ts.ScriptKind.TSX : ts.ScriptKind.TS;
    tree = ts.createSourceFile(file.path, file.text, ts.ScriptTarget.Latest, true, kind);
    parsed.set(file, tree);
  }
  return tree;
}

/** Calls `visit` for every node below the root. */
export function walk(tree: ts.SourceFile, visit: (node: ts.Node) => void): void {
  const each = (node: ts.Node): void => {
    visit(node);
    ts.forEachChild(node, each);
  };
  ts.forEachChild(tree, each);
}

export function lineOf(tree: ts.SourceFile, node: ts.Node): number {
  return tree.getLineAndCharacterOfPosition(node.getStart(tree)).line + 1;
}

export function problemAt(file: TextFile, node: ts.Node, message: string): Problem {
  return { path: file.path, line: lineOf(parse(file), node), message };
}

export interface Import {
  readonly specifier: string;
  readonly node: ts.Node;
}

/** Every module that a file names: imports, re-exports, `import()`, `require()` and import types. */
export function importsOf(file: TextFile): Import[] {
  const found: Import[] = [];
  walk(parse(file), (node) => {
    const named = moduleNamed(node);
    if (named !== undefined && ts.isStringLiteralLike(named)) found.push({ specifier: named.text, node });
  });
  return found;
}

function moduleNamed(node: ts.Node): ts.Node | undefined {
  if (ts.isImportDeclaration(node) || ts.isExportDeclaration(node)) return node.moduleSpecifier;
  if (ts.isImportEqualsDeclaration(node) && ts.isExternalModuleReference(node.moduleReference)) {
    return node.moduleReference.expression;
  }
  if (ts.isImportTypeNode(node)) return ts.isLiteralTypeNode(node.argument) ? node.argument.literal : undefined;
  if (!ts.isCallExpression(node)) return undefined;
  const called = node.expression;
  const loads = called.kind === ts.SyntaxKind.ImportKeyword || (ts.isIdentifier(called) && called.text === "require");
  return loads ? node.arguments[0] : undefined;
}
