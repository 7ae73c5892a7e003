/**
 * The page on Debian's Jupyter server instead of the course's: it speaks Jupyter's contract, so it opens, runs and
 * saves there as well, which is how a class on one server uses it.
 */
import { spawn, type ChildProcess } from "node:child_process";
import { once } from "node:events";
import { mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { createServer } from "node:net";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import type { AddressInfo } from "node:net";
import type { Browser, Page } from "playwright-core";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import type { CourseFolder } from "./course";
import { fixtureCourse } from "./fixture";
import { cellOf, kernelIs, launch, outputOf, poll, run, savedIs, textOf, token, type as typeInto } from "./harness";

const repository = fileURLToPath(new URL("../..", import.meta.url));
let browser: Browser;
let course: CourseFolder;
let jupyter: ChildProcess;
let origin: string;

async function freePort(): Promise<number> {
  const server = createServer().listen(0, "127.0.0.1");
  await once(server, "listening");
  const { port } = server.address() as AddressInfo;
  server.close();
  return port;
}

/** The course's kernel, as `distlab jupyter install` would register it, but only for this test. */
function writeKernelspec(folder: string): void {
  const place = join(folder, "jupyter/kernels/tslab");
  mkdirSync(place, { recursive: true });
  const launcher = join(repository, "app/dist/kernel/launcher.js");
  const argv = [
    process.execPath,
    "--no-force-async-hooks-checks",
    launcher,
    "--root",
    folder,
    "--config-path",
    "{connection_file}",
  ];
  const spec = { argv, display_name: "TypeScript", language: "typescript", interrupt_mode: "message" };
  writeFileSync(join(place, "kernel.json"), JSON.stringify(spec));
}

async function startJupyter(): Promise<void> {
  const port = await freePort();
  origin = `http://127.0.0.1:${port}`;
  writeKernelspec(course.path);
  jupyter = spawn(
    "jupyter-notebook",
    [
      "--no-browser",
      "--allow-root",
      `--port=${port}`,
      "--ip=127.0.0.1",
      `--notebook-dir=${course.path}`,
      `--NotebookApp.token=${token}`,
      `--NotebookApp.extra_static_paths=['${join(repository, "app/dist")}']`,
    ],
    {
      env: {
        ...process.env,
        JUPYTER_PATH: join(course.path, "jupyter"),
        JUPYTER_RUNTIME_DIR: join(course.path, "runtime"),
        HOME: course.path,
      },
      stdio: "ignore",
    },
  );
  await answering(`${origin}/api/status?token=${token}`);
}

/** Asks until the server answers, at most half a minute. */
async function answering(url: string, attempts = 150): Promise<void> {
  if ((await fetch(url).catch(() => null))?.ok === true) return;
  if (attempts === 0) throw new Error("Jupyter does not answer");
  await new Promise((resolve) => {
    setTimeout(resolve, 200);
  });
  await answering(url, attempts - 1);
}

beforeAll(async () => {
  browser = await launch();
  course = fixtureCourse();
  await startJupyter();
});
afterAll(async () => {
  await browser.close();
  const gone = once(jupyter, "exit");
  jupyter.kill("SIGTERM");
  jupyter.kill("SIGTERM");
  await gone;
  course.remove();
});

async function openChapter(): Promise<Page> {
  const context = await browser.newContext();
  const page = await context.newPage();
  await page.goto(`${origin}/tree?token=${token}`);
  await page.goto(`${origin}/static/page/index.html?base=/#/05-two-generals`);
  await cellOf(page, "one").waitFor();
  return page;
}

describe("on a Jupyter server", () => {
  test("the page opens a chapter, runs it and saves it", async () => {
    const page = await openChapter();
    await kernelIs(page, "idle");
    await run(page, "one");
    expect(await outputOf(page, "one").textContent()).toContain("1");
    await typeInto(page, "two", "one + 41");
    await run(page, "two");
    expect(await outputOf(page, "two").textContent()).toContain("42");
    await savedIs(page, "saved");
    expect(readFileSync(course.notebook("05-two-generals"), "utf8")).toContain("one + 41");
    await page.close();
  });

  test("an edit of another program is merged, not overwritten", async () => {
    const page = await openChapter();
    await savedIs(page, "saved");
    const file = course.notebook("05-two-generals");
    // Jupyter's only sign of a change is the file's date, to a fraction of a second.
    writeFileSync(file, readFileSync(file, "utf8").replace("const three = 3;", "const three = 'from elsewhere';"));
    await typeInto(page, "one", "const one = 'here';");
    await savedIs(page, "saved");
    await poll(() => textOf(page, "three")).toContain("from elsewhere");
    await poll(() => readFileSync(file, "utf8")).toContain("'here'");
    expect(readFileSync(file, "utf8")).toContain("from elsewhere");
    await page.close();
  });

  test("the home page lists the chapters by their files", async () => {
    const page = await openChapter();
    await page.goto(`${origin}/static/page/index.html?base=/#/`);
    await page.getByRole("main").getByRole("link", { name: "Two generals", exact: true }).waitFor();
    await page.close();
  });
});
