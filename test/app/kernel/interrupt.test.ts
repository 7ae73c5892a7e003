/** Interrupts: whatever a cell does, it ends with an error, and the kernel goes on with its variables. */
import { setTimeout as sleep } from "node:timers/promises";
import { beforeAll, beforeEach, describe, expect, test } from "vitest";
import type { ExecuteResult } from "../../../app/kernel/client";
import { errorOf, printed, useKernel, valueText, whenReady } from "./support";

const kernel = useKernel();
const keep = () => kernel().execute("const kept = 42;");
beforeAll(keep);

/**
 * An interrupt that strikes inside of Node's own list of timers cannot be survived: the kernel says so and ends. That is
 * rare, and its moment cannot be chosen. A test that meets it begins once more, and those after it get a new kernel.
 */
const onceMore = { retry: 1 };
beforeEach(async () => {
  if (kernel().alive) return;
  await kernel().restart();
  await keep();
});

const byMessage = () => void kernel().interrupt();
const bySignal = () => process.kill(kernel().pid, "SIGINT");

async function expectInterrupted(ended: Promise<ExecuteResult>): Promise<void> {
  expect(errorOf(await ended)).toMatchObject({ ename: "Interrupted", evalue: "the cell was interrupted" });
  expect(valueText(await kernel().execute("kept"))).toBe("42");
}

const forever = "await new Promise(() => undefined);";

describe.each([
  ["a request on the control channel", byMessage],
  ["SIGINT", bySignal],
])("%s ends", onceMore, (_name, interrupt) => {
  test("an endless loop", () => expectInterrupted(whenReady(kernel(), 'console.log("ready"); for (;;);', interrupt)));

  test("a wait for what never comes", () =>
    expectInterrupted(whenReady(kernel(), `console.log("ready"); ${forever}`, interrupt)));
});

describe("a request on the control channel ends", onceMore, () => {
  test.each([
    ["after an await", 'await null; console.log("ready"); for (;;);'],
    ["of awaits", '{ console.log("ready"); for (;;) await null; }'],
    [
      "in a function that was awaited",
      'async function spin() { await null; console.log("ready"); for (;;); }\nawait spin();',
    ],
    ["in a timer", `setTimeout(() => { console.log("ready"); for (;;); }, 1); ${forever}`],
    ["in an immediate", `setImmediate(() => { console.log("ready"); for (;;); }); ${forever}`],
    ["in a next tick", `process.nextTick(() => { console.log("ready"); for (;;); }); ${forever}`],
    [
      "in a file's callback",
      `import { stat } from "node:fs";\nstat("/", () => { console.log("ready"); for (;;); }); ${forever}`,
    ],
    [
      "that catches everything",
      'console.log("ready"); for (;;) { try { for (;;); } catch { continue; } finally { void 0; } }',
    ],
    ["in the drawing of its value", '({ toMimeBundle() { console.log("ready"); for (;;); } })'],
  ])("an endless loop %s", (_where, code) => expectInterrupted(whenReady(kernel(), code, byMessage)));

  test("nothing when no cell runs", async () => {
    await kernel().interrupt();
    expect(valueText(await kernel().execute("kept"))).toBe("42");
  });
});

describe("what an interrupted cell leaves running", onceMore, () => {
  beforeEach(() => kernel().execute("const seen: { ticks: number } = { ticks: 0 };"));

  test("stops: timers no longer fire, and nothing more is printed", async () => {
    await expectInterrupted(
      whenReady(kernel(), `setInterval(() => { seen.ticks += 1; console.log("ready"); }, 1); ${forever}`, byMessage),
    );
    const wait = "await new Promise((done) => setTimeout(done, 20)); seen.ticks";
    const first = valueText(await kernel().execute(wait));
    expect(valueText(await kernel().execute(wait))).toBe(first);
  });

  test("stops at its next sleep, however it sleeps", async () => {
    for (const nap of ["new Promise((done) => setTimeout(done, 1))", 'require("node:timers/promises").setTimeout(1)']) {
      await kernel().execute("seen.ticks = 0;");
      const code = `for (;;) { seen.ticks += 1; console.log("ready"); await ${nap}; }`;
      await expectInterrupted(whenReady(kernel(), code, byMessage));
      const wait = "await new Promise((done) => setTimeout(done, 20)); seen.ticks";
      const first = valueText(await kernel().execute(wait));
      expect(valueText(await kernel().execute(wait))).toBe(first);
    }
  });
});

test("interrupts at any moment lose no cell and no answer", onceMore, async () => {
  const code = 'await null; { const start = performance.now(); while (performance.now() - start < 3); } "done"';
  const ends = new Set<unknown>();
  for (let round = 0; round < 60; round += 1) {
    const ended = kernel().execute(code);
    // The wait only spreads the interrupts over all that a cell goes through; any moment must do.
    await sleep(round % 20);
    await kernel().interrupt();
    const result = await ended;
    ends.add(result.status === "ok" ? valueText(result) : errorOf(result).ename);
  }
  for (const end of ends) expect(["done", "Interrupted"]).toContain(end);
  expect(valueText(await kernel().execute("kept"))).toBe("42");
});

test("a cell that takes too long is interrupted, and says how long it was allowed to take", onceMore, async () => {
  const result = await kernel().execute('console.log("printed"); for (;;);', { timeoutMs: 300 });
  expect(printed(result)).toBe("printed\n");
  expect(errorOf(result)).toMatchObject({
    ename: "TimeoutError",
    evalue: "the cell ran longer than 300 ms and was interrupted",
  });
  expect(valueText(await kernel().execute("kept"))).toBe("42");
});
