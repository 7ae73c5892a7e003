/** The course's own chapters in a real browser, run from cleared outputs. */
import type { Browser, BrowserContext } from "playwright-core";
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { chaptersOfTheCourse, codeCellsOf, copyOfTheCourse, type CourseFolder } from "./course";
import { cellOf, editorOf, ended, launch, newContext, open, poll, run, savedIs, TestServer, textOf } from "./harness";

let browser: Browser;
let course: CourseFolder;
let server: TestServer;
let context: BrowserContext;

beforeAll(async () => {
  browser = await launch();
  course = copyOfTheCourse();
  server = new TestServer(course);
  await server.start();
});
afterAll(async () => {
  await browser.close();
  await server.close();
  course.remove();
});
beforeEach(async () => {
  course.restore();
  context = await newContext(browser, server);
});
afterEach(async () => {
  await context.close();
  await server.endKernels();
});

const election = "14-raft-election";

describe("run all", () => {
  test.each(chaptersOfTheCourse())(
    "of %s: every cell ends well, and nothing goes wrong in the page",
    async (chapter) => {
      const { page, faults } = await open(context, server, chapter);
      await page.getByRole("button", { name: "Run all" }).click();
      for (const id of codeCellsOf(chapter)) {
        await ended(page, id);
        const note = await cellOf(page, id).locator(".cell-bar .run-note").first().textContent();
        expect(`${id} ${note}`).toMatch(new RegExp(`^${id} ran`));
      }
      expect(faults).toEqual([]);
    },
    180_000,
  );
});

describe("in the chapter on elections", () => {
  test("figure 16 is drawn as a chart", async () => {
    const { page } = await open(context, server, election);
    await page.getByRole("button", { name: "Run all" }).click();
    await ended(page, "figure-16");
    await cellOf(page, "figure-16").locator(".chart-place svg").waitFor();
    const lines = cellOf(page, "figure-16").locator(".chart-place svg .mark-line path[stroke]");
    // Four lines are drawn, one for each range of timeouts, over the width of the plot.
    const widths = await lines.evaluateAll((paths) => paths.map((path) => path.getBoundingClientRect().width));
    expect(widths.filter((width) => width > 5).length).toBeGreaterThanOrEqual(4);
  });

  test("the first election is played forward and back", async () => {
    const { page } = await open(context, server, election);
    await run(page, "player");
    const player = cellOf(page, "player").getByRole("group", { name: /^Player/ });
    const moment = player.getByRole("slider", { name: "Moment" });
    await moment.waitFor();
    const at = async (): Promise<number> => Number(await moment.inputValue());
    const end = await at();
    await player.getByRole("button", { name: "Step back" }).click();
    expect(await at()).toBe(end - 1);
    await player.getByRole("button", { name: "Step forward" }).click();
    expect(await at()).toBe(end);
  });

  test("an edit is there after a reload, and an error is shown at its line", async () => {
    const { page } = await open(context, server, election);
    await editorOf(page, "player").click();
    await page.keyboard.press("ControlOrMeta+End");
    await page.keyboard.insertText("\n// changed\nthrow new Error('broken on purpose');");
    await savedIs(page, "saved");
    await page.reload();
    await cellOf(page, "player").waitFor();
    await poll(() => textOf(page, "player")).toContain("broken on purpose");
    await run(page, "player");
    const lines = (await textOf(page, "player")).split("\n").length;
    await poll(() => cellOf(page, "player").locator(".outputs").textContent()).toContain("broken on purpose");
    expect(await cellOf(page, "player").locator(".outputs").textContent()).toMatch(new RegExp(`(line |:)${lines}\\b`));
  });
});
