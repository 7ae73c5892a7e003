/** Streams of chance. */
import { expect, test } from "vitest";
import { createRandom } from "../../lib/sim";

test("a seed and a name always give the same numbers", () => {
  const random = createRandom(7, "latency A->B");
  expect([random.next(), random.next(), random.next()]).toEqual([
    0.6274410914629698, 0.7825335517991334, 0.4057121358346194,
  ]);
});

test("a number and the same number as text are the same seed", () => {
  expect(createRandom(7, "x").next()).toBe(createRandom("7", "x").next());
});

test("streams of one seed, and one stream of neighbouring seeds, are independent", () => {
  const draws = (seed: number, stream: string): number[] => {
    const random = createRandom(seed, stream);
    return Array.from({ length: 4000 }, () => random.next());
  };
  for (const [left, right] of [
    [draws(1, "timers A"), draws(1, "timers B")],
    [draws(1, "timers A"), draws(2, "timers A")],
    [draws(1, "loss A->B"), draws(1, "loss B->A")],
  ]) {
    // The correlation of independent numbers is within 4 standard errors of 0: 4 / sqrt(4000).
    expect(Math.abs(correlation(left!, right!))).toBeLessThan(0.0632);
  }
});

function correlation(left: readonly number[], right: readonly number[]): number {
  const centred = (values: readonly number[]): number[] => {
    const mean = values.reduce((sum, value) => sum + value, 0) / values.length;
    return values.map((value) => value - mean);
  };
  const [x, y] = [centred(left), centred(right)];
  const dot = (one: readonly number[], other: readonly number[]): number =>
    one.reduce((sum, value, index) => sum + value * other[index]!, 0);
  return dot(x, y) / Math.sqrt(dot(x, x) * dot(y, y));
}

test("indexes are whole, in range, and each is as likely", () => {
  const random = createRandom(3);
  const counts = [0, 0, 0, 0, 0, 0];
  for (let draw = 0; draw < 60_000; draw++) counts[random.index(6)]! += 1;
  // Chi-squared with 5 degrees of freedom: above 20.5 in one of a thousand streams.
  expect(counts.reduce((sum, count) => sum + ((count - 10_000) * (count - 10_000)) / 10_000, 0)).toBeLessThan(20.5);
});

test("between, chance, pick and shuffled do what they say", () => {
  const random = createRandom(5);
  for (let draw = 0; draw < 1000; draw++) {
    const value = random.between(3, 5);
    expect(value >= 3 && value < 5).toBe(true);
  }
  expect(random.between(4, 4)).toBe(4);
  expect([random.chance(0), random.chance(1)]).toEqual([false, true]);
  expect(["a", "b"]).toContain(random.pick(["a", "b"]));
  const list = Array.from({ length: 50 }, (_, index) => index);
  const shuffled = random.shuffled(list);
  expect(shuffled).not.toEqual(list);
  expect(shuffled.toSorted((left, right) => left - right)).toEqual(list);
  expect(() => random.pick([])).toThrow("pick: the list is empty");
});
