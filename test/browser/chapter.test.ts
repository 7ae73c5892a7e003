/** Reading and running a chapter in a real browser, on a real server with a real kernel. */
import { readFileSync, rmSync } from "node:fs";
import { join } from "node:path";
import type { Browser, BrowserContext } from "playwright-core";
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from "vitest";
import type { CourseFolder } from "./course";
import { fixtureCourse } from "./fixture";
import {
  cellOf,
  editorOf,
  ended,
  kernelIs,
  launch,
  newContext,
  open,
  poll,
  outputOf,
  run,
  savedIs,
  TestServer,
  textOf,
  type as typeInto,
} from "./harness";

let browser: Browser;
let course: CourseFolder;
let server: TestServer;
let context: BrowserContext;

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
beforeEach(async () => {
  course.restore();
  context = await newContext(browser, server);
});
afterEach(async () => {
  await context.close();
  await server.endKernels();
  rmSync(join(course.path, ".distlab/predictions.json"), { force: true });
});

const chapter = "14-raft-election";

interface KernelModel {
  readonly id: string;
}

describe("a chapter", () => {
  test("runs whole: every cell ends, colours and a chart are drawn, and nothing goes wrong in the page", async () => {
    const { page, faults } = await open(context, server, chapter);
    await page.getByRole("button", { name: "Run all" }).click();
    for (const id of ["first", "print", "chart", "player", "exercise", "last"]) await ended(page, id);
    expect(await outputOf(page, "first").textContent()).toContain("C");
    expect(await outputOf(page, "print").locator(".ansi-green").textContent()).toBe("elected");
    await cellOf(page, "chart").locator(".chart-place svg .mark-line path").waitFor();
    expect(await outputOf(page, "exercise").textContent()).toContain("checked 14-raft-election/request-vote");
    expect(faults).toEqual([]);
  });

  test("shows formulas, tables, footnotes and answers to unfold", async () => {
    const { page } = await open(context, server, chapter);
    const prose = cellOf(page, "prose");
    await prose.locator("math mfrac").waitFor();
    expect(await prose.locator("td").allTextContents()).toEqual(["3", "1", "5", "2"]);
    expect(await prose.getByText("The mean of the smallest.").isVisible()).toBe(true);
    const answer = prose.getByText("different");
    expect(await answer.isVisible()).toBe(false);
    await prose.getByText("Can two lead?").click();
    expect(await answer.isVisible()).toBe(true);
  });

  test("plays a run: forward, back, by the keyboard, with each node's state and log beside the diagram", async () => {
    const { page, faults } = await open(context, server, chapter);
    await cellOf(page, "predict").focus();
    await page.keyboard.press("Control+Enter");
    await poll(() => cellOf(page, "predict").locator(".run-number").textContent()).toBe("[1]");
    await run(page, "player");
    const player = cellOf(page, "player").getByRole("group", { name: /^Player/ });
    const moment = player.getByRole("slider", { name: "Moment" });
    await moment.waitFor();
    const at = async (): Promise<number> => Number(await moment.inputValue());
    const begin = await at();
    await player.getByRole("button", { name: "Step forward" }).click();
    await player.getByRole("button", { name: "Step forward" }).click();
    expect(await at()).toBe(begin + 2);
    await player.getByRole("button", { name: "Step back" }).click();
    expect(await at()).toBe(begin + 1);
    await player.focus();
    await page.keyboard.press("ArrowRight");
    expect(await at()).toBe(begin + 2);
    await page.keyboard.press("End");
    expect(await player.locator(".dlp-node").count()).toBe(5);
    await player.getByText("leader", { exact: true }).first().waitFor();
    expect(await player.locator(".dlp-log li").count()).toBeGreaterThan(3);
    await page.keyboard.press("Home");
    await player.getByRole("button", { name: "Play" }).click();
    await poll(at).toBeGreaterThan(1);
    await player.getByRole("button", { name: "Pause" }).click();
    expect(faults).toEqual([]);
  });

  test("asks before a surprising run, keeps the answer, and never waits for it", async () => {
    const { page } = await open(context, server, chapter);
    const question = cellOf(page, "predict").getByRole("region", { name: "Prediction" });
    await question.getByText("How long until there is a leader?").waitFor();
    expect(await editorOf(page, "predict").isVisible()).toBe(false);
    await run(page, "first");
    await question.getByRole("button", { name: "never" }).click();
    await question.getByRole("button", { name: "80 %" }).click();
    await question.getByText(/You said/).waitFor();
    expect(await server.ask("course/predictions")).toMatchObject([
      { id: "14-raft-election/no-randomness", answer: "never", confidence: 0.8 },
    ]);
    await page.reload();
    await question.getByText(/You said never, 80 % sure/).waitFor();
    await cellOf(page, "predict").focus();
    await page.keyboard.press("Enter");
    await editorOf(page, "predict").waitFor();
  });

  test("holds back what happens until one has predicted it or passes it over", async () => {
    const { page } = await open(context, server, chapter, "held back");
    const [player, line] = [cellOf(page, "player"), page.locator(".held-back")];
    await line.waitFor();
    expect([await player.count(), await cellOf(page, "more").count()]).toEqual([0, 1]);
    // With the keys: stopped at the question once, let through the second time.
    await cellOf(page, "predict").focus();
    await page.keyboard.press("ArrowDown");
    await page.getByText("Predict first. Go down once more to read on without.").waitFor({ state: "attached" });
    expect(await player.count()).toBe(0);
    await page.keyboard.press("ArrowDown");
    await player.waitFor();
    expect(await line.count()).toBe(0);
    // Forgotten with the page; the button does the same, and so does an answer, for good.
    await page.reload();
    await page.getByRole("button", { name: "Show it without" }).click();
    await player.waitFor();
    await page.reload();
    const question = cellOf(page, "predict").getByRole("region", { name: "Prediction" });
    await question.getByRole("button", { name: "never" }).click();
    expect(await player.count()).toBe(0);
    await question.getByRole("button", { name: "80 %" }).click();
    await player.waitFor();
    await page.reload();
    await player.waitFor();
  });

  test("shows all that predictions ask to whoever says so, in every chapter", async () => {
    const { page } = await open(context, server, chapter, "held back");
    const more = page.getByRole("button", { name: "More for this chapter" });
    await page.locator(".held-back").waitFor();
    await more.click();
    await page.getByRole("menuitem", { name: "Show what predictions ask" }).click();
    await cellOf(page, "player").waitFor();
    await page.reload();
    await cellOf(page, "player").waitFor();
    await more.click();
    await page.getByRole("menuitem", { name: "Hold back what predictions ask" }).click();
    await page.locator(".held-back").waitFor();
  });

  test("keeps an edit over a reload, also in the file", async () => {
    const { page } = await open(context, server, chapter);
    await typeInto(page, "first", 'const leader = "D";');
    await savedIs(page, "saved");
    await page.reload();
    await cellOf(page, "first").waitFor();
    expect(await textOf(page, "first")).toBe('const leader = "D";');
    expect(readFileSync(course.notebook(chapter), "utf8")).toContain('const leader = \\"D\\";');
  });

  test("shows an error at its line, for what the compiler refuses and for what is thrown", async () => {
    const { page } = await open(context, server, chapter);
    await typeInto(page, "first", "const a = 1;\nconst b: string = a;");
    await run(page, "first");
    await cellOf(page, "first").locator(".cm-line:nth-child(2) .cm-lintRange-error").waitFor();
    expect(await outputOf(page, "first").getByRole("button", { name: "Line 2" }).isVisible()).toBe(true);

    await typeInto(page, "last", "const ok = 1;\n\nthrow new RangeError('too far');");
    await run(page, "last");
    await cellOf(page, "last").locator(".cm-line:nth-child(3) .cm-lintRange-error").waitFor();
    expect(await outputOf(page, "last").textContent()).toContain("too far");
    await outputOf(page, "last").getByRole("button", { name: "Line 3" }).click();
    expect(await page.evaluate("document.activeElement.closest('[data-cell]').dataset.cell")).toBe("last");
  });

  test("stops at the first error when all cells are run", async () => {
    const { page } = await open(context, server, chapter);
    await typeInto(page, "print", "throw new Error('stop here')");
    await page.getByRole("button", { name: "Run all" }).click();
    await ended(page, "print");
    await kernelIs(page, "idle");
    expect(await outputOf(page, "last").count()).toBe(0);
    expect(await cellOf(page, "last").locator(".run-note").count()).toBe(0);
  });

  test("interrupts an endless loop and goes on with the same variables", async () => {
    const { page } = await open(context, server, chapter);
    await run(page, "first");
    await typeInto(page, "print", "while (true) {}");
    await cellOf(page, "print").getByRole("button", { name: "Run", exact: true }).click();
    await kernelIs(page, "busy");
    await cellOf(page, "print").locator(".run-note.running").waitFor();
    await cellOf(page, "print").getByRole("button", { name: "Stop" }).click();
    await ended(page, "print");
    await typeInto(page, "last", "leader + '!'");
    await run(page, "last");
    expect(await outputOf(page, "last").textContent()).toContain("C!");
  });

  test("tells that the kernel was killed, and recovers by a restart", async () => {
    const { page } = await open(context, server, chapter);
    await run(page, "first");
    await typeInto(page, "last", "process.kill(process.pid, 'SIGKILL');\nwhile (true) {}");
    await cellOf(page, "last").getByRole("button", { name: "Run", exact: true }).click();
    await kernelIs(page, "dead");
    await page.getByText("The kernel has stopped.", { exact: true }).first().waitFor();
    await page.getByRole("button", { name: "Restart the kernel" }).click();
    await kernelIs(page, "idle");
    await run(page, "first");
    expect(await outputOf(page, "first").textContent()).toContain("C");
  });

  test("restarts the kernel and runs all", async () => {
    const { page } = await open(context, server, chapter);
    await run(page, "last");
    await page.getByRole("button", { name: "More for this chapter" }).click();
    await page.getByRole("menuitem", { name: "Restart and run all" }).click();
    for (const id of ["first", "print", "chart", "exercise", "last"]) await ended(page, id);
    expect(await cellOf(page, "first").locator(".run-number").textContent()).toBe("[1]");
    expect(await cellOf(page, "last").locator(".run-number").textContent()).toBe("[7]");
  });

  test("that is reloaded while a cell runs goes on showing its output", async () => {
    const { page } = await open(context, server, chapter);
    await typeInto(
      page,
      "last",
      "for (let i = 0; i < 12; i++) {\n  console.log('tick', i);\n  await new Promise((done) => setTimeout(done, 250));\n}",
    );
    await savedIs(page, "saved");
    await cellOf(page, "last").getByRole("button", { name: "Run", exact: true }).click();
    await outputOf(page, "last").getByText("tick 1").waitFor();
    await page.reload();
    await outputOf(page, "last").getByText("tick 11").waitFor({ timeout: 10_000 });
    const lines = (await outputOf(page, "last").locator("pre").allTextContents()).join("\n").trim().split("\n");
    expect(lines).toEqual(Array.from({ length: 12 }, (_, at) => `tick ${at}`));
  });

  test("shows output that a cell prints after it has ended, under that cell", async () => {
    const { page } = await open(context, server, chapter);
    await typeInto(page, "first", "setTimeout(() => console.log('late'), 700);");
    await run(page, "first");
    await run(page, "last");
    await outputOf(page, "first").getByText("late").waitFor();
    expect(await outputOf(page, "last").textContent()).not.toContain("late");
  });

  test("completes from the kernel and explains on hover", async () => {
    const { page } = await open(context, server, chapter);
    await run(page, "first");
    await typeInto(page, "last", "leader.toUpp");
    await page.keyboard.press("Tab");
    await page.locator(".cm-tooltip-autocomplete").getByText("toUpperCase", { exact: true }).click();
    expect(await textOf(page, "last")).toBe("leader.toUpperCase");
    await typeInto(page, "print", "leader");
    await kernelIs(page, "idle");
    await editorOf(page, "print")
      .locator(".cm-line")
      .hover({ position: { x: 40, y: 10 } });
    await page.locator(".hover-help").getByText("leader").waitFor();
  });

  test("opens where it was left", async () => {
    const { page } = await open(context, server, chapter);
    await cellOf(page, "exercise").scrollIntoViewIfNeeded();
    await page.evaluate("document.querySelector('[data-cell=\"last\"]').scrollIntoView({ block: 'end' })");
    await poll(async () => JSON.stringify(await server.ask("course/progress"))).toMatch(
      /"leftOff":\{"chapter":"14-raft-election","cell":"(?:predict|player|more|exercise|last)"/,
    );
    const before = Number(await page.evaluate("scrollY"));
    expect(before).toBeGreaterThan(200);
    await page.reload();
    await cellOf(page, "last").waitFor();
    await poll(async () => Number(await page.evaluate("scrollY"))).toBeGreaterThan(100);
    await page.goto(`${server.origin}/#/`);
    await page.getByText("Continue where you left off").waitFor();
  });

  test("finds its kernel's variables again after the page was closed", async () => {
    const { page } = await open(context, server, chapter);
    await run(page, "first");
    await page.close();
    const again = await open(context, server, chapter);
    await typeInto(again.page, "last", "leader");
    await run(again.page, "last");
    expect(await outputOf(again.page, "last").textContent()).toContain("C");
    expect(((await server.ask("api/kernels")) as KernelModel[]).length).toBe(1);
  });
});
