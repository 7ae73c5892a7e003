/** The learner's loop as one types it: next, check, hint, reset, solution, list, with real exercises in a folder of their own. */
import { cpSync, mkdirSync, readFileSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { createRequire } from "node:module";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { expect, onTestFinished, test, vi } from "vitest";
import type { Context } from "../../../app/cli/context";
import { runCommandLine } from "../../../app/cli/program";
import { Writer } from "../../../app/cli/terminal";
import { schemaFaults } from "../grade/formats/schemas";
import { commandLine, TextSink } from "./fakes";

// The built library: answers are judged in threads, which load it too.
vi.mock("distlab", () => createRequire(import.meta.url)("../../../lib/dist/index.js") as object);

const repository = fileURLToPath(new URL("../../..", import.meta.url));
const chapter = "05-two-generals";
const id = `${chapter}/idempotent-receiver`;
const other = `${chapter}/find-disagreement`;
const solutionOf = (exercise: string): string => readFileSync(join(repository, `solutions/${exercise}.ts`), "utf8");

/** A course with the exercises of one chapter, as they are before anyone has begun. */
function learner() {
  const { root, type } = commandLine({ chapters: {} });
  rmSync(join(root, "lib"), { recursive: true });
  for (const name of ["lib", "node_modules", "solutions"]) symlinkSync(join(repository, name), join(root, name));
  cpSync(join(repository, "test/exercises", chapter), join(root, "test/exercises", chapter), { recursive: true });
  cpSync(join(repository, "notebooks", `${chapter}.ipynb`), join(root, "notebooks", `${chapter}.ipynb`));
  cpSync(join(repository, "test/exercises", chapter), join(root, "exercises", chapter), {
    recursive: true,
    filter: (path) => !path.endsWith(".checks.ts"),
  });
  const file = (exercise: string): string => join(root, "exercises", `${exercise}.ts`);
  return { root, type, file, write: (exercise: string, text: string) => writeFileSync(file(exercise), text) };
}

test("check without a name judges what was begun, and says so when nothing was", async () => {
  const { type, write } = learner();
  expect((await type("check")).out).toMatch(/begun no exercise yet/);
  write(id, solutionOf(id));
  const { out, exitCode } = await type("check", "--no-types");
  expect(exitCode).toBe(0);
  expect(out).toContain("11 of 11 points");
  expect(out).toContain("And then:");
});

test("a stub fails with exit code 1, and the points are told as JSON", async () => {
  const { type } = learner();
  const { out, exitCode } = await type("check", id, "--json", "--no-types");
  expect(exitCode).toBe(1);
  expect(JSON.parse(out)).toMatchObject({ score: 0, maxScore: 11, exercises: [{ id, score: 0, maxScore: 11 }] });
});

test("the JSON of a check is what docs/schemas/check.schema.json says, whatever the answer is", async () => {
  const { type, write } = learner();
  for (const answer of [`test/mutants/${id}/id-alone.ts`, `solutions/${id}.ts`]) {
    write(id, readFileSync(join(repository, answer), "utf8"));
    const told = JSON.parse((await type("check", id, "--json", "--no-types")).out) as { exercises: object[] };
    expect(schemaFaults("check", told)).toEqual([]);
    expect(schemaFaults("check", { ...told, exercises: [{ ...told.exercises[0], points: 3 }] })).not.toEqual([]);
  }
});

test("a long run is told by its beginning and its end, and whole with --full", async () => {
  const { type } = learner();
  const brief = (await type("check", id, "--no-types")).out;
  expect(brief).toContain(`More help: distlab hint ${id}\n`);
  expect(brief).toMatch(
    /… \d+ lines like these … \(distlab check 05-two-generals\/idempotent-receiver --full shows all\)/,
  );
  const whole = (await type("check", id, "--no-types", "--full")).out;
  expect(whole).not.toContain("like these");
  expect(whole.split("\n").length).toBeGreaterThan(brief.split("\n").length + 100);
});

test("TypeScript's errors are told and cost nothing", async () => {
  const { type, write } = learner();
  write(id, `${solutionOf(id)}\nconst wrong: number = "text";\nvoid wrong;\n`);
  const { out, exitCode } = await type("check", id);
  expect(exitCode).toBe(0);
  expect(out).toMatch(/TypeScript says:\n {2}line \d+: Type 'string' is not assignable/);
});

test("next goes to the first exercise without all its points, and list shows those earned", async () => {
  const { type, write } = learner();
  const before = (await type("next")).out;
  const first = /edit +exercises\/(.+)\.ts/.exec(before)?.[1] ?? "";
  write(first, solutionOf(first));
  await type("check", first, "--no-types");
  expect((await type("next")).out).not.toContain(first);
  expect((await type("list")).out).toMatch(/4 exercises, \d+ of 36 points/);
});

test("hint shows one more each time, then says what is left", async () => {
  const { type } = learner();
  const first = (await type("hint", id)).out;
  expect(first).toMatch(/Hint 1 of 3/);
  expect(first).not.toMatch(/Hint 2/);
  expect((await type("hint", id)).out).toMatch(/Hint 1 of 3[^]*Hint 2 of 3/);
  expect((await type("hint", id)).out).toMatch(/Hint 3 of 3[^]*That was the last\. distlab solution/);
});

test("reset brings back one exercise, a chapter or all, and keeps what was there", async () => {
  const { root, type, file, write } = learner();
  for (const which of [[id], ["05"], ["--all"]]) {
    write(id, "// mine\n");
    write(other, "// also mine\n");
    const { out } = await type("reset", ...which);
    const kept = [...out.matchAll(/your text is in (\S+)/g)].map((match) =>
      readFileSync(join(root, match[1]!), "utf8"),
    );
    expect(kept.toSorted()).toEqual(which[0] === id ? ["// mine\n"] : ["// also mine\n", "// mine\n"]);
    expect(readFileSync(file(id), "utf8")).toBe(readFileSync(join(root, "test/exercises", `${id}.ts`), "utf8"));
  }
  expect((await type("reset")).exitCode).toBe(2);
});

test("reset takes predictions back, those of a chapter or all, and keeps them", async () => {
  const { root, type } = learner();
  const path = join(root, ".distlab/predictions.json");
  const made = (of: string) => ({ id: of, answer: "never", confidence: 0.8, at: "2026-01-01T00:00:00.000Z" });
  mkdirSync(join(root, ".distlab"), { recursive: true });
  const ours = `${chapter}/exactly-one-bob`;
  writeFileSync(path, JSON.stringify({ [ours]: made(ours), "99-other/one": made("99-other/one") }));
  const { out } = await type("reset", "--predictions", "05");
  const [, kept = ""] = /1 prediction is taken back; you find them in (\S+)\./.exec(out) ?? [];
  expect(JSON.parse(readFileSync(join(root, kept), "utf8"))).toEqual([made(ours)]);
  expect(JSON.parse(readFileSync(path, "utf8"))).toEqual({ "99-other/one": made("99-other/one") });
  expect((await type("reset", "--predictions", "05")).out).toContain("no predictions to take back");
  expect((await type("reset", "--predictions", "nowhere")).exitCode).toBe(2);
  expect((await type("reset", "--predictions")).out).toContain("1 prediction is taken back");
});

test("solution waits for a pass, or for --show", async () => {
  const { type, write } = learner();
  const refused = await type("solution", id);
  expect([refused.exitCode, refused.out]).toEqual([1, ""]);
  expect((await type("solution", id, "--show")).out).toContain("export function receive");
  write(other, solutionOf(other));
  await type("check", other, "--no-types");
  expect((await type("solution", other)).exitCode).toBe(0);
});

test("a copy that was handed out without solutions says so", async () => {
  const { root, type } = learner();
  rmSync(join(root, "solutions"));
  const { error, exitCode } = await type("solution", id, "--show");
  expect(error).toMatch(/handed out without solutions/);
  expect(exitCode).toBe(1);
});

test.each([[[id]], [[id, other]]])("--watch judges again what is saved: %j", async (ids) => {
  const { root, write } = learner();
  const out = new TextSink(false, 100);
  let interrupt = (): void => {};
  const context: Context = {
    root,
    cwd: root,
    environment: {},
    out: new Writer(out, {}),
    error: new Writer(new TextSink(false, 100), {}),
    startKernel: () => Promise.reject(new Error("no kernel is needed")),
    onInterrupt: (stop) => {
      interrupt = stop;
      return () => {};
    },
  };
  const running = runCommandLine(["check", "--watch", "--no-types", ...ids], context);
  onTestFinished(() => interrupt());
  const judged = (): number => out.text.split("checked in").length - 1;
  await vi.waitFor(() => expect(judged()).toBe(ids.length), { timeout: 20_000 });
  write(id, solutionOf(id));
  await vi.waitFor(() => expect(out.text).toContain("11 of 11 points"), { timeout: 20_000 });
  interrupt();
  expect(await running).toBe(0);
});
