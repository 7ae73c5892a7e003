/** The project's rules of form, held against its own files. The rules are in tidy/, each tried there on bad samples. */
import { fileURLToPath } from "node:url";
import { expect, test } from "vitest";
import { asynchrony, bannedCalls, idleExceptions } from "./tidy/banned";
import { exerciseParts, unnamedExercises } from "./tidy/exercises";
import { appLayers, learnerLayers, libraryLayers } from "./tidy/layers";
import { notebookForm } from "./tidy/notebooks";
import { machinePaths, registryHosts } from "./tidy/repository";
import { describeProblem, filesBelow, isScript, readFile, stagedFiles } from "./tidy/source";
import type { Problem, TextFile } from "./tidy/source";
import { escapes, fileLength, functionLength, openingComment, skippedTests } from "./tidy/style";

const root = fileURLToPath(new URL("..", import.meta.url)).replace(/\/$/, "");
const paths = filesBelow(root, "");

/** A learner's own files are not the project's: of these folders the committed state counts. */
const learners = ["exercises", "notebooks"].flatMap((folder) => stagedFiles(root, folder));
const isLearners = (path: string): boolean => /^(?:exercises|notebooks)\//.test(path);

const scripts = [
  ...paths.filter((path) => isScript(path) && !isLearners(path)).map((path) => readFile(root, path)),
  ...learners.filter(({ path }) => isScript(path)),
];
const below = (...folders: string[]): TextFile[] =>
  scripts.filter(({ path }) => folders.some((folder) => path.startsWith(`${folder}/`)));
/** Mutants are wrong on purpose, and say how in their own form. */
const own = scripts.filter(({ path }) => !path.startsWith("test/mutants/"));
const notebooks = learners.filter(({ path }) => path.endsWith(".ipynb"));

const told = (problems: readonly Problem[]): string[] => problems.map(describeProblem);

test("lib/ has files to look at, so that no rule holds of nothing", () => {
  expect(below("lib").length).toBeGreaterThan(5);
  expect(below("app").length).toBeGreaterThan(20);
  expect(below("test").length).toBeGreaterThan(20);
});

test("lib/ imports downwards only, and only the packages that it may", () => {
  expect(told(below("lib").flatMap(libraryLayers))).toEqual([]);
});

test("app/ imports the library by its name, the page nothing of Node", () => {
  expect(told(below("app").flatMap(appLayers))).toEqual([]);
});

test("exercises, solutions and mutants import only the library", () => {
  const files = below("exercises", "solutions", "test/mutants", "test/exercises");
  expect(told(files.filter(({ path }) => !path.endsWith(".checks.ts")).flatMap(learnerLayers))).toEqual([]);
});

test("lib/ calls nothing whose result depends on the machine, the language, the version or the moment", () => {
  const library = below("lib");
  expect(told(library.filter(({ path }) => path !== "lib/sim/random.ts").flatMap((file) => bannedCalls(file)))).toEqual(
    [],
  );
  expect(idleExceptions(library)).toEqual([]);
});

test("protocols and structures are synchronous", () => {
  expect(told(below("lib").flatMap(asynchrony))).toEqual([]);
});

test("every script opens with a comment that says what it is for", () => {
  expect(told(own.flatMap(openingComment))).toEqual([]);
});

test("files have at most 400 lines, functions at most 60", () => {
  expect(told(own.flatMap((file) => [...fileLength(file), ...functionLength(file)]))).toEqual([]);
});

test("no any, no silenced errors", () => {
  expect(told(scripts.filter(({ path }) => !path.startsWith("test/tidy/")).flatMap(escapes))).toEqual([]);
});

test("every test runs", () => {
  expect(told(below("test").flatMap(skippedTests))).toEqual([]);
});

test("every committed notebook has the form of a chapter", () => {
  expect(told(notebooks.flatMap(notebookForm))).toEqual([]);
});

test("every exercise has its stub, checks and solution, and a chapter that names it", () => {
  const named = notebooks.flatMap(({ text }) => [...text.matchAll(/"id": "(\d\d-[a-z0-9-]+\/[a-z0-9-]+)"/g)]);
  expect(told(exerciseParts(paths))).toEqual([]);
  expect(told(unnamedExercises(paths, new Set(named.map(([, id]) => id!))))).toEqual([]);
});

test("no file holds a path of somebody's machine", () => {
  const binary = /\.(?:png|jpe?g|gif|woff2?|ico|zip|gz|pdf)$/;
  const files = paths.filter((path) => !binary.test(path) && !isLearners(path)).map((path) => readFile(root, path));
  expect(told([...files, ...learners].flatMap((file) => machinePaths(file, root)))).toEqual([]);
});

test("neither the lock file nor npm's settings name a registry", () => {
  expect(told(["package-lock.json", ".npmrc"].flatMap((path) => registryHosts(readFile(root, path))))).toEqual([]);
});
