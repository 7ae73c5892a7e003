/**
 * A real server in a process of its own, and Chromium: what the browser tests stand on. The server is the built one,
 * since a test must be able to kill it.
 */
import { spawn, type ChildProcess } from "node:child_process";
import { once } from "node:events";
import { fileURLToPath } from "node:url";
import {
  chromium,
  type Browser,
  type BrowserContext,
  type BrowserContextOptions,
  type Locator,
  type Page,
} from "playwright-core";
import { expect } from "vitest";
import type { CourseFolder } from "./course";

const repository = fileURLToPath(new URL("../..", import.meta.url));
const built = new URL("../../app/dist/server/main.js", import.meta.url).href;
const builtGrader = new URL("../../app/dist/course/grader.js", import.meta.url).href;
export const token = "a-token-for-the-browser-tests";

const serverScript = `
const { startServer } = await import(process.env.SERVER_MODULE);
const { COURSE_ROOT: root, COURSE_PORT: port, COURSE_TOKEN: token, COURSE_PAGE: pageFolder } = process.env;
const grading = process.env.GRADER_MODULE ? await import(process.env.GRADER_MODULE) : null;
const grader = grading === null ? {} : { grader: grading.courseGrader(root) };
const server = await startServer({ root, port: Number(port), token, pageFolder, quiet: true, ...grader });
console.log("listening " + server.port);
`;

export class TestServer {
  #process: ChildProcess | null = null;
  #port = 0;

  /** @param graded whether the course's grader checks answers */
  constructor(
    readonly course: CourseFolder,
    readonly graded = false,
  ) {}

  get origin(): string {
    return `http://127.0.0.1:${this.#port}`;
  }

  /** Starts, on the same port when it was started before. */
  async start(): Promise<void> {
    const env = {
      ...process.env,
      SERVER_MODULE: built,
      GRADER_MODULE: this.graded ? builtGrader : "",
      COURSE_ROOT: this.course.path,
      COURSE_PORT: String(this.#port),
      COURSE_TOKEN: token,
      COURSE_PAGE: `${repository}/app/dist/page`,
    };
    const child = spawn(process.execPath, ["--input-type=module", "-e", serverScript], {
      env,
      stdio: ["ignore", "pipe", "pipe"],
    });
    this.#process = child;
    let complaints = "";
    child.stderr.on("data", (chunk: Buffer) => (complaints += chunk.toString()));
    this.#port = await new Promise<number>((resolve, reject) => {
      child.stdout.on("data", (chunk: Buffer) => {
        const match = /listening (\d+)/.exec(chunk.toString());
        if (match !== null) resolve(Number(match[1]));
      });
      child.once("exit", () => reject(new Error(`the server did not start: ${complaints}`)));
    });
  }

  /** Ends it without warning. Its kernels notice by themselves. */
  async kill(): Promise<void> {
    const child = this.#process;
    if (child === null || child.exitCode !== null || child.signalCode !== null) return;
    const gone = once(child, "exit");
    child.kill("SIGKILL");
    await gone;
  }

  /** A request to the server's API, as a program makes it. */
  async ask(path: string, init: { method?: string; body?: unknown } = {}): Promise<unknown> {
    const response = await fetch(`${this.origin}/${path}`, {
      method: init.method ?? "GET",
      headers: { Authorization: `token ${token}`, "Content-Type": "application/json" },
      ...(init.body === undefined ? {} : { body: JSON.stringify(init.body) }),
    });
    const text = await response.text();
    return text === "" ? null : JSON.parse(text);
  }

  /** Ends all kernels, so that the next test begins with fresh ones. */
  async endKernels(): Promise<void> {
    const sessions = (await this.ask("api/sessions")) as readonly { readonly id: string }[];
    await Promise.all(sessions.map(({ id }) => this.ask(`api/sessions/${id}`, { method: "DELETE" })));
  }

  async close(): Promise<void> {
    const child = this.#process;
    if (child === null || child.exitCode !== null || child.signalCode !== null) return;
    const gone = once(child, "exit");
    child.kill("SIGTERM");
    await gone;
  }
}

