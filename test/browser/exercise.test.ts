/** The file beside the chapter: an exercise's answer edited, saved, reset and taken back in the page. */
import { readFileSync, writeFileSync } from "node:fs";
import type { Browser, BrowserContext, Locator, Page } from "playwright-core";
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from "vitest";
import type { CourseFolder } from "./course";
import { fixtureCourse, stub } from "./fixture";
import { cellOf, ended, launch, newContext, open, poll, outputOf, TestServer } from "./harness";

let browser: Browser;
let course: CourseFolder;
let server: TestServer;
let context: BrowserContext;
const chapter = "14-raft-election";
const id = "14-raft-election/request-vote";
const answer = "export const requestVote = (term: number, currentTerm: number) => term >= currentTerm;\n";

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
});

const exerciseOf = (page: Page): Locator => page.locator(`[data-exercise="${id}"]`);
const file = (): string => readFileSync(course.exercise(id), "utf8");

async function write(page: Page, text: string): Promise<void> {
  await exerciseOf(page).locator(".cm-content").click();
  await page.keyboard.press("ControlOrMeta+a");
  await page.keyboard.press("Delete");
  await page.keyboard.insertText(text);
}

describe("an exercise's file", () => {
  test("is edited below the cell that checks it, and saved to its own place", async () => {
    const { page } = await open(context, server, chapter);
    await exerciseOf(page).getByText("exercises/14-raft-election/request-vote.ts").waitFor();
    await write(page, answer);
    await poll(file).toBe(answer);
    await exerciseOf(page).getByText("saved", { exact: true }).waitFor();
  });

  test("is saved before Check runs its cell, where the server has no grader", async () => {
    const { page } = await open(context, server, chapter);
    await write(page, answer);
    await exerciseOf(page).getByRole("button", { name: "Check" }).click();
    await ended(page, "exercise");
    expect(file()).toBe(answer);
    expect(await outputOf(page, "exercise").textContent()).toContain(`checked ${id}`);
  });

  test("goes back to the stub, and back again", async () => {
    const { page } = await open(context, server, chapter);
    const reset = exerciseOf(page).getByRole("button", { name: "Reset", exact: true });
    await exerciseOf(page).locator(".cm-content").waitFor();
    expect(await reset.isDisabled()).toBe(true);
    await write(page, answer);
    await poll(file).toBe(answer);
    await reset.click();
    await poll(file).toBe(stub);
    await exerciseOf(page).getByRole("button", { name: "Undo reset" }).click();
    await poll(file).toBe(answer);
    await poll(() => exerciseOf(page).locator(".cm-content").textContent()).toContain("term >= currentTerm");
  });

  test("that was changed in another editor is shown when one comes back", async () => {
    const { page } = await open(context, server, chapter);
    await exerciseOf(page).locator(".cm-content").waitFor();
    writeFileSync(course.exercise(id), "// from another editor\n");
    await page.evaluate("dispatchEvent(new Event('focus'))");
    await exerciseOf(page).getByText("// from another editor").waitFor();
  });

  test("that was changed elsewhere while one writes is shown beside one's own text, and one chooses", async () => {
    const { page } = await open(context, server, chapter);
    await exerciseOf(page).locator(".cm-content").waitFor();
    writeFileSync(course.exercise(id), "// theirs\n");
    await write(page, "// mine\n");
    const choice = exerciseOf(page).getByRole("group", { name: "Two versions of this file" });
    await choice.getByText("// theirs").waitFor();
    expect(file()).toBe("// theirs\n");
    await choice.getByRole("button", { name: "Keep my text" }).click();
    await poll(file).toBe("// mine\n");
  });

  test("keeps what was typed when the server is killed and the tab is closed", async () => {
    const { page } = await open(context, server, chapter);
    await exerciseOf(page).locator(".cm-content").waitFor();
    await server.kill();
    await write(page, "// kept in this browser\n");
    await exerciseOf(page).getByText("not saved").waitFor();
    await page.close();
    await server.start();
    const again = await open(context, server, chapter);
    await exerciseOf(again.page).getByText("// kept in this browser").waitFor();
    await poll(file).toBe("// kept in this browser\n");
  });

  test("is left by the keyboard: Esc goes to a cell", async () => {
    const { page } = await open(context, server, chapter);
    await cellOf(page, "exercise").focus();
    await exerciseOf(page).locator(".cm-content").click();
    await page.keyboard.press("Escape");
    await poll(() => page.evaluate("document.activeElement.dataset.cell")).toBe("exercise");
  });
});
