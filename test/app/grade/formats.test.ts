/**
 * Every report, against the schema of its format: our own in docs/schemas/, others' published ones or what their
 * documentation says. A schema is believed because it refuses what is broken.
 */
import MarkdownIt from "markdown-it";
import { describe, expect, test } from "vitest";
import { grading } from "distlab";
import { classroom50, classroomRun, csv, gradescope, junit, withoutPictures } from "../../../app/grade/reports/formats";
import {
  classSummary,
  feedbackHtml,
  feedbackMarkdown,
  summaryHtml,
  summaryMarkdown,
} from "../../../app/grade/reports/pages";
import greeter from "../../hostile/greeter.checks";
import { junitFaults } from "./formats/junit";
import { schemaFaults } from "./formats/schemas";
import type { SchemaName } from "./formats/schemas";

const nasty = 'a "b", <b>c</b> ]]> & \u0007 \ud800 `` ``` \n=2+2 | #';

/** A learner's result as the grader would report it, of answers of any kind. */
function submission(learner: string, greet: (() => string) | null): grading.SubmissionResult {
  const add = (a: number, b: number): number => a + b;
  const checks = greet === null ? [] : grading.runChecks(greeter, grading.directAnswer({ greet, add }));
  const problems = greet === null ? [`nothing was handed in: ${nasty}`] : [];
  const result = grading.exerciseResult(greeter, checks.map(shown), { problems, printed: [nasty], milliseconds: 1234 });
  const { score, maxScore } = result;
  return { learner, sandbox: "bubblewrap", score, maxScore, exercises: [result], problems: [], milliseconds: 1300 };
}

/** With all that a failing check may have. */
function shown(check: grading.CheckResult): grading.CheckResult {
  if (check.passed) return check;
  const lines = Array.from({ length: 300 }, (_, index) => `${index} ${nasty}`);
  const run = { sentence: nasty, lines, size: 300, diagram: nasty, bundle: { "image/svg+xml": "<svg/>" } };
  return { ...check, run, replay: nasty, hint: nasty, coverage: "3 of 4 seeds passed" };
}

const results = [
  submission("Ann", () => "hello Bob"),
  submission(nasty, () => nasty),
  submission("=cmd|'/C calc'!A0", null),
];
const sandbox = { level: "bubblewrap", description: "its own namespaces" };
const written: { readonly [schema in SchemaName]?: readonly unknown[] } = {
  results: [{ sandbox, submissions: results.map(withoutPictures) }],
  summary: [classSummary(results, new Map([[greeter.id, [{ mistake: "None.", failing: "", found: "" }]]]))],
  gradescope: results.map(gradescope),
  classroom50: results.map((result) => classroom50(result, classroomRun({}, new Date(0)))),
};

describe.each(Object.entries(written) as [SchemaName, readonly unknown[]][])("%s", (name, values) => {
  // What is read is JSON, in which a field that is undefined is none.
  const read = values.map((value) => JSON.parse(JSON.stringify(value)) as Record<string, unknown>);

  test("is valid for a right answer, a wrong one and none at all", () => {
    expect(read.flatMap((value) => schemaFaults(name, value))).toEqual([]);
  });

  test("would not be with a field too many or of another kind", () => {
    const [value = {}] = read;
    expect(schemaFaults(name, { ...value, remark: "well done" })).not.toEqual([]);
    for (const field of Object.keys(value)) {
      expect([field, schemaFaults(name, { ...value, [field]: { wrong: [] } }).length > 0]).toEqual([
        field,
        // Whatever an instructor wants kept.
        field !== "extra_data",
      ]);
    }
  });
});

test("Gradescope's scores add up, and Classroom 50's tests have names of their own", () => {
  for (const result of results) {
    const { score, tests } = gradescope(result) as { score: number; tests: { score: number }[] };
    expect(tests.reduce((sum, one) => sum + one.score, 0)).toBe(score);
    const names = (classroom50(result, classroomRun({}, new Date(0))) as { tests: { "test-name": string }[] }).tests;
    expect(new Set(names.map((one) => one["test-name"])).size).toBe(names.length);
  }
});

