/** Real processes, measured: killed leaders are followed by others, and the figures are those that the simulator knows. */
import { afterAll, beforeAll, expect, test } from "vitest";
import { measureCluster, measureEtcd } from "distlab";
import { measure } from "../../../app/cluster/measure";
import { bundled } from "./bundled";
import type { Bundled } from "./bundled";

let program: Bundled;
beforeAll(async () => void (program = await bundled()));
afterAll(() => program.remove());

test("each killed leader is followed by another, after its timeout; operations take the messages that they must", async () => {
  const figures = await measure({ nodes: 5, clients: 2, failOvers: 2, seconds: 20, seed: 1 }, program.entry);
  expect(figures.failOvers).toHaveLength(2);
  for (const { from, to, leaderMs } of figures.failOvers) {
    expect(to).not.toBe(from);
    expect(leaderMs).toBeGreaterThan(150 - 75 - 5);
  }
  expect(figures.operations).toBeGreaterThan(10);
  // Ten among five servers; a few are sent again, and some entries share a message.
  expect(figures.entryMessagesPerOperation).toBeGreaterThan(6);
  expect(figures.hopMs.every((milliseconds) => milliseconds >= 0)).toBe(true);
  // What the clients were told is judged, and what was acknowledged is looked for.
  expect([figures.verdict, figures.lost]).toEqual(["linearizable", 0]);
  expect(figures.journal).toBeGreaterThan(5);
  expect(figures.acknowledged).toBeGreaterThan(figures.journal);
}, 90_000);

test("an option that is not allowed is refused by name, before anything runs", async () => {
  await expect(measureCluster({ nodes: 2 })).rejects.toThrow("nodes is 2; allowed is a whole number from 3 to 9");
  await expect(measureCluster({ failOvers: 0.5 })).rejects.toThrow("failOvers is 0.5");
  await expect(measureEtcd({ seconds: 1 })).rejects.toThrow("seconds is 1; allowed is a whole number from 3 to 60");
});
