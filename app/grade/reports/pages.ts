/** Pages for people: what a learner reads of their submission, and what an instructor reads of the class. */
import type { CheckResult, ExerciseResult, SubmissionResult } from "../../../lib/grade/result";
import { failingChecks, failingWords } from "../batch";
import type { KnownMistake, Resemblance } from "../batch";
import { checkText, xml } from "./formats";

/** A learner's page as Markdown. What an answer says is set as code, so that it formats nothing. */
export function feedbackMarkdown(result: SubmissionResult): string {
  const { learner, score, maxScore, sandbox, problems, exercises } = result;
  const lines = [`# ${plain(learner)}: ${score} of ${maxScore} points`, "", `Judged in the sandbox “${sandbox}”.`];
  for (const problem of problems) lines.push("", `**${plain(problem)}**`);
  for (const exercise of exercises) lines.push("", ...exerciseMarkdown(exercise));
  return `${lines.join("\n")}\n`;
}

function exerciseMarkdown({
  id,
  title,
  score,
  maxScore,
  problems,
  checks,
  printed,
  difference,
}: ExerciseResult): string[] {
  const lines = [`## ${plain(title)} (${id}): ${score} of ${maxScore}`];
  for (const problem of problems) lines.push("", `**${plain(problem)}**`);
  for (const check of checks) {
    lines.push("", `### ${check.passed ? "✓" : "✗"} ${plain(check.name)}: ${check.points} of ${check.maxPoints}`);
    if (isToldAbove(check, problems)) continue;
    const text = check.run?.diagram ? `${checkText(check)}\n\n${check.run.diagram}` : checkText(check);
    if (!check.passed) lines.push("", ...fenced(text));
    if (!check.passed && check.replay !== undefined) lines.push("", seeAgain, "", ...fenced(check.replay, "ts"));
  }
  if (printed.length > 0) lines.push("", "The answer printed:", "", ...fenced(printed.join("\n")));
  if (difference !== undefined) lines.push("", `What the reference does differently: ${difference}`);
  return lines;
}

/** A check that was not reached has nothing to say but what the exercise's problem says. */
function isToldAbove({ passed, message, run }: CheckResult, problems: readonly string[]): boolean {
  return !passed && run === undefined && problems.includes(message);
}

const seeAgain = "To see it again in a notebook's cell:";

