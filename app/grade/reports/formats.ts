/** The result of a submission in the formats that other programs read. Each is a pure function from our own model. */
import { cutInTheMiddle, expectation, runTitle } from "../../../lib/grade/explain";
import type { CheckResult, ExerciseResult, SubmissionResult } from "../../../lib/grade/result";

/** What a check found, in the words of every report. What its sentence says already is not said again. */
export function checkText(check: CheckResult): string {
  const { message, coverage, hint, run } = check;
  const lines = [message, ...expectation(check)];
  if (coverage !== undefined && coverage !== message) lines.push(`looked at: ${coverage}`);
  if (run !== undefined) {
    lines.push("", runTitle(run, check.kind));
    lines.push(...cutInTheMiddle(run.lines.map((line, index) => `  ${String(index + 1).padStart(3)}. ${line}`)));
    if (run.sentence !== message) lines.push(`       ${run.sentence}`);
  }
  if (hint !== undefined) lines.push("", `hint: ${hint}`);
  return lines.join("\n");
}

/** Those of the submission as a whole, then those of single exercises, which are named. */
export function problemsOf({
  problems,
  exercises,
}: Pick<SubmissionResult, "problems" | "exercises">): readonly string[] {
  const own = exercises.flatMap((exercise) =>
    exercise.problems.filter((problem) => !problems.includes(problem)).map((problem) => `${exercise.id}: ${problem}`),
  );
  return [...problems, ...own];
}

/** The results of a class without pictures and players, which are a hundred times as large as all words together. */
export function withoutPictures(result: SubmissionResult): SubmissionResult {
  const exercises = result.exercises.map((exercise) => ({ ...exercise, checks: exercise.checks.map(wordsOnly) }));
  return { ...result, exercises };
}

function wordsOnly({ run, ...check }: CheckResult): CheckResult {
  if (run === undefined) return check;
  const { bundle: _bundle, ...words } = run;
  return { ...check, run: words };
}

/** Each check of each exercise, with a name that is unique among them all. */
function allChecks({ exercises }: SubmissionResult): readonly {
  readonly exercise: ExerciseResult;
  readonly check: CheckResult;
  readonly name: string;
}[] {
  return exercises.flatMap((exercise) =>
    exercise.checks.map((check) => ({ exercise, check, name: `${exercise.id}: ${check.name}` })),
  );
}

/** A line a learner: total, then each exercise. Excel and its like take a cell that begins with = for a formula. */
export function csv(results: readonly SubmissionResult[]): string {
  const ids = [...new Set(results.flatMap(({ exercises }) => exercises.map(({ id }) => id)))].toSorted();
  const head = ["learner", "score", "max_score", "sandbox", ...ids, "problems"];
  const rows = results.map(({ learner, score, maxScore, sandbox, exercises, problems }) => {
    const byId = new Map(exercises.map((exercise) => [exercise.id, exercise.score]));
    const told = problemsOf({ problems, exercises }).join("; ");
    return [learner, score, maxScore, sandbox, ...ids.map((id) => byId.get(id) ?? 0), told];
  });
  return [head, ...rows].map((row) => `${row.map(cell).join(",")}\r\n`).join("");
}

