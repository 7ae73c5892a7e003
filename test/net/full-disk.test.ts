/** A save file on a real file system that takes no more: the system's own limit on a file's size stands for a full disk. */
import { spawnSync } from "node:child_process";
import { mkdtempSync, rmSync, statSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { build } from "esbuild";
import { afterAll, expect, test } from "vitest";
import { SaveFile } from "../../lib/net/save-file";

const folder = mkdtempSync(join(tmpdir(), "distlab-full-"));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

/** Saves a growing list until that fails, and prints what was confirmed last and why it ended. */
const program = `
import { SaveFile } from "./save-file";
async function run() {
  const file = await SaveFile.open({ path: process.argv[2]!, node: "A", protocol: "counter" });
  const failed = new Promise<Error>((resolve) => (file.onFailure = resolve));
  let confirmed = 0;
  let over = false;
  void failed.then((error) => {
    over = true;
    console.log(JSON.stringify({ confirmed, why: error.message }));
  });
  for (let count = 1; !over && count < 10_000; count++) {
    const saved = new Promise<void>((resolve) => file.save({ count, text: "x".repeat(200 + (count % 7)) }, resolve));
    await Promise.race([saved.then(() => (confirmed = count)), failed]);
  }
}
void run();
`;

const limitBlocks = 16;

test("the error names the file, and after it all that was confirmed is there, and nothing half", async () => {
  const script = join(folder, "saver.cjs");
  const resolveDir = fileURLToPath(new URL("../../lib/net", import.meta.url));
  await build({
    stdin: { contents: program, resolveDir, loader: "ts" },
    outfile: script,
    bundle: true,
    platform: "node",
    format: "cjs",
    tsconfigRaw: {},
    logLevel: "silent",
  });
  const path = join(folder, "A.save");
  const limited = `ulimit -f ${limitBlocks}; exec "$0" "$1" "$2"`;
  const child = spawnSync("sh", ["-c", limited, process.execPath, script, path], { encoding: "utf8", timeout: 50_000 });
  expect(child.stderr).toBe("");
  const { confirmed, why } = JSON.parse(child.stdout) as { confirmed: number; why: string };
  expect(why).toContain(`${path} cannot be written: EFBIG`);
  expect(confirmed).toBeGreaterThan(5);
  expect(statSync(path).size).toBeLessThanOrEqual(limitBlocks * 1024);
  const after = await SaveFile.open({ path, node: "A", protocol: "counter" });
  const { count } = after.saved as { count: number };
  // One more may have reached the disk without anybody having been told.
  expect([confirmed, confirmed + 1]).toContain(count);
  await after.close();
});
