/** Every hostile submission gets what it earns and a clear reason, and leaves nothing behind. */
import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { gradeBatch } from "../../../app/grade/batch";
import type { Batch } from "../../../app/grade/batch";
import { defaultLimits } from "../../../app/grade/sandbox";
import { hostileSubmissions } from "../../hostile/submissions";

const root = join(import.meta.dirname, "../../..");
const folder = mkdtempSync(join(tmpdir(), "distlab-hostile-"));
const handedIn = join(folder, "handed-in");
let batch: Batch;

function children(): readonly string[] {
  const pid = process.pid;
  return readFileSync(`/proc/${pid}/task/${pid}/children`, "utf8")
    .split(" ")
    .filter((word) => word !== "");
}

beforeAll(async () => {
  mkdirSync(handedIn);
  for (const { name, bytes } of hostileSubmissions) writeFileSync(join(handedIn, name), bytes);
  symlinkSync("/etc/passwd", join(handedIn, "linked.ts"));
  batch = await gradeBatch({
    root,
    paths: [handedIn],
    out: join(folder, "out"),
    exercises: ["00-hostile/greeter"],
    checksOf: () => join(root, "test/hostile/greeter.checks.ts"),
    mutantsOf: () => join(root, "test/hostile/none"),
    jobs: 2,
    allowWeakSandbox: true,
    limits: { ...defaultLimits, wallMs: 20_000, memoryMb: 256 },
    checkMs: 2_000,
  });
}, 120_000);
afterAll(() => rmSync(folder, { recursive: true, force: true }));

describe("hostile submissions", () => {
  it("are at least forty, and each has a result", () => {
    expect(hostileSubmissions.length).toBeGreaterThanOrEqual(40);
    expect(batch.results).toHaveLength(hostileSubmissions.length + 1);
  });

  it.each(hostileSubmissions.map((one) => [one.name, one] as const))("%s", (name, { score, told }) => {
    const result = batch.results.find(({ learner }) => learner === name.replace(/\.(ts|zip|ipynb)$/, ""));
    const [exercise] = result!.exercises;
    const words = [...result!.problems, ...exercise!.problems, ...exercise!.checks.map(({ message }) => message)].join(
      "\n",
    );
    expect({ score: result!.score, words }).toEqual({ score, words: expect.stringMatching(told) as string });
    expect(exercise!.checks.map((check) => check.name)).toHaveLength(3);
  });

  it("a symbolic link is not followed", () => {
    const result = batch.results.find(({ learner }) => learner === "linked");
    expect([result!.score, result!.problems.join()]).toEqual([0, expect.stringContaining("symbolic link")]);
  });

  it("nothing is written outside, and no process is left", () => {
    expect(existsSync("/tmp/hostile-was-here")).toBe(false);
    expect(existsSync("/tmp/hostile-was-here.ts")).toBe(false);
    expect(readdirSync(folder).toSorted()).toEqual(["handed-in", "out"]);
    if (process.platform !== "linux") return;
    const commands = children().map((pid) => readFileSync(`/proc/${pid}/cmdline`, "utf8"));
    expect(commands.filter((command) => command.includes("judge-"))).toEqual([]);
  });
});
