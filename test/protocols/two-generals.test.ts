/** The two generals: certainty is never reached, whatever the acknowledgements. */
import { describe, expect, test } from "vitest";
import { drop, explore, simulate, twoGenerals } from "distlab";
import type { GeneralState, Run } from "distlab";
import { agreement, attackIsPossible } from "../../lib/protocols/two-generals";
import { expectTrace } from "../traces";
import { failingSeeds, inStorm } from "./storm";

const properties = [agreement, attackIsPossible];

function decisions(run: Run): readonly string[] {
  return Object.values(run.states).map((state) => (state as GeneralState).decision);
}

describe("two generals (Akkoyunlu, Ekanadham and Huber 1975)", () => {
  test.each([0, 1, 2, 3, 7])("with %i acknowledgements both attack when no messenger is caught", (acknowledgements) => {
    const run = simulate({ protocol: twoGenerals({ acknowledgements }), properties });
    expect(decisions(run)).toEqual(["attack", "attack"]);
    expect(run.neverHeld).toEqual([]);
    if (acknowledgements === 2) expectTrace(run.trace, "two-generals-quiet-night");
  });

  test.each([0, 1, 2, 3, 7])(
    "with %i acknowledgements, losing only the last messenger leaves one to attack alone",
    (acknowledgements) => {
      const sender = acknowledgements % 2 === 0 ? ["A", "B"] : ["B", "A"];
      const nth = Math.floor(acknowledgements / 2) + 1;
      const faults = [drop({ from: sender[0]!, to: sender[1]!, nth })];
      const run = simulate({ protocol: twoGenerals({ acknowledgements }), faults, properties });
      expect(run.violation?.what).toMatch(new RegExp(`^${sender[0]} attacks alone`));
    },
  );

  test("losing every messenger, B holds", () => {
    const run = simulate({ protocol: twoGenerals({ acknowledgements: 1 }), network: { loss: 1 } });
    expect(decisions(run)).toEqual(["hold", "hold"]);
  });

  test("the share of attacks made alone is the loss, within three standard errors, whatever the acknowledgements", () => {
    for (const acknowledgements of [0, 1, 4]) {
      const counts = { attacks: 0, alone: 0 };
      for (let seed = 1; seed <= 4000; seed++) {
        const run = simulate({
          protocol: twoGenerals({ acknowledgements }),
          network: { loss: 0.3 },
          seed,
          trace: false,
        });
        const attacking = decisions(run).filter((decision) => decision === "attack").length;
        if (attacking > 0) counts.attacks += 1;
        if (attacking === 1) counts.alone += 1;
      }
      const error = Math.sqrt((0.3 * 0.7) / counts.attacks);
      expect(Math.abs(counts.alone / counts.attacks - 0.3)).toBeLessThan(3 * error);
    }
  });

  test.each([0, 1, 2, 3])(
    "%i acknowledgements: every run without loss is safe, and one lost messenger is enough to break it",
    (count) => {
      const protocol = twoGenerals({ acknowledgements: count });
      const safe = explore({ protocol, faults: { duplicates: 1 } });
      expect([safe.holds, safe.complete]).toEqual([true, true]);
      const { counterexample } = explore({ protocol, faults: { drops: 1 } });
      expect(counterexample?.property).toBe(agreement.name);
      if (count === 2) expectTrace(counterexample!.trace, "two-generals-attack-alone");
    },
  );

  test("1,000 seeds with copies and slow messengers, none of them lost: nobody attacks alone", () => {
    const network = { latencyMs: [1, 200], duplication: 0.3, reordering: 0.3 } as const;
    const storm = (seed: number): Run =>
      inStorm(seed, { protocol: twoGenerals({ acknowledgements: seed % 4 }), network }, [agreement], { lossy: false });
    expect(failingSeeds(1000, storm)).toEqual([]);
  });

  test("a broken twin that attacks once it was asked to is caught when the last word is late", () => {
    const good = twoGenerals({ acknowledgements: 2 });
    const broken: typeof good = {
      ...good,
      onTimer(state) {
        state.decision = state.heard > 0 ? "attack" : "hold";
      },
    };
    const { counterexample } = explore({ protocol: broken, faults: { drops: 1 } });
    expect(counterexample?.property).toBe(agreement.name);
    expectTrace(counterexample!.trace, "two-generals-that-attack-when-asked");
  });

  test("counts that are none are refused", () => {
    expect(() => twoGenerals({ acknowledgements: -1 })).toThrow(
      "acknowledgements is -1; allowed is a whole number, 0 or more",
    );
    expect(() => twoGenerals({ acknowledgements: 1, copies: 0 })).toThrow("copies is 0");
  });
});
