/** The committed chapters: the course's kernel reproduces every output, and stock tslab shows the same. */
import { spawnSync } from "node:child_process";
import { join } from "node:path";
import { expect, test } from "vitest";

const root = join(import.meta.dirname, "../..");

function run(...args: readonly string[]): { readonly status: number | null; readonly text: string } {
  const done = spawnSync(process.execPath, [join(root, "app/bin/distlab.mjs"), "run", "--all", ...args], {
    cwd: root,
    encoding: "utf8",
  });
  return { status: done.status, text: `${done.stdout}${done.stderr}` };
}

test("distlab run --all --check reproduces every committed output", { timeout: 600_000 }, () => {
  const { status, text } = run("--check");
  expect(status, text).toBe(0);
});

test("on stock tslab every cell runs and shows the same drawings and text", { timeout: 600_000 }, () => {
  const { status, text } = run("--check", "--kernel", "stock");
  expect(status, text).toBe(0);
});
