/** A notebook that means harm, opened: nothing of it runs in the page, and nothing reaches the server in one's name. */
import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import type { Browser, BrowserContext } from "playwright-core";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import type { CourseFolder } from "./course";
import { fixtureCourse } from "./fixture";
import { cellOf, launch, newContext, open, outputOf, poll, TestServer, token, type OpenPage } from "./harness";

let browser: Browser;
let course: CourseFolder;
let server: TestServer;
let context: BrowserContext;
let opened: OpenPage;
/** What was answered, and to which frame. */
const answers: { url: string; frame: string }[] = [];
/** Another server, which counts who calls. */
let evil: Server;
const calls: string[] = [];

beforeAll(async () => {
  browser = await launch();
  evil = createServer((request, response) => {
    calls.push(request.url ?? "");
    response.end();
  });
  await new Promise<void>((resolve) => {
    evil.listen(0, "127.0.0.1", resolve);
  });
  course = fixtureCourse(`http://127.0.0.1:${(evil.address() as AddressInfo).port}`);
  server = new TestServer(course);
  await server.start();
  context = await newContext(browser, server);
  context.on("response", (response) => answers.push({ url: response.url(), frame: response.frame().url() }));
  opened = await open(context, server, "06-failure-detection");
  await cellOf(opened.page, "vega").getByText("This chart cannot be drawn").nth(2).waitFor();
  await opened.page.frameLocator(".html-frame").first().locator("#out").waitFor();
  // Whatever would still happen by itself has its chance.
  await opened.page.waitForTimeout(1000);
});
afterAll(async () => {
  await browser.close();
  await server.close();
  evil.close();
  course.remove();
});

interface HostileCell {
  readonly id: string;
  readonly outputs?: readonly { readonly data?: Readonly<Record<string, string | readonly string[]>> }[];
}

const owned = (): Promise<unknown> => opened.page.evaluate("window.owned ?? null");

describe("a hostile notebook", () => {
  test("runs nothing in the page by being shown", async () => {
    expect(await owned()).toBeNull();
    expect(await opened.page.title()).not.toContain("owned");
    expect(
      await opened.page
        .locator("main script, main iframe:not(.html-frame), main form:not(.vega-bindings), main base")
        .count(),
    ).toBe(0);
  });

  test("runs nothing in the page by being clicked", async () => {
    const { page } = opened;
    const links = await page.locator("main a").all();
    const targets = await Promise.all(links.map((link) => link.getAttribute("href")));
    expect(targets.length).toBeGreaterThan(3);
    expect(targets.filter((target) => /script:/i.test(target ?? ""))).toEqual([]);
    await cellOf(page, "title").locator("#notebook-raw-link").click();
    await cellOf(page, "math").locator("math").click();
    await cellOf(page, "svg").locator(".shadow-output").click({ force: true });
    expect(await owned()).toBeNull();
  });

  test("has its scripts in a frame without an origin, where the page and the server are out of reach", async () => {
    const text = await opened.page.frameLocator(".html-frame").first().locator("#out").textContent();
    expect(text).toBe("ran as null");
    const frames = await opened.page.locator(".html-frame").all();
    const sandboxes = await Promise.all(frames.map((frame) => frame.getAttribute("sandbox")));
    expect(sandboxes).toEqual(["allow-scripts", "allow-scripts"]);
    const toFrames = answers.filter(({ frame, url }) => /course\/frame/.test(frame) && !/course\/frame/.test(url));
    expect(toFrames).toEqual([]);
  });

  test("asks no other server for anything", () => {
    expect(calls).toEqual([]);
    expect(answers.filter(({ url }) => !url.startsWith(server.origin) && !url.startsWith("data:"))).toEqual([]);
  });

  test("cannot make a chart load the server's answers", async () => {
    expect(answers.filter(({ url }) => /api\/contents\?content=1/.test(url))).toEqual([]);
    await outputOf(opened.page, "vega").getByText("a chart of the server's own answers").first().waitFor();
  });

  test("cannot lay anything over the page or restyle it", async () => {
    const { page } = opened;
    expect(await page.locator("body").evaluate("(body) => getComputedStyle(body).display")).not.toBe("none");
    const box = await cellOf(page, "svg").locator(".outputs").boundingBox();
    const drawing = await cellOf(page, "svg").locator(".shadow-output").boundingBox();
    expect(drawing!.height).toBeLessThanOrEqual(box!.height + 1);
    expect(await page.getByText("over everything").getAttribute("style")).toBeNull();
    expect(await page.locator("main input").count()).toBe(0);
  });

  test("finds no token: not in the address, not in the storage, not in a cookie that scripts can read", async () => {
    const { page } = opened;
    const readable = await page.evaluate(
      "JSON.stringify([location.href, document.cookie, { ...localStorage }, { ...sessionStorage }])",
    );
    expect(readable).not.toContain(token);
    expect(await page.evaluate("document.cookie")).toBe("");
  });

  test("still shows what is harmless", async () => {
    const { page } = opened;
    await cellOf(page, "plain-html").locator(".shadow-output td").getByText("harmless").waitFor();
    const relative = cellOf(page, "math").getByRole("link", { name: "relative" });
    expect(await relative.getAttribute("href")).toBe("#/14-raft-election");
    expect(await outputOf(page, "text").textContent()).toContain("<script>window.owned='text'</script>");
  });

  test("is no empty threat: shown by a page without guards, the same notebook takes it over", async () => {
    const bare = await browser.newPage();
    const notebook = (await server.ask("api/contents/notebooks/06-failure-detection.ipynb?content=1")) as {
      readonly content: { readonly cells: readonly HostileCell[] };
    };
    const handler = notebook.content.cells.find(({ id }) => id === "handler")!;
    await bare.setContent([handler.outputs![0]!.data!["text/html"]!].flat().join(""));
    await poll(() => bare.evaluate("window.owned ?? null")).not.toBeNull();
    await bare.close();
  });
});
