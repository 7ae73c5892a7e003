/** Reports, against the documentation of the formats that they are in. */
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { fileName, gradeBatch, seedOffsetOf, WeakSandbox } from "../../../app/grade/batch";
import type { Batch, BatchOptions } from "../../../app/grade/batch";
import { writeReports } from "../../../app/grade/reports/write";
import { junitFaults } from "./formats/junit";
import { schemaFaults } from "./formats/schemas";

const root = join(import.meta.dirname, "../../..");
const folder = mkdtempSync(join(tmpdir(), "distlab-reports-"));
const out = join(folder, "out");
const handedIn = join(folder, "in");
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const add = "export const add = (a: number, b: number) => a + b;\n";
const answers: Readonly<Record<string, string>> = {
  Ann: `export const greet = (who: string) => \`hello \${who}\`;\n${add}`,
  'Bob, <b>"Jr"': `export const greet = () => "</pre><script>alert(1)</script>]]>&\\u0007";\n${add}`,
  "=cmd": `export const greet = () => "hello";\nexport const add = (a: number, b: number) => a + b + 1;\n`,
  Eve: "no program",
};
const options: BatchOptions = {
  root,
  paths: [handedIn],
  out,
  exercises: ["00-hostile/greeter"],
  checksOf: () => join(root, "test/hostile/greeter.checks.ts"),
  mutantsOf: () => join(folder, "mutants"),
  jobs: 2,
  allowWeakSandbox: true,
};
let batch: Batch;
const read = (path: string): string => readFileSync(join(out, path), "utf8");
const json = (path: string): Record<string, unknown> => JSON.parse(read(path)) as Record<string, unknown>;

beforeAll(async () => {
  mkdirSync(handedIn);
  mkdirSync(join(folder, "mutants"));
  writeFileSync(
    join(folder, "mutants", "mute.ts"),
    `// Greets nobody by name.\nexport const greet = () => "";\n${add}`,
  );
  for (const [name, text] of Object.entries(answers)) writeFileSync(join(handedIn, `${name}.ts`), text);
  batch = await gradeBatch(options);
  await writeReports(out, batch, { CLASSROOM: "ds", ASSIGNMENT: "a1" }, new Date(Date.UTC(2026, 0, 31, 12)));
}, 60_000);

describe("our own", () => {
  it("scores are those that the answers earn, and the level is in every report", () => {
    const scores = Object.fromEntries(batch.results.map(({ learner, score }) => [learner, score]));
    expect(scores).toEqual({ Ann: 10, 'Bob, <b>"Jr"': 8, "=cmd": 0, Eve: 0 });
    const { level } = batch.sandbox;
    for (const path of ["results.json", "scores.csv", "junit.xml", "summary.json", "summary.md", "summary.html"]) {
      expect([path, read(path).includes(level)]).toEqual([path, true]);
    }
    for (const name of ["gradescope.json", "feedback.md", "feedback.html"]) {
      expect(read(join("learners", "Ann", name))).toContain(level);
    }
  });

  it("the CSV has a row a learner, quotes what must be, and holds no formula (RFC 4180)", () => {
    const [head, ...rows] = read("scores.csv").trimEnd().split("\r\n");
    expect(head).toBe("learner,score,max_score,sandbox,00-hostile/greeter,problems");
    expect(rows).toHaveLength(4);
    expect(rows.some((row) => row.startsWith(`"Bob, <b>""Jr""",8,10,`))).toBe(true);
    expect(rows.some((row) => row.startsWith("'=cmd,0,10,"))).toBe(true);
  });

  it("the summary tells which checks fail most and which known mistake an answer resembles", () => {
    const summary = json("summary.json") as unknown as {
      exercises: { checks: unknown[]; mistakes: unknown[]; passed: number }[];
    };
    const [exercise] = summary.exercises;
    expect(exercise!.passed).toBe(1);
    expect(exercise!.checks[0]).toEqual({ name: "greets whom it is given", failed: 3 });
    expect(exercise!.mistakes).toEqual([{ mistake: "Greets nobody by name.", learners: ['Bob, <b>"Jr"'] }]);
  });

  it("what an answer says runs nowhere and formats nothing", () => {
    const result = batch.results.find(({ learner }) => learner.startsWith("Bob"))!;
    const name = fileName(result.learner);
    expect(read(join("learners", name, "feedback.html"))).not.toMatch(/<script|<b>/);
    expect(read(join("learners", name, "feedback.html"))).toContain("&lt;/pre&gt;");
    expect(read(join("learners", name, "feedback.html"))).toContain("default-src 'none'");
    expect(read(join("learners", name, "feedback.md"))).toContain("\\<b\\>");
  });
});

