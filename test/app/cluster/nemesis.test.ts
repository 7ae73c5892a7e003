/** Nemesis runs: Raft survives them; a Raft that commits before a majority has saved does not. */
import { readdirSync } from "node:fs";
import { join } from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import { nemesis } from "../../../app/cluster/nemesis";
import type { NemesisResult } from "../../../app/cluster/nemesis";
import { nemesisPlan } from "../../../app/cluster/nemesis-plan";
import { bundled } from "./bundled";
import type { Bundled } from "./bundled";

let program: Bundled;
beforeAll(async () => void (program = await bundled()));
afterAll(() => program.remove());

function run(protocol: string, seed: number, seconds: number): Promise<NemesisResult> {
  const folder = join(program.folder, `${protocol}-${seed}`);
  const { entry } = program;
  return nemesis({
    protocol,
    nodes: 5,
    seed,
    seconds,
    clients: 6,
    folder,
    entry,
    trace: "history",
    onNews: () => undefined,
  });
}

test("Raft is linearizable and loses nothing that it acknowledged, whatever happens to its processes", async () => {
  const { judgement, blows, failures } = await run("raft", 1, 8);
  expect(String(judgement.verdict)).toMatch(/^linearizable: \d+ operations/);
  expect(judgement.lost).toEqual([]);
  expect(failures).toEqual([]);
  expect(judgement.acknowledged).toBeGreaterThan(100);
  expect(blows.crash + blows.pause + blows.partition + blows.isolate).toBeGreaterThan(2);
}, 120_000);

test("the same run catches a Raft that commits before a majority has saved", async () => {
  // Seeds that often leave the leader with a minority. One of them may be lucky all the same.
  const isolations = (seed: number): number =>
    nemesisPlan(seed, 6, ["A", "B", "C", "D", "E"]).filter(({ blow }) => blow.kind === "isolate").length;
  const seeds = Array.from({ length: 300 }, (_, index) => index + 1).filter((seed) => isolations(seed) >= 3);
  let caught = false;
  for (const seed of seeds.slice(0, 8)) {
    const { judgement } = await run("raft-commits-early", seed, 6);
    caught = judgement.verdict.verdict === "violation" || judgement.lost.length > 0;
    if (caught) break;
  }
  expect(caught).toBe(true);
}, 180_000);

test("the same seed plans the same blows, another seed others, and all of them end within the run", () => {
  const nodes = ["A", "B", "C", "D", "E"];
  expect(nemesisPlan(7, 20, nodes)).toEqual(nemesisPlan(7, 20, nodes));
  expect(nemesisPlan(7, 20, nodes)).not.toEqual(nemesisPlan(8, 20, nodes));
  for (const { atMs, blow } of nemesisPlan(7, 20, nodes)) expect(atMs + blow.forMs).toBeLessThanOrEqual(20_001);
  expect(readdirSync(program.folder).length).toBeGreaterThan(0);
});
