/** Every exercise keeps what its form promises: the files are there, and the stub that learners get is the pristine one. */
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { createRequire } from "node:module";
import type * as distlab from "distlab";
import { describe, expect, test } from "vitest";

const root = join(__dirname, "..", "..");
/** The built library: answers are judged in threads, which load it too. */
const { grading } = createRequire(__filename)(join(root, "lib/dist/index.js")) as typeof distlab;
const ids = grading.exerciseIds(root);
const lines = (path: string): readonly string[] => readFileSync(path, "utf8").split("\n");
const answers = (kind: string, id: string): readonly string[] =>
  readdirSync(join(root, "test", kind, id)).map((name) => join(root, "test", kind, id, name));

test("there are exercises", () => expect(ids).toContain("05-two-generals/idempotent-receiver"));

describe.each(ids)("%s", (id) => {
  const exercise = grading.loadExercise(root, id);

  test("six wrong answers or more, each with its mistake and the check that catches it", () => {
    const names = exercise.checks.map(({ name }) => name);
    const mutants = answers("mutants", id);
    expect(mutants.length).toBeGreaterThanOrEqual(6);
    for (const path of mutants) {
      const [mistake = "", catcher = ""] = lines(path);
      expect(mistake, path).toMatch(/^\/\/ .+\.$/);
      expect(names, path).toContain(catcher.replace("// caught by: ", ""));
    }
  });

  test("two right answers or more that are written differently, each saying how", () => {
    const variants = answers("variants", id);
    expect(variants.length).toBeGreaterThanOrEqual(2);
    for (const path of variants) expect(lines(path)[0], path).toMatch(/^\/\/ .+\.$/);
  });

  test("the stub compiles without a word from TypeScript and scores nothing", { timeout: 60_000 }, async () => {
    const result = await grading.checkFile({ root, id, path: grading.exerciseFiles(root, id).stub, drawings: "none" });
    expect(result.typeErrors).toEqual([]);
    expect(result.score).toBe(0);
    expect(result.problems).toEqual([]);
  });

  test("the solution scores full points", { timeout: 60_000 }, async () => {
    const result = await grading.checkFile({ root, id, path: grading.exerciseFiles(root, id).solution });
    expect(result.typeErrors).toEqual([]);
    expect(result.checks.filter(({ passed }) => !passed)).toEqual([]);
    expect(result.passed).toBe(true);
  });

  test("another seed makes no difference to the solution", { timeout: 60_000 }, async () => {
    const path = grading.exerciseFiles(root, id).solution;
    const result = await grading.checkFile({ root, id, path, types: false, seedOffset: 123_456 });
    expect(result.passed).toBe(true);
  });
});
