/**
 * SWIM, section 3.1: how many periods after a crash the first member notices. The model: n members in step, each
 * probes one random other a period, no message is lost; the crash comes between two rounds.
 */
import { describe, expect, test } from "vitest";
import { crash, nodeNames, simulate, swim } from "distlab";
import type { SwimState } from "distlab";

const periodMs = 1000;

/** The rounds from the crash of the last member to the end of the first in which somebody had no answer from it. */
function roundsToNotice(members: number, seed: number): number {
  const victim = nodeNames(members).at(-1)!;
  const run = simulate({
    protocol: swim({ members, periodMs, targets: "random" }),
    network: { latencyMs: 10 },
    faults: [crash(victim, { atMs: 0.9 * periodMs })],
    until: (world) =>
      world.nodes.some((node) => {
        const state = world.state(node) as SwimState | null;
        return state !== null && state.beliefs[victim]!.status === "suspected";
      }),
    untilMs: 60 * periodMs,
    seed,
    trace: false,
  });
  expect(run.why).toBe("until");
  return run.endedAtMs / periodMs - 1;
}

const meanRounds = (members: number, trials: number): number =>
  Array.from({ length: trials }, (_, index) => roundsToNotice(members, index + 1)).reduce((sum, n) => sum + n, 0) /
  trials;

describe("SWIM (Das, Gupta and Motivala 2002, section 3.1): the first member notices a crash after 1 / (1 − (1 − 1/(n − 1))^(n − 1)) periods in the mean", () => {
  test("n = 10: published 1.53, within 4 % over 2000 crashes", () => {
    expect(Math.abs(meanRounds(10, 2000) / 1.53 - 1)).toBeLessThan(0.04);
  });

  test("n = 60, near the limit e / (e − 1) = 1.58: within 8 % over 400 crashes", () => {
    expect(Math.abs(meanRounds(60, 400) / (Math.E / (Math.E - 1)) - 1)).toBeLessThan(0.08);
  });
});
