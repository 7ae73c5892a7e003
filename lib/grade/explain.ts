/** A result in words, for a terminal and for whoever has no pictures. */
import type { CheckResult, ExerciseResult, ShownRun } from "./result";

/** How words are set off; plain by default. */
export interface Emphasis {
  good(text: string): string;
  bad(text: string): string;
  quiet(text: string): string;
  strong(text: string): string;
}

const same = (text: string): string => text;
const plain: Emphasis = { good: same, bad: same, quiet: same, strong: same };

/** How a result is told. */
export interface ExplainOptions {
  /** Default: none. */
  readonly emphasis?: Emphasis;
  /** Whether long runs are told whole, instead of their beginning and their end. Default false. */
  readonly full?: boolean;
  /** Whether diagrams are drawn as text. Default true. */
  readonly diagram?: boolean;
  /** What to do to see all of a run that is told in part. Default: the command that tells it. */
  readonly seeAll?: string;
}

type Manner = Required<ExplainOptions>;

/** All of an exercise's result: a line for each check, and the first that failed in full. */
export function explainResult(result: ExerciseResult, options: ExplainOptions = {}): string {
  const { id, title, score, maxScore, checks, problems, typeErrors, printed, difference } = result;
  const manner = mannerOf(options, `distlab check ${id} --full`);
  const { emphasis } = manner;
  const head = `${emphasis.strong(title)}  ${score} of ${maxScore} points  ${emphasis.quiet(id)}`;
  const firstWrong = checks.find(({ passed }) => !passed);
  const lines = [head, ...problems.map((problem) => `  ${emphasis.bad("!")} ${problem}`)];
  for (const check of checks) lines.push(checkLine(check, emphasis));
  const drawn = checks.find(({ passed, run }) => !passed && run?.bundle !== undefined);
  const told = new Set([firstWrong, drawn]);
  // A check that a problem kept from running has nothing of its own to say; what came before it was found, and is told.
  for (const check of told)
    if (check && !problems.includes(check.message)) lines.push("", ...failureLines(check, manner));
  if (typeErrors.length > 0) lines.push("", "TypeScript says:", ...typeErrors.slice(0, 5).map((error) => `  ${error}`));
  if (printed.length > 0) lines.push("", "Your code printed:", ...printed.slice(0, 20).map((line) => `  ${line}`));
  if (difference !== undefined) lines.push("", `${emphasis.quiet("And then:")} ${difference}`);
  return lines.join("\n");
}

/** One check's result by itself. */
export function explainCheck(check: CheckResult, options: ExplainOptions = {}): string {
  const manner = mannerOf(options, "");
  return check.passed ? checkLine(check, manner.emphasis) : failureLines(check, manner).join("\n");
}

function mannerOf(options: ExplainOptions, seeAll: string): Manner {
  return { emphasis: plain, full: false, diagram: true, seeAll, ...options };
}

function checkLine({ passed, name, points, maxPoints, coverage, message }: CheckResult, emphasis: Emphasis): string {
  const mark = passed ? emphasis.good("✓") : emphasis.bad("✗");
  const more = coverage ?? (passed && message !== "as expected" ? message : undefined);
  return `  ${mark} ${name}  ${emphasis.quiet(`${points}/${maxPoints}${more === undefined ? "" : ` · ${more}`}`)}`;
}

function failureLines(check: CheckResult, manner: Manner): readonly string[] {
  const { name, message, run, replay, hint } = check;
  const { emphasis } = manner;
  const lines = [`${emphasis.bad("✗")} ${emphasis.strong(name)}`, `  ${message}`];
  lines.push(...expectation(check).map((line) => `  ${line}`));
  if (run?.bundle !== undefined) {
    lines.push("", ...runLines(run, runTitle(run, check.kind), manner));
    if (replay !== undefined) {
      lines.push("", "  To see it again in a notebook's cell:", ...replay.split("\n").map((line) => `    ${line}`));
    }
  }
  if (hint !== undefined) lines.push("", `  ${emphasis.quiet("Where to look:")} ${hint}`);
  return lines;
}

/** What was expected and what happened, unless the sentence says both already. */
export function expectation({ message, expected, happened }: CheckResult): readonly string[] {
  if (message.includes(`expected ${expected}, got ${happened}`)) return [];
  return [
    ...(expected === undefined ? [] : [`expected: ${expected}`]),
    ...(happened === undefined ? [] : [`happened: ${happened}`]),
  ];
}

function runLines(run: ShownRun, title: string, { full, diagram, seeAll }: Manner): readonly string[] {
  const numbered = run.lines.map((line, index) => `  ${String(index + 1).padStart(3)}. ${line}`);
  const lines = [`  ${title}`, ...(full ? numbered : cutInTheMiddle(numbered, seeAll))];
  if (!diagram || run.diagram === "") return lines;
  const rows = run.diagram.split("\n").map((line) => `  ${line}`);
  return [...lines, "", ...(full ? rows : cutInTheMiddle(rows, seeAll))];
}

/** What stands above a failing run. A schedule was the learner's choice: it is played as it is, right or wrong. */
export function runTitle({ size }: Pick<ShownRun, "size">, kind: CheckResult["kind"]): string {
  const events = `${size} event${size === 1 ? "" : "s"}`;
  if (kind === "schedule") return `Your schedule as it was played, ${events}:`;
  if (size === 0) return "It goes wrong as the nodes start, before any message arrives and any timer fires.";
  return `The smallest run that shows it, ${events}:`;
}

const firstKept = 25;
const lastKept = 15;

/** The first and the last lines of many: how it begins, and what goes wrong. */
export function cutInTheMiddle(lines: readonly string[], seeAll = ""): readonly string[] {
  const left = lines.length - firstKept - lastKept;
  // A line about a few that are missing is no shorter than they are.
  if (left < 5) return lines;
  const where = seeAll === "" ? "" : ` (${seeAll} shows all)`;
  return [...lines.slice(0, firstKept), `       … ${left} lines like these …${where}`, ...lines.slice(-lastKept)];
}