function cell(value: string | number): string {
  const text = typeof value === "string" && /^[=+\-@\t\r]/.test(value) ? `'${value}` : String(value);
  return /[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}

/** Gradescope's results.json. Source: Gradescope, autograder specifications. */
export function gradescope(result: SubmissionResult): object {
  return {
    score: result.score,
    execution_time: Math.round(result.milliseconds) / 1000,
    output: [`Sandbox: ${result.sandbox}.`, ...problemsOf(result)].join("\n"),
    output_format: "text",
    visibility: "visible",
    stdout_visibility: "hidden",
    extra_data: { learner: result.learner, sandbox: result.sandbox, max_score: result.maxScore },
    tests: allChecks(result).map(({ exercise, check, name }, index) => ({
      score: check.points,
      max_score: check.maxPoints,
      status: check.passed ? "passed" : "failed",
      name,
      name_format: "text",
      number: String(index + 1),
      output: checkText(check),
      output_format: "text",
      tags: [exercise.id, check.kind],
      visibility: "visible",
    })),
  };
}

/** What a Classroom 50 runner says of the run, in its environment. */
export interface ClassroomRun {
  readonly classroom: string;
  readonly assignment: string;
  readonly submission: string;
  readonly commit: string;
  readonly release: string;
  readonly review: string;
  /** When, in UTC to the second: `2026-01-31T12:00:00Z`. */
  readonly datetime: string;
}

/** What its runner sets; outside of it there are words that say so, because no field may be empty. */
export function classroomRun(environment: Readonly<Record<string, string | undefined>>, now: Date): ClassroomRun {
  const { CLASSROOM, ASSIGNMENT, SUBMISSION_TAG, COMMIT_URL, RELEASE_URL, REVIEW_URL } = environment;
  const commit = COMMIT_URL ?? "not known";
  return {
    classroom: CLASSROOM ?? "not known",
    assignment: ASSIGNMENT ?? "not known",
    submission: SUBMISSION_TAG ?? "not known",
    commit,
    release: RELEASE_URL ?? "not known",
    review: REVIEW_URL ?? commit,
    datetime: `${now.toISOString().slice(0, 19)}Z`,
  };
}

/** Classroom 50's result.json. Source: its wiki, "Advanced Autograding". All scores are whole numbers. */
export function classroom50(result: SubmissionResult, run: ClassroomRun): object {
  return {
    schema: "classroom50/result/v1",
    ...run,
    score: result.score,
    "max-score": result.maxScore,
    tests: allChecks(result).map(({ check, name }) => ({
      "test-name": name,
      passed: check.passed,
      score: check.points,
      "max-score": check.maxPoints,
    })),
  };
}

/** JUnit's XML: a suite for each learner and exercise. What XML cannot hold is left out. */
export function junit(results: readonly SubmissionResult[]): string {
  const suites = results.flatMap((result) => result.exercises.map((exercise) => suite(result, exercise)));
  const checks = results.flatMap(({ exercises }) => exercises.flatMap((exercise) => exercise.checks));
  const failures = checks.filter(({ passed }) => !passed).length;
  const open = `<testsuites name="distlab" tests="${checks.length}" failures="${failures}" errors="0">`;
  return `<?xml version="1.0" encoding="UTF-8"?>\n${open}\n${suites.join("")}</testsuites>\n`;
}

function suite({ learner, sandbox }: SubmissionResult, exercise: ExerciseResult): string {
  const { id, checks, milliseconds, score, maxScore } = exercise;
  const failures = checks.filter(({ passed }) => !passed).length;
  const properties = [
    ["learner", learner],
    ["sandbox", sandbox],
    ["score", String(score)],
    ["maxScore", String(maxScore)],
  ].map(([name = "", value = ""]) => `      <property name="${xml(name)}" value="${xml(value)}"/>\n`);
  const cases = checks.map((check) => testCase(`${learner}.${id}`, check));
  const time = (milliseconds / 1000).toFixed(3);
  return (
    `  <testsuite name="${xml(`${learner}: ${id}`)}" tests="${checks.length}" failures="${failures}" errors="0" ` +
    `skipped="0" time="${time}">\n    <properties>\n${properties.join("")}    </properties>\n${cases.join("")}  </testsuite>\n`
  );
}

function testCase(className: string, check: CheckResult): string {
  const open = `    <testcase name="${xml(check.name)}" classname="${xml(className)}" time="0"`;
  if (check.passed) return `${open}/>\n`;
  const failure = `<failure message="${xml(check.message)}" type="check">${xml(checkText(check))}</failure>`;
  return `${open}>\n      ${failure}\n    </testcase>\n`;
}

/** Text for XML or HTML. Control characters and halves of a pair are in neither. */
export function xml(text: string): string {
  const names: Readonly<Record<string, string>> = {
    "&": "&amp;",
    "<": "&lt;",
    ">": "&gt;",
    '"': "&quot;",
    "'": "&#39;",
  };
  const whole = Buffer.from(text).toString();
  const legal = [...whole].filter((character) => character >= " " || "\t\n\r".includes(character)).join("");
  return legal.replaceAll(/[\ufffe\uffff]/g, "").replaceAll(/[&<>"']/g, (character: string) => names[character] ?? "");
}
