/** `distlab cluster`, from what is typed to what is printed: scripts, traces, interruption, and mistakes. */
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { parseTraceFile } from "distlab";
import { afterAll, beforeAll, expect, test } from "vitest";
import { runCluster } from "../../../app/cli/cluster/run";
import type { ClusterFlags } from "../../../app/cli/commands/cluster";
import type { Context } from "../../../app/cli/context";
import { Writer } from "../../../app/cli/terminal";
import { protocolNamed } from "../../../app/cluster/catalogue";
import { bundled } from "../cluster/bundled";
import type { Bundled } from "../cluster/bundled";
import { commandLine, TextSink } from "./fakes";

let program: Bundled;
let folder = "";
beforeAll(async () => void (program = await bundled()));
afterAll(() => program.remove());

interface Ran {
  readonly exitCode: number;
  readonly out: string;
  readonly error: string;
  /** What would be left in the clone. */
  readonly left: boolean;
}

async function run(
  protocol: string,
  script: readonly string[],
  flags: Partial<ClusterFlags> = {},
  onTold: (error: string, interrupt: () => void) => void = () => undefined,
): Promise<Ran> {
  folder = mkdtempSync(join(tmpdir(), "distlab-cli-cluster-"));
  const out = new TextSink(false, 120);
  let stop = (): void => undefined;
  const error = new TextSink(false, 120);
  const write = error.write.bind(error);
  error.write = (text) => {
    write(text);
    onTold(error.text, () => stop());
  };
  const context: Context = {
    root: folder,
    cwd: folder,
    environment: {},
    out: new Writer(out, {}),
    error: new Writer(error, {}),
    onInterrupt: (given) => {
      stop = given;
      return () => undefined;
    },
    startKernel: () => Promise.reject(new Error("no kernel is needed")),
  };
  writeFileSync(join(folder, "script"), script.join("\n"));
  const all = { fsync: "batched", script: "script", ...flags } as const;
  try {
    const exitCode = await runCluster(protocolNamed(protocol), all, context, program.entry);
    return { exitCode, out: out.text, error: error.text, left: existsSync(join(folder, ".distlab/clusters")) };
  } finally {
    if (!flags.keep) rmSync(folder, { recursive: true, force: true });
  }
}

test("a script is carried out, the history is judged, and nothing is left", async () => {
  const script = [
    "wait for leader",
    "load 3",
    "wait for 30 operations",
    "crash leader  # its clients find another",
    "wait for 60 operations",
    "status",
    "check",
  ];
  const { exitCode, out, error, left } = await run("raft", script, { nodes: 3 });
  expect(out).toMatch(/^process +pid +role +state/);
  expect(out).toMatch(/\n[ABC] +down\n/);
  expect(out).toMatch(/\nlinearizable: \d+ operations; an order explains every result\n/);
  expect(out).toMatch(/acknowledged journal entries are there\n$/);
  expect(error).toContain("> crash leader");
  expect([exitCode, left]).toEqual([0, false]);
}, 120_000);

test("the merged trace and a player that needs nothing else are written; --json says what came of it", async () => {
  const { exitCode, out } = await run("chang-roberts", ["wait for leader"], { trace: "t", json: true, keep: true });
  expect(exitCode).toBe(0);
  const { events } = parseTraceFile(readFileSync(join(folder, "t"), "utf8"), "t");
  expect(JSON.parse(out)).toMatchObject({ events: events.length, failures: [] });
  const sent = new Set(events.flatMap((event) => (event.kind === "send" ? [event.id] : [])));
  expect(events.filter((event) => event.kind === "deliver" && !sent.has(event.id))).toEqual([]);
  expect(readFileSync(join(folder, "t.html"), "utf8")).toMatch(/^<!doctype html>.*chang-roberts, real processes/);
  expect(existsSync(join(folder, ".distlab/clusters"))).toBe(true);
  rmSync(folder, { recursive: true });
}, 120_000);

test("an interruption ends a wait at once, with all processes and all files", async () => {
  const started = performance.now();
  const { exitCode, left } = await run("bully", ["wait 3000s"], {}, (told, interrupt) => {
    if (told.includes("> wait")) setTimeout(interrupt, 50);
  });
  expect([exitCode, left]).toEqual([130, false]);
  expect(performance.now() - started).toBeLessThan(100_000);
}, 120_000);

test("a script with a mistake does nothing, and the line is named", async () => {
  let told = "";
  const bad = run("bully", ["wait 10ms", "explode A"], {}, (error) => (told = error));
  await expect(bad).rejects.toThrow("line 2, explode A: there is no command explode; help lists them");
  expect(told).toBe("");
}, 120_000);

test("what cannot be carried out ends the script with its line", async () => {
  await expect(run("bully", ["resume A"])).rejects.toThrow("line 1, resume A: A is not paused");
  await expect(run("bully", [], { script: "nowhere" })).rejects.toThrow("--script nowhere cannot be read");
}, 120_000);

test("a protocol that is none, and a number that is not allowed, are wrong usage", async () => {
  const { type } = commandLine();
  const none = await type("cluster", "nonsense");
  expect(none).toMatchObject({ exitCode: 2 });
  expect(none.error).toMatch(/there is no protocol nonsense to run as processes\n +There are raft,/);
  expect((await type("cluster", "raft", "--nodes", "0")).error).toMatch(/Allowed is a whole number from 1 to 26/);
});
