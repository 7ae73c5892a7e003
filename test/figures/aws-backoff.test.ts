/**
 * Brooker, "Exponential backoff and jitter", AWS Architecture Blog, 2015: 100 clients that contend for one row. The
 * model is that of the simulator published with it: base 5 ms, cap 2000 ms, each way over the network |N(10, 2)| ms.
 */
import { describe, expect, test } from "vitest";
import { createRandom, simulateContention } from "distlab";
import type { Backoff, ContentionOptions } from "distlab";

const rounds = 40;

/** The mean over forty runs. */
function mean(backoff: Backoff, options: Partial<ContentionOptions> = {}) {
  const random = createRandom("backoff").next;
  const results = Array.from({ length: rounds }, () =>
    simulateContention({ clients: 100, backoff, random, ...options }),
  );
  const of = (field: "writeAttempts" | "completedMs") =>
    results.reduce((sum, result) => sum + result[field], 0) / rounds;
  return { writeAttempts: of("writeAttempts"), completedSeconds: of("completedMs") / 1000 };
}

describe("AWS backoff (Brooker 2015), 100 clients, mean of 40 runs", () => {
  const none = mean("none");
  const results = {
    none,
    exponential: mean("exponential"),
    "full jitter": mean("full jitter"),
    decorrelated: mean("decorrelated"),
  };

  test.each([
    ["none", 2425, 2.0],
    ["exponential", 1859, 63],
    ["full jitter", 795, 4.9],
    ["decorrelated", 1008, 4.5],
  ] as const)("%s: %i write attempts within 3 %%, done after %d s within 8 %%", (backoff, attempts, seconds) => {
    expect(Math.abs(results[backoff].writeAttempts / attempts - 1)).toBeLessThan(0.03);
    expect(Math.abs(results[backoff].completedSeconds / seconds - 1)).toBeLessThan(0.08);
  });

  test("the shape: jitter halves the work, and exponential alone neither saves much nor ends soon", () => {
    expect(results["full jitter"].writeAttempts).toBeLessThan(0.5 * results.exponential.writeAttempts);
    expect(results.exponential.completedSeconds).toBeGreaterThan(10 * results["full jitter"].completedSeconds);
  });

  test("no backoff ends first only because that server has no limit: at 2 ms a call it loses its lead", () => {
    const [hasty, patient] = [mean("none", { serverMs: 2 }), mean("full jitter", { serverMs: 2 })];
    expect(hasty.completedSeconds).toBeGreaterThan(patient.completedSeconds);
  });

  test("one client at a time never loses: two calls there and back, and no retry", () => {
    const alone = simulateContention({ clients: 1, backoff: "none", random: () => 0.25 });
    expect(alone.writeAttempts).toBe(1);
    expect(() => simulateContention({ clients: 0, backoff: "none", random: () => 0 })).toThrow("clients is 0");
  });
});
