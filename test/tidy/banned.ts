/**
 * What lib/ must not call, because it gives other results on another machine, in another country, on another version
 * of Node or a second later.
 */
import ts from "typescript";
import { parse, problemAt, walk } from "./source";
import type { Problem, TextFile } from "./source";

/** Files in which something banned is right, with the reason. An entry that is not needed is a problem itself. */
export interface Exception {
  /** Relative to the course; a path ending in `/` stands for a folder. */
  readonly path: string;
  readonly names: readonly string[];
  readonly why: string;
}

export const exceptions: readonly Exception[] = [
  {
    path: "lib/verify/",
    names: ["performance"],
    why: "a search or a check has a time limit, and says how long it took",
  },
  { path: "lib/sim/progress.ts", names: ["performance"], why: "a line on a terminal says how long a sweep will take" },
  {
    path: "lib/verify/explore/explore.ts",
    names: ["setImmediate"],
    why: "a long search lets others have a turn, and can be interrupted",
  },
];

/** Real hosts live in real time. */
const realTime = ["lib/net/", "lib/grade/"];

const names: Readonly<Record<string, string>> = {
  Intl: "depends on the machine's language",
  Date: "depends on when it runs",
  performance: "depends on when it runs",
  crypto: "draws numbers that no seed repeats",
};

const members: Readonly<Record<string, string>> = {
  localeCompare: "depends on the machine's language: compare with <",
  hrtime: "depends on when it runs",
};

const mathMembers: Readonly<Record<string, string>> = {
  pow: "gives other digits on other versions of Node: multiply, or exp(log())",
  random: "only sim/random.ts makes randomness",
};

const timers = new Set(["setTimeout", "setInterval", "setImmediate", "queueMicrotask"]);

interface Found {
  readonly node: ts.Node;
  readonly name: string;
  readonly why: string;
}

/** Everything banned that a file of lib/ uses, exceptions not considered. */
function uses(file: TextFile): Found[] {
  const found: Found[] = [];
  const real = realTime.some((folder) => file.path.startsWith(folder));
  walk(parse(file), (node) => {
    const one = memberUse(node, real) ?? nameUse(node, real) ?? powerUse(node);
    if (one !== undefined) found.push(one);
  });
  return found;
}

function memberUse(node: ts.Node, real: boolean): Found | undefined {
  if (!ts.isPropertyAccessExpression(node)) return undefined;
  const member = node.name.text;
  if (member === "hrtime" && real) return undefined;
  const why = Object.hasOwn(members, member) ? members[member] : undefined;
  if (why !== undefined) return { node, name: member, why };
  if (member.startsWith("toLocale")) return { node, name: member, why: "depends on the machine's language" };
  return undefined;
}

/** Globals: where they are called, not where a field or a type happens to have the name. */
function nameUse(node: ts.Node, real: boolean): Found | undefined {
  if (!ts.isIdentifier(node) || isNameOnly(node)) return undefined;
  const name = node.text;
  if (name === "Math") return mathUse(node);
  if (real) return undefined;
  if (timers.has(name)) return { node, name, why: "real time passes only in net/" };
  return Object.hasOwn(names, name) ? { node, name, why: names[name]! } : undefined;
}

/** `x.Date`, `{ Date: 1 }`, `Date` as a type: not the global. */
function isNameOnly(node: ts.Identifier): boolean {
  const { parent } = node;
  if (ts.isPropertyAccessExpression(parent)) return parent.name === node && !isGlobalThis(parent.expression);
  if (ts.isPropertyAssignment(parent) || ts.isPropertySignature(parent)) return parent.name === node;
  return ts.isTypeReferenceNode(parent) || ts.isImportSpecifier(parent) || ts.isQualifiedName(parent);
}

const isGlobalThis = (node: ts.Node): boolean => ts.isIdentifier(node) && node.text === "globalThis";

/** `Math.floor(…)` is seen through; `const { pow } = Math` and `Math[name]` are not, so they are banned. */
function mathUse(node: ts.Identifier): Found | undefined {
  const access = ts.isPropertyAccessExpression(node.parent) ? node.parent : undefined;
  if (access === undefined || access.expression !== node) {
    return { node, name: "Math", why: "write Math.name, so that one can see which" };
  }
  const member = access.name.text;
  const why = Object.hasOwn(mathMembers, member) ? mathMembers[member] : undefined;
  return why === undefined ? undefined : { node, name: `Math.${member}`, why };
}

/** `2 ** 32` is exact everywhere; nothing else with `**` is known to be. */
function powerUse(node: ts.Node): Found | undefined {
  if (!ts.isBinaryExpression(node)) return undefined;
  const kind = node.operatorToken.kind;
  if (kind !== ts.SyntaxKind.AsteriskAsteriskToken && kind !== ts.SyntaxKind.AsteriskAsteriskEqualsToken)
    return undefined;
  const exact = kind === ts.SyntaxKind.AsteriskAsteriskToken && isTwo(node.left) && isWhole(node.right);
  return exact ? undefined : { node, name: "**", why: mathMembers["pow"]! };
}

const isTwo = (node: ts.Node): boolean => ts.isNumericLiteral(node) && node.text === "2";
const isWhole = (node: ts.Node): boolean => ts.isNumericLiteral(node) && /^\d+$/.test(node.text);

function isExcepted(file: TextFile, name: string, allowed: readonly Exception[]): boolean {
  return allowed.some(({ path, names: some }) => matches(path, file.path) && some.includes(name));
}

const matches = (pattern: string, path: string): boolean =>
  pattern.endsWith("/") ? path.startsWith(pattern) : path === pattern;

/** Banned calls in a file of lib/. */
export function bannedCalls(file: TextFile, allowed: readonly Exception[] = exceptions): Problem[] {
  return uses(file)
    .filter(({ name }) => !isExcepted(file, name, allowed))
    .map(({ node, name, why }) => problemAt(file, node, `uses ${name}: ${why}`));
}

/** Exceptions that no file needs any more. */
export function idleExceptions(files: readonly TextFile[], allowed: readonly Exception[] = exceptions): string[] {
  return allowed.flatMap(({ path, names: some }) => {
    const used = new Set(
      files.filter((file) => matches(path, file.path)).flatMap((file) => uses(file).map(({ name }) => name)),
    );
    return some.filter((name) => !used.has(name)).map((name) => `${path} does not use ${name} any more`);
  });
}

/** Protocols and structures are pure and synchronous: a checker cannot look into a promise. */
export function asynchrony(file: TextFile): Problem[] {
  if (!/^lib\/(?:protocols|structures)\//.test(file.path)) return [];
  const problems: Problem[] = [];
  walk(parse(file), (node) => {
    const promise = ts.isIdentifier(node) && node.text === "Promise";
    const { AsyncKeyword, AwaitKeyword } = ts.SyntaxKind;
    if (node.kind === AsyncKeyword || node.kind === AwaitKeyword || ts.isAwaitExpression(node) || promise) {
      problems.push(
        problemAt(file, node, `uses ${node.getText().split(/\s/)[0]}: protocols and structures are synchronous`),
      );
    }
  });
  return problems;
}
