/** What TypeScript says about an answer: an answer may print, and has nothing else of Node's. */
import { createRequire } from "node:module";
import { join } from "node:path";
import type * as distlab from "distlab";
import { expect, test } from "vitest";

const root = join(__dirname, "..", "..");
const { grading } = createRequire(__filename)(join(root, "lib/dist/index.js")) as typeof distlab;
const answer = join(root, "exercises", "01-why-distribute", "not-written.ts");
const said = async (text: string): Promise<readonly string[]> =>
  (await grading.diagnose(root, answer, text)).map(({ line, message }) => `${line}: ${message}`);

test("an answer that prints is not told that there is no console", { timeout: 60_000 }, async () => {
  expect(await said('console.log("so far", 1);\nconsole.table([1]);\nexport {};\n')).toEqual([]);
});

test("an answer that asks for what it is not given is told so", { timeout: 60_000 }, async () => {
  const found = await said("export const home = process.env;\nconsole.clear();\n");
  expect(found).toHaveLength(2);
  expect(found[0]).toMatch(/^1: Cannot find name 'process'/);
  expect(found[1]).toMatch(/^2: Property 'clear' does not exist/);
});
