/** Byzantine generals with oral messages: 3m + 1 generals withstand m traitors, and 3m do not. */
import { describe, expect, test } from "vitest";
import { explore, oralMessageCount, oralMessages, simulate } from "distlab";
import { everybodyDecides, loyalAgree, loyalObey } from "../../lib/protocols/oral-messages";
import { expectTrace } from "../traces";

const safety = [loyalAgree, loyalObey];

/** Whether every strategy of these traitors leaves the loyal ones in agreement. */
function withstands(members: number, traitors: readonly string[], order: "attack" | "retreat"): boolean {
  const verdict = explore({ protocol: oralMessages({ members, traitors, order }), properties: safety });
  expect(verdict.complete || verdict.counterexample !== undefined).toBe(true);
  return verdict.holds;
}

describe("OM(m) (Lamport, Shostak and Pease 1982, section 3)", () => {
  test("without traitors everybody obeys", () => {
    const run = simulate({ protocol: oralMessages(), properties: [...safety, everybodyDecides] });
    expect([run.violation, run.neverHeld]).toEqual([undefined, []]);
    expectTrace(run.trace, "oral-messages-four-loyal-generals");
  });

  test.each([
    [4, 1, 9],
    [7, 2, 156],
    [3, 0, 2],
  ])("n = %i, m = %i takes %i messages", (members, traitorsTolerated, messages) => {
    const { counts } = simulate({ protocol: oralMessages({ members, traitorsTolerated }), trace: false });
    expect([counts.sent, oralMessageCount(members, traitorsTolerated)]).toEqual([messages, messages]);
  });

  test("four generals withstand any one traitor, whatever he says, whoever he is", () => {
    for (const order of ["attack", "retreat"] as const) {
      for (const traitor of ["A", "B", "C", "D"]) expect(withstands(4, [traitor], order)).toBe(true);
    }
  });

  test("three generals do not: some traitor breaks them, and the shortest such run is kept", () => {
    expect([withstands(3, ["A"], "attack"), withstands(3, ["C"], "attack")]).toContain(false);
    const { counterexample } = explore({ protocol: oralMessages({ members: 3, traitors: ["C"] }), properties: safety });
    expect(counterexample?.sentence).toMatch(/A ordered attack, and B will retreat/);
    expectTrace(counterexample!.trace, "oral-messages-three-generals");
  });

  test("four generals do not withstand two", () => {
    expect(withstands(4, ["C", "D"], "attack")).toBe(false);
  });

  test("seven generals withstand two traitors over 500 seeds of lies (all 2³¹ strategies are too many)", () => {
    for (let seed = 1; seed <= 500; seed++) {
      const protocol = oralMessages({
        members: 7,
        traitorsTolerated: 2,
        traitors: seed % 2 === 0 ? ["A", "D"] : ["C", "F"],
      });
      const run = simulate({ protocol, seed, properties: safety, trace: false });
      expect(run.violation, `seed ${seed}`).toBeUndefined();
    }
  });

  test("a broken twin, seven generals who prepare for one traitor only, falls to two", () => {
    const violations = Array.from({ length: 300 }, (_, index) =>
      simulate({
        protocol: oralMessages({ members: 7, traitorsTolerated: 1, traitors: ["A", "B"] }),
        seed: index + 1,
        properties: safety,
        trace: false,
      }),
    ).filter((run) => run.violation);
    expect(violations.length).toBeGreaterThan(0);
  });

  test("a number of traitors that is none is refused", () => {
    expect(() => oralMessages({ traitorsTolerated: -1 })).toThrow(
      "traitorsTolerated is -1; allowed is a whole number from 0",
    );
  });
});