export async function launch(): Promise<Browser> {
  return await chromium.launch({
    executablePath: process.env["CHROMIUM"] ?? "/usr/bin/chromium",
    args: [
      "--no-sandbox",
      "--disable-gpu",
      "--disable-quic",
      "--no-first-run",
      "--disable-background-networking",
      "--disable-component-update",
      "--disable-sync",
    ],
  });
}

/** A page that is logged in, and what went wrong in it. */
export interface OpenPage {
  readonly page: Page;
  readonly context: BrowserContext;
  /** Exceptions and refused actions that the browser reported. */
  readonly faults: readonly string[];
}

export async function newContext(
  browser: Browser,
  server: TestServer,
  options: BrowserContextOptions = {},
): Promise<BrowserContext> {
  const context = await browser.newContext({ viewport: { width: 1280, height: 900 }, ...options });
  // Logs in without loading the page, so that nothing is in the browser's cache yet.
  await context.request.get(`${server.origin}/?token=${token}`);
  return context;
}

/** Opens the home page (`""`) or a chapter in a tab of the context. */
/** @param outcomes "held back" leaves the page as readers get it; the others want all cells, answered or not */
export async function open(
  context: BrowserContext,
  server: TestServer,
  chapter: string,
  outcomes: "shown" | "held back" = "shown",
): Promise<OpenPage> {
  const page = await context.newPage();
  if (outcomes === "shown")
    await page.addInitScript("if (self === top) localStorage.setItem('distlab:outcomes', 'shown')");
  const faults: string[] = [];
  page.on("pageerror", (error) => faults.push(`${error.name}: ${error.message}`));
  page.on("console", (message) => {
    if (/Content Security Policy/.test(message.text())) faults.push(message.text());
  });
  await page.goto(`${server.origin}/#/${chapter}`);
  if (chapter === "") await page.locator(".map-row").first().waitFor();
  else await page.locator(".cell").first().waitFor();
  return { page, context, faults };
}

export const cellOf = (page: Page, id: string): Locator => page.locator(`[data-cell="${id}"]`);
export const editorOf = (page: Page, id: string): Locator =>
  cellOf(page, id).locator(".cell-editor .cm-content").first();
export const outputOf = (page: Page, id: string): Locator => cellOf(page, id).locator(".outputs");

export async function kernelIs(page: Page, state: string): Promise<void> {
  await page.locator(`[data-kernel="${state}"]`).waitFor({ timeout: 20_000 });
}

export async function savedIs(page: Page, state: string): Promise<void> {
  await page.locator(`[data-save="${state}"]`).waitFor({ timeout: 20_000 });
}

/** Replaces a cell's code by typing. */
export async function type(page: Page, id: string, text: string): Promise<void> {
  await editorOf(page, id).click();
  await page.keyboard.press("ControlOrMeta+a");
  await page.keyboard.press("Delete");
  await page.keyboard.insertText(text);
}

/** Runs a cell with its button and waits until it has ended. */
export async function run(page: Page, id: string): Promise<void> {
  const cell = cellOf(page, id);
  await cell.getByRole("button", { name: "Run", exact: true }).click();
  await ended(page, id);
}

export async function ended(page: Page, id: string): Promise<void> {
  await cellOf(page, id)
    .locator(".cell-bar .run-note")
    .filter({ hasText: /^(ran|failed|stopped|lost)/ })
    .first()
    // A question's cell does not show how long it took.
    .waitFor({ state: "attached", timeout: 30_000 });
}

/** The text of a cell's editor, line by line as one sees it. */
export async function textOf(page: Page, id: string): Promise<string> {
  const lines = await editorOf(page, id).locator(".cm-line").allTextContents();
  return lines.join("\n");
}

/** Asks again until the answer is as expected: a busy machine may take a while. */
export function poll<Value>(ask: () => Value | Promise<Value>): ReturnType<typeof expect.poll<Value>> {
  return expect.poll(ask, { timeout: 20_000 });
}
