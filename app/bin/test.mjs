// `npm test`: makes the clone ready, checks style and types, then runs the tests.
// `--project browser` and `--project jupyter` run those tests only; other arguments go to vitest.
import { spawnSync } from "node:child_process";
import { availableParallelism } from "node:os";
import { join } from "node:path";
import { root, setUp } from "./setup.mjs";

setUp();
const args = process.argv.slice(2);
const project = args.includes("--project") ? [] : ["--project", "unit"];
const bin = (name) => join(root, "node_modules/.bin", name);

function step(name, command, commandArgs) {
  const result = spawnSync(command, commandArgs, { cwd: root, stdio: "inherit" });
  if (result.status === 0) return;
  console.error(`\n${name} failed.`);
  process.exit(result.status ?? 1);
}

// What a learner writes in exercises/ is theirs: only the pristine stubs, under test/, are held to the house style.
if (project.length > 0 && args.length === 0) {
  const tsc = join(root, "node_modules/typescript/lib/tsc.js");
  step("The format check (npm run format mends it)", bin("oxfmt"), ["--check", ".", "!exercises/**"]);
  step("The lint check", bin("oxlint"), ["--deny-warnings", "--ignore-pattern=exercises/**"]);
  step("The type check", process.execPath, [tsc, "--noEmit", "-p", "tsconfig.json"]);
  step("The page's type check", process.execPath, [tsc, "--noEmit", "-p", "app/page/tsconfig.json"]);
}
const report = process.env.DISTLAB_TEST_REPORT;
const reporters = report ? ["--reporter=default", "--reporter=json", `--outputFile.json=${report}`] : [];
// Vitest would leave one core free for whoever watches, which is half of a machine with two.
const workers = args.some((word) => word.startsWith("--maxWorkers")) ? [] : [`--maxWorkers=${availableParallelism()}`];
step("The tests", bin("vitest"), ["run", ...project, ...workers, ...reporters, ...args]);
