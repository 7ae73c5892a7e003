/**
 * The one place in the library that knows where a course keeps its files: it finds the course, the learner's file of an
 * exercise and its checks, and makes modules of them.
 */
import { existsSync, readdirSync, readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { dirname, join, resolve } from "node:path";
import { runInThisContext } from "node:vm";
import type { Exercise } from "./exercise";

/** Where the parts of an exercise are. */
export interface ExerciseFiles {
  /** What the learner edits. */
  readonly answer: string;
  /** What it began as. */
  readonly stub: string;
  readonly checks: string;
  readonly solution: string;
}

/** Paths of an exercise's parts. @param id `NN-slug/name` */
export function exerciseFiles(root: string, id: string): ExerciseFiles {
  return {
    answer: join(root, "exercises", `${id}.ts`),
    stub: join(root, "test", "exercises", `${id}.ts`),
    checks: join(root, "test", "exercises", `${id}.checks.ts`),
    solution: join(root, "solutions", `${id}.ts`),
  };
}

/**
 * The course's folder: the nearest one around `from` with notebooks and exercises, or the one that this library is
 * installed in.
 * @throws Error where there is none
 */
export function courseRoot(from: string = process.cwd()): string {
  for (const start of [resolve(from), __dirname]) {
    for (let folder = start; ; folder = dirname(folder)) {
      if (existsSync(join(folder, "notebooks")) && existsSync(join(folder, "exercises"))) return folder;
      if (folder === dirname(folder)) break;
    }
  }
  throw new Error("this is not inside the course's folder; exercises can be checked only there");
}

/** The ids of all exercises that have checks, in order. */
export function exerciseIds(root: string): readonly string[] {
  const folder = join(root, "test", "exercises");
  if (!existsSync(folder)) return [];
  const chapters = readdirSync(folder).filter((name) => /^\d\d-/.test(name));
  return chapters.toSorted().flatMap((chapter) => checksIn(join(folder, chapter)).map((name) => `${chapter}/${name}`));
}

function checksIn(folder: string): readonly string[] {
  const ending = ".checks.ts";
  const files = readdirSync(folder).filter((name) => name.endsWith(ending));
  return files.map((name) => name.slice(0, -ending.length)).toSorted();
}

/** The part of esbuild that is used. */
interface Bundler {
  buildSync(options: { readonly [option: string]: unknown }): {
    readonly outputFiles: readonly { readonly text: string }[];
  };
}

/** A module's text: everything that the file imports is in it, but for the library itself. */
export function bundleChecks(root: string, path: string): string {
  const { buildSync } = createRequire(join(root, "package.json"))("esbuild") as Bundler;
  const { outputFiles } = buildSync({
    entryPoints: [path],
    bundle: true,
    write: false,
    platform: "node",
    format: "cjs",
    target: "node20.19",
    external: ["distlab"],
    // The paths of the course's own configuration would lead to the library's sources.
    tsconfigRaw: {},
    logLevel: "silent",
  });
  return outputFiles[0]!.text;
}

/** Runs the text of a module that `bundleChecks` made. @param file how it is called in stack traces */
export function runModule(text: string, file: string): { readonly [name: string]: unknown } {
  const wrapped = `(function (exports, require, module) {${text}\n})`;
  const make = runInThisContext(wrapped, { filename: file }) as (...given: unknown[]) => void;
  const module = { exports: {} as { [name: string]: unknown } };
  const own = createRequire(__filename);
  // The library is the one that runs already: a second one would have other classes of the same names.
  make(module.exports, (name: string): unknown => (name === "distlab" ? own("../index") : own(name)), module);
  return module.exports;
}

/**
 * The exercise with its checks.
 * @throws Error where there is none of this id
 */
export function loadExercise(root: string, id: string): Exercise {
  const { checks } = exerciseFiles(root, id);
  if (!existsSync(checks)) throw unknownExercise(root, id);
  const { default: found } = runModule(bundleChecks(root, checks), checks) as { readonly default?: Exercise };
  if (found?.id !== id) throw new Error(`${checks} is of the exercise ${String(found?.id)}; it should be ${id}`);
  return found;
}

/** Says which exercises there are. */
export function unknownExercise(root: string, id: string): Error {
  const [chapter = ""] = id.split("/");
  const ids = exerciseIds(root);
  const near = ids.filter((other) => other.startsWith(`${chapter}/`) || other.endsWith(`/${id}`));
  const told = (near.length > 0 ? near : ids).join(", ");
  return new Error(`there is no exercise ${JSON.stringify(id)}; there are: ${told || "none"}`);
}

/** The text of a file, or null where there is none. */
export function textOf(path: string): string | null {
  return existsSync(path) ? readFileSync(path, "utf8") : null;
}
