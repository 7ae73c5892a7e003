/** With the keyboard alone, with a screen reader, on a phone, in both themes. */
import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import type { Browser, BrowserContext, BrowserContextOptions, Page } from "playwright-core";
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from "vitest";
import type { CourseFolder } from "./course";
import { fixtureCourse } from "./fixture";
import {
  cellOf,
  editorOf,
  ended,
  launch,
  newContext,
  open,
  poll,
  outputOf,
  run,
  TestServer,
  textOf,
  type as typeInto,
} from "./harness";

let browser: Browser;
let course: CourseFolder;
let server: TestServer;
const contexts: BrowserContext[] = [];
const axe = readFileSync(createRequire(import.meta.url).resolve("axe-core/axe.min.js"), "utf8");
const chapter = "14-raft-election";

beforeAll(async () => {
  browser = await launch();
  course = fixtureCourse();
  server = new TestServer(course);
  await server.start();
});
afterAll(async () => {
  await browser.close();
  await server.close();
  course.remove();
});
beforeEach(() => course.restore());
afterEach(async () => {
  await Promise.all(contexts.splice(0).map((context) => context.close()));
  await server.endKernels();
});

async function openIn(options: BrowserContextOptions, at: string): Promise<Page> {
  // axe is put into the page from outside, which the page's policy would refuse to anyone else.
  const context = await newContext(browser, server, { ...options, bypassCSP: true });
  contexts.push(context);
  return (await open(context, server, at)).page;
}

/** What axe finds, one line each. */
async function complaints(page: Page): Promise<string[]> {
  await page.addScriptTag({ content: axe });
  const found = (await page.evaluate(
    "axe.run(document, { resultTypes: ['violations'] }).then((r) => r.violations.map((v) => v.id + ': ' + v.nodes.map((n) => n.target.join(' ') + ' ' + n.failureSummary).join(' | ')))",
  )) as string[];
  return found;
}

const phone: BrowserContextOptions = { viewport: { width: 360, height: 740 }, isMobile: true, hasTouch: true };

describe("axe finds nothing", () => {
  test.for([
    ["light", {}],
    ["dark", { colorScheme: "dark" }],
    ["on a phone", phone],
  ] as const)("on the home page, %s", async ([, options]) => {
    expect(await complaints(await openIn(options, ""))).toEqual([]);
  });

  test.for([
    ["light", {}],
    ["dark", { colorScheme: "dark" }],
    ["on a phone", phone],
  ] as const)("in a chapter with outputs, an error and an exercise, %s", async ([, options]) => {
    const page = await openIn(options, chapter);
    await page.getByRole("button", { name: "Run all" }).click();
    await ended(page, "last");
    await cellOf(page, "chart").locator(".chart-place svg").waitFor();
    await typeInto(page, "last", "throw new Error('for axe');");
    await run(page, "last");
    expect(await complaints(page)).toEqual([]);
  });

  test("in the key sheet and in a menu", async () => {
    const page = await openIn({}, chapter);
    await page.getByRole("button", { name: "More for this chapter" }).click();
    expect(await complaints(page)).toEqual([]);
    await page.getByRole("menuitem", { name: "Keys" }).click();
    await page.getByRole("dialog", { name: "Keys" }).waitFor();
    expect(await complaints(page)).toEqual([]);
  });
});

describe("a phone", () => {
  test("never scrolls sideways, and has the chapters in a menu", async () => {
    const page = await openIn(phone, chapter);
    await run(page, "chart");
    await cellOf(page, "chart").locator(".chart-place svg").waitFor();
    expect(await page.evaluate("document.documentElement.scrollWidth <= innerWidth")).toBe(true);
    await page.getByRole("button", { name: "Chapters" }).click();
    await page.getByRole("link", { name: /Two generals/ }).click();
    await page.getByRole("heading", { name: "Two generals", level: 1 }).waitFor();
    await page.getByRole("navigation", { name: "Chapters" }).waitFor({ state: "hidden" });
  });
});