describe("JUnit", () => {
  test("is what Jenkins' schema allows, and counts what it holds", () => {
    const xml = junit(results);
    expect(junitFaults(xml)).toEqual([]);
    const failures = xml.match(/<failure /g)!.length;
    expect(xml).toContain(`<testsuites name="distlab" tests="9" failures="${failures}" errors="0">`);
    expect(xml.match(/<testcase /g)).toHaveLength(9);
  });

  test.each([
    [/ tests="3"/, "", "<testsuite> has no tests"],
    [/<properties>/, "<setup>", "<setup> is no element"],
    [/<\/testsuite>/, "", "</testsuites> closes another element"],
    [/ time="0"/, ' time="0" line="3"', "<testcase> has an attribute line"],
    [/ time="1.234"/, ' time="1 s"', "the time 1 s"],
    [/<properties>/, "& so on<properties>", "an & in & so on"],
  ])("would be refused with %s as %s", (from, to, fault) => {
    const faults = junitFaults(junit(results).replace(from, to)).map((told) => told.replaceAll(/\s+/g, " "));
    expect(faults).toContain(fault);
  });
});

/** Source: RFC 4180, "Definition of the CSV Format". */
function csvRows(text: string): readonly (readonly string[])[] {
  const rows: string[][] = [];
  let row: string[] = [];
  const field = /("(?:[^"]|"")*"|[^",\r\n]*)(,|\r\n)/gy;
  while (field.lastIndex < text.length) {
    const found = field.exec(text);
    if (found === null) throw new Error("no field follows");
    const [, value = "", ending] = found;
    row.push(value.startsWith('"') ? value.slice(1, -1).replaceAll('""', '"') : value);
    if (ending === ",") continue;
    rows.push(row);
    row = [];
  }
  return rows;
}

test("the CSV has as many fields in every row, and none that a spreadsheet would calculate", () => {
  const [head, ...rows] = csvRows(csv(results));
  expect(head).toEqual(["learner", "score", "max_score", "sandbox", greeter.id, "problems"]);
  expect(rows.map((row) => row.length)).toEqual([6, 6, 6]);
  expect(rows.map(([learner]) => learner)).toEqual(["Ann", nasty, "'=cmd|'/C calc'!A0"]);
  expect(rows.flat().filter((value) => /^[=+@-]/.test(value))).toEqual([]);
});

/** Elements that have no end. */
const voids = ["!doctype", "meta", "img"];

function htmlFaults(html: string): readonly string[] {
  const open: string[] = [];
  const faults: string[] = [];
  for (const [, closing, name = ""] of html.matchAll(/<(\/?)([!a-z][a-z0-9]*)[^>]*>/g)) {
    if (closing !== "/" && !voids.includes(name)) open.push(name);
    if (closing === "/" && open.pop() !== name) faults.push(`</${name}> closes another element`);
  }
  return [...faults, ...open.map((name) => `<${name}> is not closed`)];
}

describe("the pages", () => {
  const [, wrong] = results;
  const summary = written.summary![0] as ReturnType<typeof classSummary>;

  test("are whole as HTML, and would not be without an end", () => {
    for (const html of [...results.map(feedbackHtml), summaryHtml(summary)]) expect(htmlFaults(html)).toEqual([]);
    expect(htmlFaults(feedbackHtml(wrong!).replace("</pre>", ""))).not.toEqual([]);
  });

  test("are what they mean as Markdown: a heading for each check, and nothing of an answer's in it", () => {
    const html = new MarkdownIt({ html: true }).render(feedbackMarkdown(wrong!));
    expect(html.match(/<h3>/g)).toHaveLength(3);
    expect(html).not.toContain("<b>");
    expect(html.match(/<h1>/g)).toHaveLength(1);
    const table = new MarkdownIt({ html: true }).render(summaryMarkdown(summary));
    expect(table.match(/<tr>/g)).toHaveLength(4);
    expect(table).not.toContain("<b>");
  });
});
