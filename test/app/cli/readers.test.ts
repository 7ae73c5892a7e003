/** Whoever pipes a command into `head` sees the first lines, and no stack trace after them. */
import { spawn } from "node:child_process";
import { once } from "node:events";
import { fileURLToPath } from "node:url";
import { expect, test } from "vitest";

const root = fileURLToPath(new URL("../../..", import.meta.url));

test.each([
  ["notebook.mjs", "to-text", "notebooks/05-two-generals.ipynb"],
  ["distlab.mjs", "list", "--json"],
])("%s ends quietly when its reader has gone", async (script, ...args) => {
  const child = spawn(process.execPath, [`app/bin/${script}`, ...args], {
    cwd: root,
    stdio: ["ignore", "pipe", "pipe"],
  });
  child.stdout.destroy();
  let complaint = "";
  child.stderr.on("data", (chunk: Buffer) => (complaint += chunk.toString()));
  const [exitCode] = (await once(child, "close")) as [number | null];
  // A clone that is not built yet says that it builds.
  expect(complaint.replace("distlab: building …\n", "")).toBe("");
  expect(exitCode).toBe(0);
});
