/** Drawings in a real browser: a notebook's player works by itself, and letters are where they were measured to be. */
import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import type { Browser, BrowserContextOptions, Page } from "playwright-core";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { chart } from "../../lib/draw/chart";
import { player } from "../../lib/draw/player";
import { spaceTime } from "../../lib/draw/space-time";
import { timeline } from "../../lib/draw/timeline";
import { election, randomRun } from "../draw/scenes";
import { launch } from "./harness";

let browser: Browser;
const axe = readFileSync(createRequire(import.meta.url).resolve("axe-core/axe.min.js"), "utf8");

beforeAll(async () => {
  browser = await launch();
});
afterAll(async () => browser.close());

/** A page with some markup in it, that may not load anything and may not complain. */
async function pageOf(body: string, options: BrowserContextOptions = {}): Promise<{ page: Page; faults: string[] }> {
  const context = await browser.newContext({ viewport: { width: 900, height: 800 }, ...options });
  const page = await context.newPage();
  const faults: string[] = [];
  page.on("pageerror", (error) => faults.push(error.message));
  page.on("console", (message) => message.type() === "error" && faults.push(message.text()));
  page.on("request", (request) => !/^(?:about|data):/.test(request.url()) && faults.push(request.url()));
  await page.setContent(`<!doctype html><html lang="en"><title>A notebook</title><main>${body}</main></html>`);
  return { page, faults };
}

const html = (): string => String(player(election(), { begin: "start" }).toMimeBundle()["text/html"]);
const now = async (page: Page): Promise<string> => (await page.locator(".dlp-now").innerText()).replace(/\s+/g, " ");
const button = (page: Page, name: string) => page.getByRole("button", { name, exact: true });

describe("a notebook's player", () => {
  test("steps forward and back, by buttons, keys and the scrubber, with each node's state beside it", async () => {
    const { page, faults } = await pageOf(html());
    expect(await now(page)).toBe("0 ms all nodes start");
    await button(page, "Step forward").click();
    expect(await now(page)).toBe("120 ms timer boot · A");
    expect(await page.locator(".dlp-node").first().innerText()).toMatch(/A\s+leader/);
    await page.keyboard.press("ArrowRight");
    expect(await now(page)).toBe("130 ms A sends Heartbeat");
    await button(page, "Step back").click();
    expect(await now(page)).toBe("120 ms timer boot · A");
    await page.keyboard.press("End");
    expect(await now(page)).toBe("249 ms two leaders in term 2");
    await page.keyboard.press("Home");
    expect(await now(page)).toBe("0 ms all nodes start");
    await page.getByRole("slider", { name: "Moment" }).fill("5");
    expect(await now(page)).toBe("145 ms Heartbeat · A → D");
    expect(faults).toEqual([]);
  });

  test("plays to its end, and stops", async () => {
    const { page } = await pageOf(html());
    await page.getByRole("combobox", { name: "Speed" }).selectOption("4");
    await button(page, "Play").click();
    await button(page, "Pause").waitFor();
    await button(page, "Play").waitFor({ timeout: 20_000 });
    expect(await now(page)).toBe("249 ms two leaders in term 2");
  });

  test("moves nothing by itself for those who do not want it, and still plays", async () => {
    const { page } = await pageOf(html(), { reducedMotion: "reduce" });
    await page.locator(".dlp").focus();
    await page.keyboard.press("Space");
    await expect.poll(() => now(page), { timeout: 5000 }).toBe("120 ms timer boot · A");
    expect(await page.locator(".dlp-main g.dlp-line circle").count()).toBe(0);
    await page.keyboard.press("Space");
    await button(page, "Play").waitFor();
  });

  test("goes to the moment that is pointed at", async () => {
    const { page } = await pageOf(html());
    await page.locator(".dlp-main").click({ position: { x: 300, y: 150 } });
    expect(await now(page)).not.toBe("0 ms all nodes start");
  });

  test("shows one node's log when it is chosen", async () => {
    const { page } = await pageOf(html());
    await page.keyboard.press("Tab");
    await page.locator(".dlp").press("End");
    await page.locator(".dlp-node button").nth(1).click();
    const names = await page.locator(".dlp-log li b").allInnerTexts();
    expect(new Set(names)).toEqual(new Set(["B"]));
  });

  test("twice in one page, each works alone", async () => {
    const { page } = await pageOf(html() + html());
    await page.locator(".dlp").nth(1).press("ArrowRight");
    expect(await page.locator(".dlp-now").allInnerTexts()).toEqual([
      expect.stringContaining("all nodes start"),
      expect.stringContaining("timer boot"),
    ]);
  });

  test("keeps its keys to itself, and leaves the page's alone", async () => {
    const { page } = await pageOf(`${html()}<input id="field">`);
    await page.evaluate(
      "addEventListener('keydown', (event) => (globalThis.heard = (globalThis.heard ?? '') + event.key))",
    );
    await page.locator(".dlp").press("ArrowRight");
    await page.locator("#field").press("x");
    expect(await page.evaluate("globalThis.heard")).toBe("x");
  });

  test("is the picture where no script runs", async () => {
    const { page } = await pageOf(html(), { javaScriptEnabled: false });
    const image = page.getByRole("img", { name: /Space-time diagram of A, B, C, D and bob/ });
    expect((await image.boundingBox())!.height).toBeGreaterThan(400);
    expect(await page.locator(".dlp").count()).toBe(0);
  });

  test.each(["light", "dark"] as const)("axe finds nothing in the %s theme, wide and narrow", async (colorScheme) => {
    for (const width of [900, 380]) {
      const { page } = await pageOf(html(), { colorScheme, viewport: { width, height: 800 } });
      await page.locator(".dlp").press("End");
      await page.addScriptTag({ content: axe });
      const found = await page.evaluate(
        "axe.run('.dlp', { resultTypes: ['violations'] }).then((r) => r.violations.map((v) => v.id + ': ' + v.nodes.map((n) => n.target.join(' ') + n.failureSummary).join(' | ')))",
      );
      expect(found).toEqual([]);
    }
  });
});