describe("the keyboard alone", () => {
  const focusedCell = (page: Page): Promise<unknown> => page.evaluate("document.activeElement?.dataset?.cell ?? null");
  const press = async (page: Page, ...keys: string[]): Promise<void> => {
    // oxlint-disable-next-line no-await-in-loop -- keys are pressed one after the other
    for (const key of keys) await page.keyboard.press(key);
  };

  test("goes from the home page into a chapter, past the side bar", async () => {
    const page = await openIn({}, "");
    await press(page, "Tab");
    expect(await page.evaluate("document.activeElement.textContent")).toBe("Skip to the text");
    await press(page, "Enter", "Tab", "Enter");
    await page.locator(".cell").first().waitFor();
    await poll(() => page.evaluate("document.activeElement.id")).toBe("main");
  });

  test("selects, adds, deletes, moves and brings back cells as in Jupyter", async () => {
    const page = await openIn({}, chapter);
    await cellOf(page, "first").focus();
    await press(page, "ArrowDown");
    await poll(() => focusedCell(page)).toBe("print");
    await press(page, "k");
    await poll(() => focusedCell(page)).toBe("first");
    await press(page, "b");
    await poll(() => focusedCell(page)).toBe("new-code");
    await press(page, "Enter");
    await page.keyboard.insertText("6 * 7");
    await press(page, "Control+Enter");
    await ended(page, "new-code");
    expect(await outputOf(page, "new-code").textContent()).toContain("42");
    await press(page, "Escape");
    await poll(() => focusedCell(page)).toBe("new-code");
    await press(page, "d");
    expect(await cellOf(page, "new-code").count()).toBe(1);
    await press(page, "d");
    await poll(() => cellOf(page, "new-code").count()).toBe(0);
    await poll(() => focusedCell(page)).toBe("print");
    await press(page, "z");
    await poll(() => focusedCell(page)).toBe("new-code");
    expect(await textOf(page, "new-code")).toBe("6 * 7");
    await press(page, "Alt+ArrowUp");
    const order = (): Promise<unknown> =>
      page.evaluate("[...document.querySelectorAll('[data-cell]')].map((cell) => cell.dataset.cell).slice(2, 5)");
    await poll(order).toEqual(["new-code", "first", "print"]);
    await press(page, "m");
    await cellOf(page, "new-code").getByText("Text (Markdown)").waitFor();
    await press(page, "Escape", "y");
    await cellOf(page, "new-code").getByText("TypeScript", { exact: true }).waitFor();
  });

  test("runs with Shift-Enter and goes on to the next, and leaves an editor with Esc", async () => {
    const page = await openIn({}, chapter);
    await editorOf(page, "first").click();
    await press(page, "Shift+Enter");
    await ended(page, "first");
    await poll(() => focusedCell(page)).toBe("print");
    await press(page, "Enter", "Escape");
    await poll(() => focusedCell(page)).toBe("print");
    await press(page, "Tab");
    expect(await focusedCell(page)).toBeNull();
  });

  test("interrupts with I I and restarts with 0 0", async () => {
    const page = await openIn({}, chapter);
    await editorOf(page, "last").click();
    await press(page, "ControlOrMeta+a");
    await page.keyboard.insertText("for (;;) {}");
    await press(page, "Control+Enter", "Escape");
    await cellOf(page, "last").locator(".run-note.running").waitFor();
    await press(page, "i", "i");
    await ended(page, "last");
    await press(page, "0", "0");
    await page.getByText("The kernel is new").first().waitFor();
  });

  test("finds all keys in the sheet that H opens", async () => {
    const page = await openIn({}, chapter);
    await cellOf(page, "first").focus();
    await press(page, "h");
    const sheet = page.getByRole("dialog", { name: "Keys" });
    await sheet.getByText("Delete the cell").waitFor();
    await press(page, "Escape");
    await poll(() => focusedCell(page)).toBe("first");
  });
});

describe("a screen reader", () => {
  test("hears what ran, how long, and what failed", async () => {
    const page = await openIn({}, chapter);
    await run(page, "first");
    await poll(() => page.locator('[role="status"][aria-live]').textContent()).toMatch(/^Cell 1 ran in \d/);
    await typeInto(page, "last", "throw new RangeError('x');");
    await run(page, "last");
    await poll(() => page.locator('[role="alert"][aria-live]').textContent()).toMatch(/^Cell 2 failed: RangeError/);
  });

  test("finds landmarks, headings and named cells", async () => {
    const page = await openIn({}, chapter);
    await page.getByRole("main").waitFor();
    await page.getByRole("navigation", { name: "Chapters" }).waitFor();
    await page.getByRole("navigation", { name: "On this page" }).waitFor();
    await page.getByRole("heading", { level: 1 }).waitFor();
    await page.getByRole("region", { name: "Code cell 3" }).waitFor();
    await page.getByRole("textbox", { name: "Code of cell 3" }).waitFor();
  });
});

describe("the theme", () => {
  test("follows the system until one chooses, and then stays over a reload", async () => {
    const page = await openIn({ colorScheme: "dark" }, "");
    const themeNow = (): Promise<unknown> => page.evaluate("document.documentElement.dataset.theme");
    expect(await themeNow()).toBe("dark");
    await page.getByRole("button", { name: "Light" }).click();
    expect(await themeNow()).toBe("light");
    await page.reload();
    await page.locator(".map-row").first().waitFor();
    expect(await themeNow()).toBe("light");
  });
});
