/** The built command line under many seeds, on threads. */
import { spawnSync } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { checkSeeds, brokenProtocols, weather } from "distlab";
import { expect, onTestFinished, test } from "vitest";

const main = fileURLToPath(new URL("../../../app/dist/cli/main.js", import.meta.url));

function type(text: string, ...flags: string[]) {
  const folder = mkdtempSync(join(tmpdir(), "distlab-seeds-"));
  onTestFinished(() => rmSync(folder, { recursive: true }));
  const file = join(folder, "check.ts");
  writeFileSync(file, text);
  const { status, stdout, stderr } = spawnSync(process.execPath, [main, "seeds", file, ...flags], { encoding: "utf8" });
  return { status, stdout, stderr: stderr.replaceAll(file, "check.ts") };
}

const check = (name: string): string => `
import { brokenProtocols, weather } from "distlab";
const { protocol, property }: { protocol: any; property: any } = brokenProtocols.find(({ name }) => name === "${name}")!;
export default {
  properties: [property],
  run: (seed: number) => ({ protocol, untilMs: 1000, ...weather(seed, { nodes: ["A", "B", "C"] }) }),
};
`;

test("two threads report what one process does", () => {
  const { protocol, property } = brokenProtocols.find(({ name }) => name === "second vote")!;
  const report = checkSeeds({
    seeds: 60,
    properties: [property],
    run: (seed) => ({ protocol, untilMs: 1000, ...weather(seed, { nodes: ["A", "B", "C"] }) }),
  });
  expect(type(check("second vote"), "--seeds", "60", "--jobs", "2")).toEqual({
    status: 1,
    stdout: `${report}\n\n${report.replay}\n`,
    stderr: "",
  });
});

test("--json has the documented shape, and seeds that pass are a success", () => {
  const right = `
import { raftElection } from "distlab";
export default { run: () => ({ protocol: raftElection({ members: 3 }), untilMs: 500 }) };
`;
  const { status, stdout } = type(right, "--seeds", "5", "--from", "10", "--json");
  const { events, ...rest } = JSON.parse(stdout) as { readonly events: number };
  expect(status).toBe(0);
  expect(events).toBeGreaterThan(5);
  expect(rest).toEqual({ total: 5, passed: 5, failing: [], replay: "" });
});

test("a file that is wrong is told in one line", () => {
  expect(type("export default 1;")).toMatchObject({
    status: 1,
    stderr: "error: check.ts: its default export has no function run: (seed) => options of simulate\n",
  });
  expect(type("const = 1;").stderr).toMatch(/^error: check\.ts: Expected identifier but found "=" \(line 1\)\n$/);
});

test("a number of seeds that is none is refused", () => {
  const { status, stderr } = type("", "--seeds", "0");
  expect({ status, stderr }).toMatchObject({ status: 2 });
  expect(stderr).toContain("Allowed is a whole number from 1 to 10000000.");
});
