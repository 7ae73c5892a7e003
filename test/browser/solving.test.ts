/** An exercise solved in the page: from the stub through a wrong answer, a hint and a failing run to full points. */
import { mkdirSync, readFileSync, rmSync, symlinkSync } from "node:fs";
import { createRequire } from "node:module";
import { fileURLToPath } from "node:url";
import type { Browser, BrowserContext, Locator, Page } from "playwright-core";
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { copyOfTheCourse, type CourseFolder } from "./course";
import { launch, newContext, open, poll, TestServer } from "./harness";

const repository = fileURLToPath(new URL("../..", import.meta.url));
const chapter = "05-two-generals";
const id = "05-two-generals/idempotent-receiver";
const read = (path: string): string => readFileSync(`${repository}/${path}`, "utf8");
const solution = read(`solutions/${id}.ts`);
const mutant = read(`test/mutants/${id}/id-alone.ts`);
const stub = read(`test/exercises/${id}.ts`);
const axe = readFileSync(createRequire(import.meta.url).resolve("axe-core/axe.min.js"), "utf8");
/** Where pictures go, when they are wanted. */
const pictures = process.env["PICTURES"];

let browser: Browser;
let course: CourseFolder;
let server: TestServer;
let context: BrowserContext;

beforeAll(async () => {
  browser = await launch();
  course = copyOfTheCourse();
  symlinkSync(`${repository}/lib`, `${course.path}/lib`);
  server = new TestServer(course, true);
  await server.start();
});
afterAll(async () => {
  await browser.close();
  await server.close();
  course.remove();
});
beforeEach(async () => {
  course.restore();
  mkdirSync(`${course.path}/.distlab`, { recursive: true });
  rmSync(`${course.path}/.distlab/exercises.json`, { force: true });
  // axe is put into the page from outside, which the page's policy would refuse to anyone else.
  context = await newContext(browser, server, { bypassCSP: true });
});
afterEach(async () => {
  await context.close();
  await server.endKernels();
});

const exerciseOf = (page: Page): Locator => page.locator(`[data-exercise="${id}"]`);
const check = (page: Page): Locator => exerciseOf(page).getByRole("button", { name: "Check", exact: true });

async function write(page: Page, text: string): Promise<void> {
  await exerciseOf(page).locator(".cm-content").first().click();
  await page.keyboard.press("ControlOrMeta+a");
  await page.keyboard.press("Delete");
  await page.keyboard.insertText(text);
}

async function picture(page: Page, name: string): Promise<void> {
  if (pictures === undefined) return;
  const { width = 0, height = 0 } = page.viewportSize() ?? {};
  // High enough for all of it: the bar that stays at the top would lie on a part that is scrolled to.
  await page.setViewportSize({ width, height: 2000 });
  await exerciseOf(page).screenshot({ path: `${pictures}/${name}.png` });
  await page.setViewportSize({ width, height });
}

const verdictIs = (page: Page, words: RegExp): Promise<void> =>
  exerciseOf(page).locator(".verdict").filter({ hasText: words }).waitFor({ timeout: 30_000 });

async function nothingForAxe(page: Page): Promise<void> {
  await page.addScriptTag({ content: axe });
  const found = (await page.evaluate(
    `axe.run('[data-exercise="${id}"]', { resultTypes: ['violations'] }).then((r) => r.violations.map((v) => v.id + ': ' + v.nodes.map((n) => n.target.join(' ') + ' ' + n.failureSummary).join(' | ')))`,
  )) as string[];
  expect(found).toEqual([]);
}

describe("an exercise in the page", () => {
  test("is solved from the stub to full points, through a wrong answer, a hint and a failing run", async () => {
    const { page, faults } = await open(context, server, chapter);
    expect(read(`test/exercises/${id}.ts`)).toBe(stub);
    await exerciseOf(page).getByText("0 of 11 points").waitFor();

    await check(page).click();
    await verdictIs(page, /^0 of 11 points/);

    await exerciseOf(page).getByRole("button", { name: "Hint 1 of" }).click();
    await exerciseOf(page).getByRole("list", { name: "Hints" }).getByText("Hint 1 of").waitFor();

    await write(page, mutant);
    await page.keyboard.press("ControlOrMeta+Enter");
    await verdictIs(page, /^[1-9]\d* of 11 points/);
    const run = exerciseOf(page).getByRole("group", { name: "The smallest run that shows it" });
    const player = run.locator(".player-host");
    // It begins at its end, where the row is wrong.
    await player.getByRole("button", { name: "Step back" }).click();
    await player.getByRole("button", { name: "Step forward" }).click();
    await picture(page, "wrong-light");
    await nothingForAxe(page);

    await write(page, solution);
    await check(page).click();
    await verdictIs(page, /^11 of 11 points/);
    await exerciseOf(page).getByText("What the reference does differently").waitFor();
    await poll(() => page.locator(".sidebar .earned").first().textContent()).toMatch(/^11\/\d+/);
    await poll(() => page.locator('[role="alert"]').textContent()).toBe("Passed: 11 of 11 points.");
    await picture(page, "right-light");
    await nothingForAxe(page);
    expect(faults).toEqual([]);
  });

  test("remembers its hints and points when it is opened again", async () => {
    const first = await open(context, server, chapter);
    await exerciseOf(first.page).getByRole("button", { name: "Hint 1 of" }).click();
    await exerciseOf(first.page).getByText("Hint 1 of").first().waitFor();
    await first.page.close();
    const { page } = await open(context, server, chapter);
    await exerciseOf(page).getByRole("button", { name: "Hint 2 of" }).waitFor();
    await exerciseOf(page).getByRole("list", { name: "Hints" }).getByText("Hint 1 of").waitFor();
  });

  test("shows its solution only when one insists", async () => {
    const { page } = await open(context, server, chapter);
    await exerciseOf(page).getByRole("button", { name: "Show me the solution" }).click();
    const sure = exerciseOf(page).getByRole("group", { name: "Show the solution?" });
    await sure.getByRole("button", { name: "Not yet" }).click();
    expect(await exerciseOf(page).getByRole("group", { name: "The solution" }).count()).toBe(0);
    await exerciseOf(page).getByRole("button", { name: "Show me the solution" }).click();
    await sure.getByRole("button", { name: "Show it" }).click();
    await exerciseOf(page).getByRole("group", { name: "The solution" }).waitFor();
  });

  test("underlines what TypeScript objects to while one types", async () => {
    const { page } = await open(context, server, chapter);
    await exerciseOf(page).locator(".cm-content").first().waitFor();
    await write(page, `${stub}const wrong: number = "text";\n`);
    await poll(() => exerciseOf(page).locator(".cm-lintRange-error").allTextContents()).toEqual(["wrong"]);
  });

  test("is whole in the dark and on a phone", async () => {
    await context.close();
    context = await newContext(browser, server, {
      bypassCSP: true,
      viewport: { width: 390, height: 844 },
      colorScheme: "dark",
    });
    const { page } = await open(context, server, chapter);
    await exerciseOf(page).locator(".cm-content").first().waitFor();
    await write(page, mutant);
    await check(page).click();
    await verdictIs(page, /of 11 points/);
    await exerciseOf(page).locator(".player-host").waitFor();
    expect(await page.evaluate("document.documentElement.scrollWidth <= innerWidth")).toBe(true);
    await picture(page, "phone-dark");
    await nothingForAxe(page);
  });
});