/** Pairs of texts in a picture whose letters lie on each other, as the browser draws them. */
const overlappingLetters = `Array.from(document.querySelectorAll("svg"), (svg) => {
  const boxes = Array.from(svg.querySelectorAll("text"), (text) => ({ text: text.textContent, box: text.getBoundingClientRect() }));
  const touch = (a, b) => a.left < b.right - 1 && b.left < a.right - 1 && a.top + 3 < b.bottom - 3 && b.top + 3 < a.bottom - 3;
  return boxes.flatMap((one, at) => boxes.slice(at + 1).filter((two) => touch(one.box, two.box)).map((two) => one.text + " on " + two.text));
}).flat()`;

describe("letters", () => {
  test("never lie on each other in 40 random space-time diagrams", async () => {
    const pictures = Array.from({ length: 40 }, (_, index) => spaceTime(randomRun(index + 1)).toSvg());
    const { page, faults } = await pageOf(pictures.join(""));
    expect(await page.evaluate(overlappingLetters)).toEqual([]);
    expect(faults).toEqual([]);
  });

  test("would be seen if they did", async () => {
    const { page } = await pageOf(
      '<svg width="200" height="50"><text x="10" y="30">decided</text><text x="30" y="32">crash</text></svg>',
    );
    expect(await page.evaluate(overlappingLetters)).toEqual(["decided on crash"]);
  });

  test("never lie on each other in charts and timelines", async () => {
    const rows = Array.from({ length: 60 }, (_, index) => ({
      nodes: 1 + (index % 10),
      latencyMs: 3 + (index % 7) * (1 + (index % 6)),
      policy: `policy ${index % 6}`,
      seed: index,
    }));
    const published = [{ nodes: 4, latencyMs: 9, policy: "policy 1" }];
    const operations = Array.from({ length: 24 }, (_, index) => ({
      client: `c${index % 3}`,
      operation: { kind: "write", value: index },
      result: "ok",
      invoked: index * 7,
      returned: index * 7 + 9 + (index % 4),
    }));
    const { page } = await pageOf(
      [
        chart.line(rows, { x: "nodes", y: "latencyMs", series: "policy", limits: true, published }),
        chart.bar(rows, { x: "policy", y: "latencyMs", limits: true }),
        chart.histogram(rows, { x: "latencyMs" }),
        chart.cdf(rows, { x: { field: "latencyMs", scale: "log" }, series: "policy" }),
        timeline(operations),
      ]
        .map((picture) => picture.toSvg())
        .join(""),
    );
    expect(await page.evaluate(overlappingLetters)).toEqual([]);
  });
});
