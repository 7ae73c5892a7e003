/** How every script is written: its opening comment, its length, and what it must not contain. */
import ts from "typescript";
import { lineOf, parse, problemAt, walk } from "./source";
import type { Problem, TextFile } from "./source";

const fileLinesMax = 400;
const functionLinesMax = 60;

/** A file opens with a comment that says what it is for. */
export function openingComment({ path, text }: TextFile): Problem[] {
  const start = text.replace(/^\uFEFF?(?:#![^\n]*\n)?\s*/, "");
  const comment = /^\/\*([\s\S]*?)\*\/|^\/\/(.*)/.exec(start);
  const words = (comment?.[1] ?? comment?.[2] ?? "").replace(/[*\s]+/g, " ").trim();
  if (words.length >= 10) return [];
  return [{ path, line: 1, message: "the file does not open with a comment that says what it is for" }];
}

/** A file is one thing. */
export function fileLength({ path, text }: TextFile): Problem[] {
  const lines = text.replace(/\n$/, "").split("\n").length;
  if (lines <= fileLinesMax) return [];
  return [{ path, line: fileLinesMax + 1, message: `${lines} lines; at most ${fileLinesMax}: two things, two files` }];
}

/** A function fits on a screen. The bodies of `describe` are lists of tests, no functions. */
export function functionLength(file: TextFile): Problem[] {
  const tree = parse(file);
  const problems: Problem[] = [];
  walk(tree, (node) => {
    if (!ts.isFunctionLike(node) || !("body" in node) || node.body === undefined || isSuite(node)) return;
    const lines = tree.getLineAndCharacterOfPosition(node.getEnd()).line + 2 - lineOf(tree, node);
    if (lines > functionLinesMax) {
      problems.push(problemAt(file, node, `a function of ${lines} lines; at most ${functionLinesMax}`));
    }
  });
  return problems;
}

/** The function that is given to `describe`, `describe.each(…)` or `suite`. */
function isSuite(node: ts.Node): boolean {
  if (!ts.isCallExpression(node.parent)) return false;
  return /^(?:describe|suite)\b/.test(node.parent.expression.getText());
}

/** `any`, and errors that are silenced: a linter's rule for one line, named, with the reason, is the only way. */
export function escapes(file: TextFile): Problem[] {
  const problems: Problem[] = [];
  walk(parse(file), (node) => {
    if (node.kind === ts.SyntaxKind.AnyKeyword) problems.push(problemAt(file, node, "uses any"));
  });
  file.text.split("\n").forEach((line, index) => {
    const silenced = /@ts-(?:ignore|expect-error|nocheck)|(?:ox|es)lint-disable(?!-next-line [\w/-]+ -- \w)/.exec(line);
    if (silenced !== null) problems.push({ path: file.path, line: index + 1, message: `silences: ${silenced[0]}` });
  });
  return problems;
}

/** Tests that do not run, or that keep the others from running. */
export function skippedTests(file: TextFile): Problem[] {
  const problems: Problem[] = [];
  walk(parse(file), (node) => {
    if (!ts.isPropertyAccessExpression(node)) return;
    if (!/^(?:skip|only|todo|skipIf|runIf|fails)$/.test(node.name.text)) return;
    if (/^(?:test|it|describe|suite)\b/.test(node.expression.getText())) {
      problems.push(problemAt(file, node, `${node.getText().split("\n")[0]}: a test runs, always`));
    }
  });
  return problems;
}
