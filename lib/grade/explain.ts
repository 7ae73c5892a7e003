/** A result in words, for a terminal and for whoever has no pictures. */
import type { CheckResult, ExerciseResult } from "./result";

/** How words are set off; plain by default. */
export interface Emphasis {
  good(text: string): string;
  bad(text: string): string;
  quiet(text: string): string;
  strong(text: string): string;
}

const same = (text: string): string => text;
const plain: Emphasis = { good: same, bad: same, quiet: same, strong: same };

/** All of an exercise's result: a line for each check, and the first that failed in full. */
export function explainResult(result: ExerciseResult, emphasis: Emphasis = plain): string {
  const { id, title, score, maxScore, checks, problems, typeErrors, printed, difference } = result;
  const head = `${emphasis.strong(title)}  ${score} of ${maxScore} points  ${emphasis.quiet(id)}`;
  const firstWrong = checks.find(({ passed }) => !passed);
  const lines = [head, ...problems.map((problem) => `  ${emphasis.bad("!")} ${problem}`)];
  for (const check of checks) lines.push(checkLine(check, emphasis));
  const drawn = checks.find(({ passed, run }) => !passed && run?.bundle !== undefined);
  const told = new Set([firstWrong, drawn]);
  for (const check of told) if (check && problems.length === 0) lines.push("", ...failureLines(check, emphasis));
  if (typeErrors.length > 0) lines.push("", "TypeScript says:", ...typeErrors.slice(0, 5).map((error) => `  ${error}`));
  if (printed.length > 0) lines.push("", "Your code printed:", ...printed.slice(0, 20).map((line) => `  ${line}`));
  if (difference !== undefined) lines.push("", `${emphasis.quiet("And then:")} ${difference}`);
  return lines.join("\n");
}

function checkLine({ passed, name, points, maxPoints, coverage, message }: CheckResult, emphasis: Emphasis): string {
  const mark = passed ? emphasis.good("✓") : emphasis.bad("✗");
  const more = coverage ?? (passed && message !== "as expected" ? message : undefined);
  return `  ${mark} ${name}  ${emphasis.quiet(`${points}/${maxPoints}${more === undefined ? "" : ` · ${more}`}`)}`;
}

function failureLines(check: CheckResult, emphasis: Emphasis): readonly string[] {
  const { name, message, expected, happened, run, replay, hint } = check;
  const lines = [`${emphasis.bad("✗")} ${emphasis.strong(name)}`, `  ${message}`];
  if (expected !== undefined) lines.push(`  expected: ${expected}`);
  if (happened !== undefined) lines.push(`  happened: ${happened}`);
  if (run?.bundle !== undefined) {
    lines.push("", `  The smallest run that shows it, ${run.size} events:`);
    lines.push(...run.lines.map((line, index) => `  ${String(index + 1).padStart(3)}. ${line}`));
    if (run.diagram !== "") lines.push("", ...run.diagram.split("\n").map((line) => `  ${line}`));
  }
  if (replay !== undefined && run?.bundle !== undefined && !replay.startsWith("// The shortest")) {
    lines.push("", "  To play it again in a cell:", ...replay.split("\n").map((line) => `    ${line}`));
  }
  if (hint !== undefined) lines.push("", `  ${emphasis.quiet("Where to look:")} ${hint}`);
  return lines;
}