/** A fence longer than any in the text. */
function fenced(text: string, language = ""): string[] {
  const longest = Math.max(2, ...[...text.matchAll(/`+/g)].map(([ticks]) => ticks.length));
  const fence = "`".repeat(longest + 1);
  return [`${fence}${language}`, text, fence];
}

const plain = (text: string): string => text.replaceAll(/[\\`*_{}[\]<>#|~]/g, "\\$&").replaceAll(/\s+/g, " ");

const style = `:root{color-scheme:light dark}body{font:16px/1.5 system-ui,sans-serif;max-width:52rem;margin:2rem auto;padding:0 1rem}
pre{overflow-x:auto;padding:.75rem;border:1px solid color-mix(in srgb,currentColor 25%,transparent);border-radius:6px;font-size:14px}
h1{font-size:1.6rem}h2{font-size:1.25rem;margin-top:2rem}h3{font-size:1rem;margin:1.25rem 0 .25rem}
table{border-collapse:collapse}td,th{padding:.25rem .75rem .25rem 0;text-align:left;vertical-align:top}td.n{text-align:right}`;

function page(title: string, body: string): string {
  const policy = `<meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'; img-src data:">`;
  const head = `<meta charset="utf-8"><meta name="viewport" content="width=device-width">${policy}`;
  return `<!doctype html>\n<html lang="en"><head>${head}<title>${xml(title)}</title><style>${style}</style></head>\n<body>\n${body}</body></html>\n`;
}

/** A learner's page as HTML: no scripts, nothing from elsewhere. */
export function feedbackHtml(result: SubmissionResult): string {
  const { learner, score, maxScore, sandbox, problems, exercises } = result;
  const title = `${learner}: ${score} of ${maxScore} points`;
  const told = problems.map((problem) => `<p><strong>${xml(problem)}</strong></p>\n`).join("");
  const body = exercises.map(exerciseHtml).join("");
  return page(title, `<h1>${xml(title)}</h1>\n<p>Judged in the sandbox “${xml(sandbox)}”.</p>\n${told}${body}`);
}

function exerciseHtml({ id, title, score, maxScore, problems, checks, printed, difference }: ExerciseResult): string {
  const told = problems.map((problem) => `<p><strong>${xml(problem)}</strong></p>\n`).join("");
  const output = printed.length === 0 ? "" : `<p>The answer printed:</p><pre>${xml(printed.join("\n"))}</pre>\n`;
  const reference = difference === undefined ? "" : `<p>What the reference does differently: ${xml(difference)}</p>\n`;
  const head = `<h2>${xml(title)} (${xml(id)}): ${score} of ${maxScore}</h2>\n`;
  return head + told + checks.map((check) => checkHtml(check, problems)).join("") + output + reference;
}

function checkHtml(check: CheckResult, problems: readonly string[]): string {
  const head = `<h3>${check.passed ? "✓" : "✗"} ${xml(check.name)}: ${check.points} of ${check.maxPoints}</h3>\n`;
  if (check.passed || isToldAbove(check, problems)) return head;
  // A drawing comes out of the sandbox as text does: shown as an image, it can run nothing.
  const drawing = check.run?.bundle?.["image/svg+xml"];
  const image =
    typeof drawing === "string"
      ? `<img alt="${xml(check.run?.sentence ?? "")}" src="data:image/svg+xml;base64,${Buffer.from(drawing).toString("base64")}" style="max-width:100%">\n`
      : "";
  const replay = check.replay === undefined ? "" : `<p>${seeAgain}</p><pre>${xml(check.replay)}</pre>\n`;
  const diagram = image === "" && check.run?.diagram ? `<pre>${xml(check.run.diagram)}</pre>\n` : "";
  return `${head}<pre>${xml(checkText(check))}</pre>\n${image}${diagram}${replay}`;
}

/** How often each check failed, and which known mistakes the failing answers resemble. */
export interface ClassSummary {
  readonly learners: number;
  readonly sandbox: string;
  readonly exercises: readonly {
    readonly id: string;
    readonly passed: number;
    readonly mean: number;
    readonly maxScore: number;
    /** Most failed first. */
    readonly checks: readonly { readonly name: string; readonly failed: number }[];
    readonly mistakes: readonly { readonly mistake: string; readonly learners: readonly string[] }[];
  }[];
}

export function classSummary(results: readonly SubmissionResult[], resemblance: Resemblance): ClassSummary {
  const ids = [...new Set(results.flatMap(({ exercises }) => exercises.map(({ id }) => id)))].toSorted();
  const exercises = ids.map((id) => {
    const answers = results.flatMap(({ learner, exercises: given }) =>
      given.filter((exercise) => exercise.id === id).map((exercise) => ({ learner, exercise })),
    );
    const [first] = answers;
    const checks = (first?.exercise.checks ?? []).map(({ name }) => ({
      name,
      failed: answers.filter(({ exercise }) => exercise.checks.some((check) => check.name === name && !check.passed))
        .length,
    }));
    const sum = answers.reduce((points, { exercise }) => points + exercise.score, 0);
    return {
      id,
      passed: answers.filter(({ exercise }) => exercise.passed).length,
      mean: answers.length === 0 ? 0 : Math.round((100 * sum) / answers.length) / 100,
      maxScore: first?.exercise.maxScore ?? 0,
      checks: checks.toSorted((a, b) => b.failed - a.failed),
      mistakes: mistakesOf(answers, resemblance.get(id)),
    };
  });
  return { learners: results.length, sandbox: results[0]?.sandbox ?? "none", exercises };
}

function mistakesOf(
  answers: readonly { readonly learner: string; readonly exercise: ExerciseResult }[],
  known: readonly KnownMistake[] = [],
): ClassSummary["exercises"][number]["mistakes"] {
  const found = new Map<string, string[]>();
  for (const { learner, exercise } of answers) {
    // An answer that fails everything resembles every mistake, and none.
    if (exercise.passed || exercise.score === 0) continue;
    for (const mistake of resembling(exercise, known)) {
      found.set(mistake, [...(found.get(mistake) ?? []), learner]);
    }
  }
  const mistakes = [...found].map(([mistake, learners]) => ({ mistake, learners }));
  return mistakes.toSorted((a, b) => b.learners.length - a.learners.length);
}

/** Those that fail the same checks; where there are some of which the same words were found, only those. */
function resembling(exercise: ExerciseResult, known: readonly KnownMistake[]): readonly string[] {
  const alike = known.filter(({ failing }) => failing === failingChecks(exercise));
  const same = alike.filter(({ found }) => found === failingWords(exercise));
  return (same.length > 0 ? same : alike).map(({ mistake }) => mistake);
}

export function summaryMarkdown({ learners, sandbox, exercises }: ClassSummary): string {
  const lines = ["# Class summary", "", `${learners} submissions, judged in the sandbox “${sandbox}”.`];
  for (const { id, passed, mean, maxScore, checks, mistakes } of exercises) {
    lines.push("", `## ${id}`, "", `${passed} of ${learners} passed; mean ${mean} of ${maxScore} points.`, "");
    lines.push("| check | failed |", "|---|---:|");
    for (const { name, failed } of checks) lines.push(`| ${plain(name)} | ${failed} |`);
    if (mistakes.length > 0) lines.push("", "Answers that fail the same checks as a known mistake:", "");
    for (const { mistake, learners: who } of mistakes) lines.push(`- ${plain(mistake)} (${who.map(plain).join(", ")})`);
  }
  return `${lines.join("\n")}\n`;
}

export function summaryHtml({ learners, sandbox, exercises }: ClassSummary): string {
  const parts = exercises.map(({ id, passed, mean, maxScore, checks, mistakes }) => {
    const rows = checks.map(({ name, failed }) => `<tr><td>${xml(name)}</td><td class="n">${failed}</td></tr>\n`);
    const items = mistakes.map(({ mistake, learners: who }) => `<li>${xml(mistake)} (${xml(who.join(", "))})</li>\n`);
    const list =
      items.length === 0
        ? ""
        : `<p>Answers that fail the same checks as a known mistake:</p><ul>${items.join("")}</ul>\n`;
    const head = `<h2>${xml(id)}</h2>\n<p>${passed} of ${learners} passed; mean ${mean} of ${maxScore} points.</p>\n`;
    return `${head}<table><tr><th>check</th><th>failed</th></tr>\n${rows.join("")}</table>\n${list}`;
  });
  const intro = `<h1>Class summary</h1>\n<p>${learners} submissions, judged in the sandbox “${xml(sandbox)}”.</p>\n`;
  return page("Class summary", intro + parts.join(""));
}
