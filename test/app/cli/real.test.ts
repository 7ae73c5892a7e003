/** The built command line with real kernels: what a person gets who types `distlab run`. */
import { spawn, spawnSync } from "node:child_process";
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { setTimeout as delay } from "node:timers/promises";
import { expect, onTestFinished, test } from "vitest";
import { formatNotebook } from "../../../app/course/notebook";
import { fromText } from "../../../app/notebook/text-form";

const main = fileURLToPath(new URL("../../../app/dist/cli/main.js", import.meta.url));

function notebookFile(text: string): { readonly folder: string; readonly path: string } {
  const folder = mkdtempSync(join(tmpdir(), "distlab-real-"));
  onTestFinished(() => rmSync(folder, { recursive: true }));
  const path = join(folder, "chapter.ipynb");
  writeFileSync(path, formatNotebook(fromText(text)));
  return { folder, path };
}

const type = (...args: string[]) => spawnSync(process.execPath, [main, ...args], { encoding: "utf8" });

const chapter = `---
---
%% md title
# A chapter

%% ts import
import { canonical } from "distlab";

%% ts stream-drawing-value
console.log("first");
canonical({ b: 1, a: [2] })

%% ts fails raises-exception
throw new RangeError("loss is 1.5");

%% ts after-it
[1, { a: 2 }]
`;

test("what the course's kernel has written, a new one reproduces, and stock tslab shows the same", () => {
  const { path } = notebookFile(chapter);
  // On another Node than 20 this warns on standard error.
  expect(type("run", path, "--write")).toMatchObject({ status: 0 });
  const written = readFileSync(path, "utf8");
  expect(written).toContain('"ename": "RangeError"');
  expect(type("run", path, "--check")).toMatchObject({ status: 0, stderr: "" });
  expect(type("run", path, "--check", "--kernel", "stock")).toMatchObject({ status: 0, stderr: "" });
  writeFileSync(path, written.replace("first\\n", "second\\n"));
  const { status, stdout } = type("run", path, "--check", "--kernel", "stock");
  expect(status).toBe(1);
  expect(stdout).toMatch(/- second\n +\+ first/);
});

test("Ctrl-C in an endless cell has exit code 130 and leaves no kernel behind", async () => {
  const { folder, path } = notebookFile("---\n---\n%% ts a\n1");
  const pidFile = join(folder, "pid");
  const loop = `---\n---\n%% ts a\nrequire("fs").writeFileSync(${JSON.stringify(pidFile)}, String(process.pid));\nwhile (true) {}`;
  writeFileSync(path, formatNotebook(fromText(loop)));
  const child = spawn(process.execPath, [main, "run", path], { stdio: "ignore" });
  const ended = new Promise<number | null>((resolve) => child.once("exit", (code) => resolve(code)));
  while (!existsSync(pidFile) || readFileSync(pidFile, "utf8") === "") await delay(20);
  const kernel = Number(readFileSync(pidFile, "utf8"));
  expect(isAlive(kernel)).toBe(true);
  child.kill("SIGINT");
  expect(await ended).toBe(130);
  while (isAlive(kernel)) await delay(20);
});

/** Asking forever is meant: a kernel that stays makes the test run out of its time. */
function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch {
    return false;
  }
}
