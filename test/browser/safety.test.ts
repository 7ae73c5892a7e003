/** Nothing that one has written is lost: two tabs, a server that is killed, a tab that is closed, a file that changes. */
import { readFileSync, writeFileSync } from "node:fs";
import type { Browser, BrowserContext } from "playwright-core";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import type { CourseFolder } from "./course";
import { fixtureCourse } from "./fixture";
import {
  cellOf,
  editorOf,
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
const chapter = "05-two-generals";

beforeEach(async () => {
  browser = await launch();
  course = fixtureCourse();
  server = new TestServer(course);
  await server.start();
  context = await newContext(browser, server);
});
afterEach(async () => {
  await browser.close();
  await server.close();
  course.remove();
});

function saved(): string {
  return readFileSync(course.notebook(chapter), "utf8");
}

describe("two tabs on one chapter", () => {
  test("bring together edits of different cells", async () => {
    const [left, right] = [await open(context, server, chapter), await open(context, server, chapter)];
    await typeInto(left.page, "one", "const fromLeft = 1;");
    await typeInto(right.page, "two", "const fromRight = 2;");
    await savedIs(left.page, "saved");
    await savedIs(right.page, "saved");
    await poll(saved).toContain("fromLeft");
    await poll(saved).toContain("fromRight");
    await poll(() => textOf(left.page, "two")).toBe("const fromRight = 2;");
    await poll(() => textOf(right.page, "one")).toBe("const fromLeft = 1;");
  });

  test("show both versions of a cell that both changed, until one is chosen", async () => {
    const [left, right] = [await open(context, server, chapter), await open(context, server, chapter)];
    // The right tab cannot save for a while, and so does not see what the left one does.
    await right.page.route("**/api/contents/**", (route) => route.abort());
    await typeInto(right.page, "one", "const mine = 'right';");
    await savedIs(right.page, "failed");
    await typeInto(left.page, "one", "const mine = 'left';");
    await savedIs(left.page, "saved");
    await right.page.unroute("**/api/contents/**");
    await right.page.getByText("The cell above was also changed elsewhere").waitFor({ timeout: 30_000 });
    await savedIs(right.page, "saved");
    expect(await textOf(right.page, "one")).toBe("const mine = 'right';");
    expect(await textOf(right.page, "one-other")).toBe("const mine = 'left';");
    expect(saved()).toContain("'left'");
    expect(saved()).toContain("'right'");
    await right.page.getByRole("button", { name: "Keep this one" }).click();
    await poll(() => textOf(right.page, "one")).toBe("const mine = 'left';");
    await poll(saved).not.toContain("'right'");
  });

  test("settle: when both only read, neither saves again", async () => {
    const [left, right] = [await open(context, server, chapter), await open(context, server, chapter)];
    await run(left.page, "one");
    await run(right.page, "two");
    await savedIs(right.page, "saved");
    await poll(async () => await outputOf(left.page, "two").count()).toBe(1);
    await poll(async () => await outputOf(right.page, "one").count()).toBe(1);
    await savedIs(left.page, "saved");
    await savedIs(right.page, "saved");
    const puts: string[] = [];
    for (const { page } of [left, right]) {
      page.on("request", (request) => {
        if (request.method() === "PUT") puts.push(request.url());
      });
    }
    await left.page.bringToFront();
    await right.page.bringToFront();
    await left.page.waitForTimeout(2500);
    expect(puts).toEqual([]);
  });
});

describe("a server that is killed", () => {
  test("while one types loses nothing: the page says so, and saves when the server is back", async () => {
    const { page } = await open(context, server, chapter);
    await kernelIs(page, "idle");
    await run(page, "one");
    await savedIs(page, "saved");
    await editorOf(page, "two").click();
    await page.keyboard.press("ControlOrMeta+End");
    await page.keyboard.type("\n// typed before ");
    await server.kill();
    await page.keyboard.type("and after the end");
    await savedIs(page, "failed");
    await page.getByText("The server does not answer.", { exact: true }).first().waitFor();
    await server.start();
    await savedIs(page, "saved");
    expect(saved()).toContain("// typed before and after the end");
    await kernelIs(page, "idle");
    await page.getByText("The kernel is new").first().waitFor();
    await run(page, "two");
    expect(await outputOf(page, "two").textContent()).toContain("2");
  });

  test("and a tab that is closed before it is back: the text is there on return", async () => {
    const { page } = await open(context, server, chapter);
    await savedIs(page, "saved");
    await server.kill();
    await typeInto(page, "three", "const kept = 'in this browser';");
    await savedIs(page, "failed");
    await page.close();
    await server.start();
    expect(saved()).not.toContain("in this browser");
    const again = await open(context, server, chapter);
    await again.page.getByText("not saved on your last visit").first().waitFor();
    expect(await textOf(again.page, "three")).toBe("const kept = 'in this browser';");
    await poll(saved).toContain("in this browser");
  });

  test("in the middle of a word: what was typed up to a reload is there", async () => {
    const { page } = await open(context, server, chapter);
    await savedIs(page, "saved");
    await page.route("**/api/contents/**", async (route) => {
      if (route.request().method() === "PUT") await route.abort();
      else await route.continue();
    });
    await editorOf(page, "one").click();
    await page.keyboard.press("ControlOrMeta+End");
    await page.keyboard.type("\nhalf a wo");
    await page.reload();
    await cellOf(page, "one").waitFor();
    await poll(() => textOf(page, "one")).toContain("half a wo");
  });
});

describe("a file that is changed by another program", () => {
  test("is taken over when one comes back, together with what is being written", async () => {
    const { page } = await open(context, server, chapter);
    await savedIs(page, "saved");
    writeFileSync(course.notebook(chapter), saved().replace("const three = 3;", "const three = 'from git';"));
    await typeInto(page, "one", "const one = 'here';");
    await savedIs(page, "saved");
    await poll(() => textOf(page, "three")).toContain("from git");
    await poll(saved).toContain("'here'");
    expect(saved()).toContain("from git");
  });
});
