/** Byzantine generals with oral messages: 3m + 1 generals withstand m traitors, and 3m do not. */
import { describe, expect, test } from "vitest";
import { explore, oralMessageCount, oralMessages, simulate } from "distlab";
import { canonical } from "../../lib/data";
import { always, nodeNames } from "../../lib/protocol";
import type { World } from "../../lib/protocol";
import { everybodyDecides, loyalAgree, loyalObey } from "../../lib/protocols/oral-messages";
import type { GeneralState } from "../../lib/protocols/oral-messages";
import { expectTrace } from "../traces";

const safety = [loyalAgree, loyalObey];

/** How many different things one traitor can do in OM(1), whoever he is and whatever is ordered, and how many do harm. */
function strategies(members: number): { readonly all: number; readonly harmful: number } {
  const all = new Set<string>();
  const harmful = new Set<string>();
  for (const traitor of nodeNames(members)) {
    for (const order of traitor === "A" ? (["attack"] as const) : (["attack", "retreat"] as const)) {
      const judged = always<GeneralState>("every end is counted", (world) => {
        const states = world.nodes.map((node) => world.state(node)!);
        if (states.some(({ decision }) => decision === null)) return true;
        // What the loyal ones have heard is what the traitor has done.
        const done = `${traitor}, ${order}: ${canonical(states.filter(({ loyal }) => loyal).map(({ heard }) => heard))}`;
        all.add(done);
        if (safety.some(({ holds }) => holds(world as World) !== true)) harmful.add(done);
        return true;
      });
      const protocol = oralMessages({ members, traitors: [traitor], order });
      expect(explore({ protocol, properties: [judged], until: "everything" }).complete).toBe(true);
    }
  }
  return { all: all.size, harmful: harmful.size };
}

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

  test.each([
    [3, 12, 2],
    [4, 32, 0],
  ])("among %i generals one traitor has %i strategies, and %i of them do harm", (members, all, harmful) => {
    expect(strategies(members)).toEqual({ all, harmful });
  });

  test("four generals do not withstand two", () => {
    expect(withstands(4, ["C", "D"], "attack")).toBe(false);
  });

  test("seven generals withstand two traitors over 1,000 seeds of lies, reordered (all 2³¹ strategies are too many)", () => {
    for (let seed = 1; seed <= 1000; seed++) {
      const protocol = oralMessages({
        members: 7,
        traitorsTolerated: 2,
        traitors: seed % 2 === 0 ? ["A", "D"] : ["C", "F"],
      });
      // Three messages one after the other take less than the 1000 ms after which everybody decides.
      const network = { latencyMs: [1, 200], reordering: 0.3 } as const;
      const run = simulate({ protocol, seed, network, properties: safety, trace: false });
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

  test("a broken twin, four generals who believe what they are told, falls to a commander who lies", () => {
    const protocol = oralMessages({ members: 4, traitorsTolerated: 0, traitors: ["A"] });
    const { counterexample } = explore({ protocol, properties: safety });
    expect(counterexample?.property).toBe(loyalAgree.name);
    expectTrace(counterexample!.trace, "oral-messages-of-four-who-believe-what-they-are-told");
  });

  test("a number of traitors that is none is refused", () => {
    expect(() => oralMessages({ traitorsTolerated: -1 })).toThrow(
      "traitorsTolerated is -1; allowed is a whole number from 0",
    );
  });
});
