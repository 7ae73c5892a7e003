/** Chang and Roberts' ring: who wins, and how many messages it takes. */
import { describe, expect, test } from "vitest";
import { changRoberts, createRandom, explore, simulate } from "distlab";
import type { ChangRobertsState, Run } from "distlab";
import { everybodyKnows, highestWins } from "../../lib/protocols/chang-roberts";
import { expectTrace } from "../traces";
import { failingSeeds, inStorm } from "./storm";

/** A ring whose numbers stand in the given order. */
function ring(numbers: readonly number[]): ReturnType<typeof changRoberts> {
  const members = numbers.map((_, place) => `N${place + 1}`);
  return changRoberts({ members, numbers: Object.fromEntries(members.map((node, place) => [node, numbers[place]!])) });
}

/** Messages before the winner's lap of n announcements. */
function candidateMessages(numbers: readonly number[]): number {
  return simulate({ protocol: ring(numbers), trace: false }).counts.sent - numbers.length;
}

function leaders(run: Run): readonly (number | null)[] {
  return Object.values(run.states).map((state) => (state as ChangRobertsState).leader);
}

describe("Chang and Roberts 1979", () => {
  test("the highest number wins and everybody knows", () => {
    const run = simulate({ protocol: changRoberts({ members: 5 }) });
    expect(leaders(run)).toEqual([5, 5, 5, 5, 5]);
    expectTrace(simulate({ protocol: ring([2, 3, 1]) }).trace, "chang-roberts-three-nodes");
  });

  test.each([4, 16, 64])("at worst, numbers falling around a ring of %i, n(n + 1) / 2 messages", (count) => {
    expect(candidateMessages(Array.from({ length: count }, (_, place) => count - place))).toBe(
      (count * (count + 1)) / 2,
    );
  });

  test("n = 64, mean over 1000 random orders: n·H(n) = 303.6 messages, within 2 %", () => {
    const random = createRandom(1);
    let total = 0;
    for (let round = 0; round < 1000; round++) {
      const numbers = Array.from({ length: 64 }, (_, place) => ({ place: place + 1, key: random.next() }))
        .toSorted((left, right) => left.key - right.key)
        .map(({ place }) => place);
      total += candidateMessages(numbers);
    }
    expect(Math.abs(total / 1000 / 303.6 - 1)).toBeLessThan(0.02);
  });

  test("in every interleaving of three and four nodes: only the highest is elected", () => {
    const verdicts = [
      [2, 3, 1],
      [3, 1, 2],
      [4, 2, 3, 1],
      [1, 2, 3, 4],
    ].map((numbers) => explore({ protocol: ring(numbers) }));
    expect(verdicts.map((verdict) => [verdict.holds, verdict.complete])).toEqual(verdicts.map(() => [true, true]));
    expect(verdicts.map((verdict) => verdict.distinct)).toMatchInlineSnapshot(`
      [
        28,
        28,
        108,
        72,
      ]
    `);
  });

  test("1,000 seeds of random rings with reordering, pauses and skew: only the highest is elected, and all know", () => {
    const storm = (seed: number): Run => {
      const random = createRandom(seed, "ring");
      const keys = Array.from({ length: 3 + random.index(6) }, () => random.next());
      const numbers = keys.map((key) => keys.filter((other) => other <= key).length);
      const network = { latencyMs: [1, 100], reordering: 0.3 } as const;
      const weather = { pauses: true, skew: true, lossy: false, untilMs: 1000 };
      const run = inStorm(
        seed,
        { protocol: ring(numbers), network, untilMs: 6000 },
        [highestWins, everybodyKnows],
        weather,
      );
      expect(run.neverHeld, `seed ${seed}`).toEqual([]);
      return run;
    };
    expect(failingSeeds(1000, storm)).toEqual([]);
  });

  test("a broken twin that believes whoever passes by is caught", () => {
    const good = ring([1, 3, 2]);
    const broken: typeof good = {
      ...good,
      onMessage(state, message, from, out) {
        if (message.kind === "Candidate" && message.number > state.number) state.leader = message.number;
        good.onMessage(state, message, from, out);
      },
    };
    const { counterexample } = explore({ protocol: broken });
    expect(counterexample?.sentence).toMatch(/believes in/);
    expectTrace(counterexample!.trace, "chang-roberts-that-believes-whoever-passes-by");
  });

  test("numbers that are not all different are refused", () => {
    expect(() => ring([1, 1])).toThrow("numbers has one twice");
  });
});