describe("a learner's page", () => {
  const id = "05-two-generals/idempotent-receiver";
  const place = join(folder, "real");
  beforeAll(async () => {
    mkdirSync(join(place, "in", "Dan", "05-two-generals"), { recursive: true });
    const answer = readFileSync(join(root, `test/mutants/${id}/id-alone.ts`));
    writeFileSync(join(place, "in", "Dan", `${id}.ts`), answer);
    const real = await gradeBatch({
      root,
      paths: [join(place, "in")],
      out: join(place, "out"),
      exercises: [id, "05-two-generals/find-disagreement"],
      mutantsOf: () => join(folder, "none"),
      jobs: 2,
      allowWeakSandbox: true,
      seedFrom: "autumn",
    });
    await writeReports(join(place, "out"), real, {}, new Date(0));
  }, 60_000);
  const page = (name: string): string => readFileSync(join(place, "out", name), "utf8");

  it("has the smallest failing run: drawn as HTML, as text in Markdown, with a cell that shows it with the same seeds", () => {
    const markdown = page("learners/Dan/feedback.md");
    const html = page("learners/Dan/feedback.html");
    expect(html.match(/<img alt="[^"]+" src="data:image\/svg\+xml;base64,/g)).toHaveLength(1);
    expect(markdown).toMatch(/\n +1\. \w+ receives Call/);
    expect(markdown).toMatch(/^ms +ann +bob +replica$/m);
    const cell = `await replay("${id}", 5, { seedOffset: ${seedOffsetOf("autumn", "Dan")} });`;
    expect(markdown).toContain(cell);
    expect(html).toContain(cell.replaceAll('"', "&quot;"));
  });

  it("says once that an exercise was not handed in, and every report says which", () => {
    expect(page("learners/Dan/feedback.md").match(/nothing was handed in/g)).toHaveLength(1);
    expect(page("learners/Dan/feedback.html").match(/nothing was handed in/g)).toHaveLength(1);
    const told = "05-two-generals/find-disagreement: nothing was handed in";
    expect(page("scores.csv")).toContain(told);
    expect(page("learners/Dan/gradescope.json")).toContain(told);
  });

  it("keeps its pictures: the class's results are words and numbers", () => {
    expect(page("results.json")).not.toContain("svg");
    expect(page("results.json")).toContain('"diagram"');
  });
});

it("every file that is written is valid by the schema of its format", () => {
  expect(schemaFaults("results", json("results.json"))).toEqual([]);
  expect(schemaFaults("summary", json("summary.json"))).toEqual([]);
  expect(junitFaults(read("junit.xml"))).toEqual([]);
  const learners = readdirSync(join(out, "learners"));
  expect(learners).toHaveLength(4);
  for (const name of learners) {
    expect(schemaFaults("gradescope", json(join("learners", name, "gradescope.json")))).toEqual([]);
    expect(schemaFaults("classroom50", json(join("learners", name, "classroom50.json")))).toEqual([]);
  }
  expect(json(join("learners", "Ann", "classroom50.json"))).toMatchObject({
    classroom: "ds",
    datetime: "2026-01-31T12:00:00Z",
    score: 10,
    "max-score": 10,
  });
});

describe("a batch", () => {
  it("that is resumed judges only what is new or changed", async () => {
    writeFileSync(join(handedIn, "Eve.ts"), answers["Ann"]!);
    const before = batch.results.find(({ learner }) => learner === "Ann")!;
    const again = await gradeBatch({ ...options, resume: true });
    expect(again.results.find(({ learner }) => learner === "Ann")).toEqual(before);
    expect(again.results.find(({ learner }) => learner === "Eve")!.score).toBe(10);
  });

  it("refuses a weak sandbox, unless it is allowed", async () => {
    const weak = { ...options, level: "node permissions" as const, allowWeakSandbox: false };
    await expect(gradeBatch(weak)).rejects.toThrow(WeakSandbox);
    await expect(gradeBatch(weak)).rejects.toThrow("--allow-weak-sandbox");
  });

  it("gives learners seeds of their own, the same each time", () => {
    expect(seedOffsetOf("exam", "Ann")).toBe(seedOffsetOf("exam", "Ann"));
    expect(seedOffsetOf("exam", "Ann")).not.toBe(seedOffsetOf("exam", "Bob"));
  });
});
