#!/usr/bin/env node
// Tests the grading itself. Each exercise has wrong answers, which must be caught by the check that their second line
// names, and right answers written differently, which must pass; its stub scores nothing and its solution everything.
import { existsSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { createRequire } from "node:module";
import { join } from "node:path";
import { endQuietly, root } from "./setup.mjs";

endQuietly();

if (process.argv.includes("--help") || process.argv.includes("-h")) {
  console.log(`Usage: npm run mutants -- [--json] [chapter or exercise …]

checks the checks: every wrong answer is caught by the check that it names, every right one passes

  npm run mutants                              all exercises, about ten minutes
  npm run mutants -- 05-two-generals           a chapter's
  npm run mutants -- 14-raft-election/request-vote
  --json                                       prints the totals only, as JSON`);
  process.exit(0);
}

const { grading } = createRequire(import.meta.url)(join(root, "lib/dist/index.js"));
const json = process.argv.includes("--json");
const wanted = process.argv.slice(2).filter((word) => !word.startsWith("-"));
const mutantsLeast = 6;
const variantsLeast = 2;

const filesIn = (kind, id) => {
  const folder = join(root, "test", kind, id);
  if (!existsSync(folder)) return [];
  return readdirSync(folder)
    .filter((name) => name.endsWith(".ts"))
    .toSorted()
    .map((name) => join(folder, name));
};

let judged = 0;
const check = (id, path) => {
  judged += 1;
  return grading.checkFile({ root, id, path, types: false, drawings: "none" });
};
const failed = (result) => result.checks.filter((one) => !one.passed).map((one) => one.name);

/** What is wrong with one wrong answer, nothing if it is caught as it says; and whether it passes a check. */
async function judgeMutant(id, path, kind) {
  const [mistake = "", catcher = ""] = readFileSync(path, "utf8").split("\n");
  const by = catcher.replace(/^\/\/ caught by: /, "");
  const result = await check(id, path);
  const passesOne = result.checks.some((one) => one.passed);
  const because = (fault) => ({ fault, passesOne });
  if (result.passed) return because(`survives: ${mistake.replace(/^\/\/ /, "")}`);
  if (result.problems.length > 0) return because(`could not be judged: ${result.problems[0]}`);
  if (!failed(result).includes(by)) return because(`is not caught by "${by}" but by: ${failed(result).join(" · ")}`);
  // Of a schedule one impossible move is a mistake that people make, and then nothing of it can be played.
  if (passesOne || kind === "break") return because(undefined);
  return because("passes no check: nobody would take it for right");
}

/** What an answer that ought to score so much got instead. */
async function scoreFault(id, path, full) {
  const result = await check(id, path);
  if (full ? result.passed : result.score === 0) return undefined;
  const first = result.checks.find((one) => one.passed !== full);
  return `scores ${result.score} of ${result.maxScore}: ${first?.name}: ${result.problems[0] ?? first?.message}`;
}

const tally = { killed: 0, total: 0, falseAlarms: 0 };
const faults = [];
const note = (path, fault) => {
  if (fault === undefined) return;
  faults.push({ path: path.slice(root.length + 1), fault });
  if (!json) console.log(`✗ ${path.slice(root.length + 1)} ${fault}`);
};

async function examine(id) {
  const files = grading.exerciseFiles(root, id);
  const { kind } = grading.loadExercise(root, id);
  const mutants = filesIn("mutants", id);
  const variants = filesIn("variants", id);
  if (variants.length < variantsLeast)
    note(files.checks, `has ${variants.length} right ones; ${variantsLeast} are needed`);
  note(files.stub, await scoreFault(id, files.stub, false));
  let plausible = 0;
  for (const path of mutants) {
    const { fault, passesOne } = await judgeMutant(id, path, kind);
    tally.total += 1;
    if (fault === undefined) tally.killed += 1;
    if (passesOne) plausible += 1;
    note(path, fault);
  }
  if (plausible < mutantsLeast)
    note(files.checks, `has ${plausible} wrong answers that pass a check; ${mutantsLeast} are needed`);
  for (const path of [files.solution, ...variants]) {
    const fault = await scoreFault(id, path, true);
    if (fault !== undefined) tally.falseAlarms += 1;
    note(path, fault);
  }
  if (!json) console.log(`${id}: ${mutants.length} wrong answers, ${variants.length + 1} right ones`);
}

const ids = grading.exerciseIds(root).filter((id) => wanted.length === 0 || wanted.some((word) => id.startsWith(word)));
const waiting = [...ids];
const lane = async () => {
  for (let id = waiting.shift(); id !== undefined; id = waiting.shift()) await examine(id);
};
await Promise.all([lane(), lane()]);
if (json) console.log(JSON.stringify(tally));
else console.log(`${tally.killed} of ${tally.total} wrong answers caught, ${tally.falseAlarms} false alarms`);
// As the tests write theirs: each answer that is judged as it should be has passed.
const report = process.env.DISTLAB_TEST_REPORT;
if (report) {
  const numFailedTests = faults.length;
  writeFileSync(report, JSON.stringify({ numPassedTests: judged - numFailedTests, numFailedTests, testResults: [] }));
}
process.exitCode = faults.length > 0 ? 1 : 0;
