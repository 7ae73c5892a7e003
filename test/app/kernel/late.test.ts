/** What happens after a cell has ended, or beside it, stays that cell's: prints, errors, rejections. */
import { beforeAll, expect, test } from "vitest";
import type { Message } from "../../../app/kernel/messages";
import { errorOf, nextLate, nextMessage, plain, printed, useKernel, valueText } from "./support";

const kernel = useKernel();
beforeAll(async () => {
  await kernel().execute("const wait = (ms: number) => new Promise((done) => setTimeout(done, ms));");
});

function late(message: Message, text: string): boolean {
  return message.header.msg_type === "stream" && String(message.content["text"]).includes(text);
}

test("a rejection that nobody handles is told on stderr while its cell still listens", async () => {
  const result = await kernel().execute('Promise.reject(new RangeError("forgotten"));\nconst after = 1;');
  expect(result.status).toBe("ok");
  const text = plain(printed(result));
  expect(text).toContain("Unhandled rejection");
  expect(text).toContain("RangeError: forgotten");
  expect(text).toContain(`at cell [${result.executionCount}]:1:16`);
});

test.each([
  ["an exception", 'setTimeout(() => { throw new Error("too late"); }, 30);', "Uncaught error"],
  ["a rejection", 'setTimeout(() => { void Promise.reject(new Error("too late")); }, 30);', "Unhandled rejection"],
  ["an exit", "setTimeout(() => process.exit(1), 30);", "process.exit(1) was called"],
])("%s after the cell has ended is told on stderr, and the kernel lives", async (_what, code, words) => {
  const told = nextLate(kernel(), words);
  const { executionCount } = await kernel().execute(code);
  const output = await told;
  expect(output.name).toBe("stderr");
  const text = plain(output.text);
  expect(text).toContain(`, after cell [${executionCount}] had ended:`);
  expect(text).toMatch(new RegExp(`at .*cell \\[${executionCount}\\]:1:`));
  expect(valueText(await kernel().execute("1 + 1"))).toBe("2");
});

test("an exception in a timer of the cell that runs fails that cell", async () => {
  const result = await kernel().execute('await new Promise(() => setTimeout(() => { throw new Error("mine"); }, 1));');
  expect(errorOf(result)).toMatchObject({ ename: "Error", evalue: "mine" });
});

test("an exception of an earlier cell leaves the cell that runs alone", async () => {
  await kernel().execute('setTimeout(() => { throw new Error("of the first"); }, 20);');
  const told = nextLate(kernel(), "of the first");
  const second = await kernel().execute('await wait(100); "unharmed"');
  expect(valueText(second)).toBe("unharmed");
  expect(printed(second)).toBe("");
  await told;
});

test.each([
  ["a timer", 'setTimeout(() => console.log("from the first"), 20);'],
  ["a promise", 'void wait(20).then(() => console.log("from the first"));'],
  ["an async function", 'void (async () => { await wait(10); await wait(10); console.log("from the first"); })();'],
  ["an immediate", 'void wait(20).then(() => setImmediate(() => console.log("from the first")));'],
  ["a next tick", 'void wait(20).then(() => process.nextTick(() => console.log("from the first")));'],
  ["timers/promises", 'void require("node:timers/promises").setTimeout(20).then(() => console.log("from the first"));'],
])("what %s prints while the next cell runs goes to its own cell", async (_how, code) => {
  const told = nextMessage(kernel(), (message) => late(message, "from the first"));
  const announced = nextMessage(kernel(), ({ header }) => header.msg_type === "execute_input");
  await kernel().execute(code);
  const second = await kernel().execute('await wait(60); console.log("from the second");');
  expect(printed(second)).toBe("from the second\n");
  expect((await told).parent_header.msg_id).toBe((await announced).parent_header.msg_id);
});

test("an exception that is caught is nobody's business", async () => {
  const result = await kernel().execute(
    "try { throw new Error('x'); } catch { 0; }\nawait Promise.reject(new Error('y')).catch(() => 0);",
  );
  expect(result).toMatchObject({ status: "ok" });
  expect(printed(result)).toBe("");
});
