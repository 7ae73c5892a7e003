/** Snapshots of traces: `test/traces/<name>.txt`. `UPDATE_TRACES=1 npm test` rewrites them, as a change to review. */
import { existsSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { expect } from "vitest";
import { traceText } from "distlab";
import type { Trace } from "distlab";

/** The trace, as text, is the committed one of this name. */
export function expectTrace(trace: Trace, name: string): void {
  const path = join(import.meta.dirname, "traces", `${name}.txt`);
  const text = traceText(trace);
  if (process.env["UPDATE_TRACES"] === "1") writeFileSync(path, text);
  if (!existsSync(path))
    throw new Error(`there is no test/traces/${name}.txt yet: run with UPDATE_TRACES=1 to write it`);
  expect(text).toBe(readFileSync(path, "utf8"));
}
