/** A fault's text is the call that makes it. */
import { expect, test } from "vitest";
import * as sim from "../../lib/sim";
import type { Fault } from "../../lib/sim";

const at = { atMs: 5, untilMs: 9 };
const link = { from: "A", to: "B", nth: 2 };

const faults: { readonly [text: string]: Fault } = {
  'crash("A", { atMs: 200, restartAtMs: 300, saved: "torn" })': sim.crash("A", {
    atMs: 200,
    restartAtMs: 300,
    saved: "torn",
  }),
  'crash("A", { event: 3, effects: 1 })': sim.crash("A", { event: 3, effects: 1 }),
  'restart("A", { atMs: 7 })': sim.restart("A", { atMs: 7 }),
  'pause("the \\"one\\"", { atMs: 5, untilMs: 9 })': sim.pause('the "one"', at),
  'slow("A", { atMs: 5, untilMs: 9, delayMs: 3 })': sim.slow("A", { ...at, delayMs: 3 }),
  'partition([["A", "B"], ["C"]], { atMs: 1 })': sim.partition([["A", "B"], ["C"]], { atMs: 1 }),
  'cutLinks(["A"], ["B"], { atMs: 1, healAtMs: 2 })': sim.cutLinks(["A"], ["B"], { atMs: 1, healAtMs: 2 }),
  'clock("A", { atMs: 0, skewMs: -5 })': sim.clock("A", { skewMs: -5 }),
  'loseSaves("A", { atMs: 5, untilMs: 9 })': sim.loseSaves("A", at),
  'tearSaves("A", { atMs: 5, untilMs: 9 })': sim.tearSaves("A", at),
  'linkFault(["A"], ["B"], { atMs: 5, untilMs: 9, loss: 0.5, latencyMs: { kind: "fixed", ms: 3 } })': sim.linkFault(
    "A",
    "B",
    {
      ...at,
      loss: 0.5,
      latencyMs: sim.latency.fixed(3),
    },
  ),
  'drop({ from: "A", to: "B", nth: 2, message: "Vote" })': sim.drop({ ...link, message: "Vote" }),
  'delay({ from: "A", to: "B", nth: 2, byMs: 4 })': sim.delay({ ...link, byMs: 4 }),
  'duplicate({ afterMs: 1, from: "A", to: "B", nth: 2 })': sim.duplicate(link),
};

for (const [text, fault] of Object.entries(faults)) {
  test(text, () => {
    expect(sim.faultText(fault)).toBe(text);
    // oxlint-disable-next-line no-implied-eval -- the text is code, and this is the test of it
    expect(new Function(...Object.keys(sim), `return ${text}`)(...Object.values(sim))).toEqual(fault);
    expect(JSON.parse(JSON.stringify(fault))).toEqual(fault);
  });
}

test("every kind of fault has been tried", () => {
  const kinds = new Set(Object.values(faults).map(({ kind }) => kind));
  expect([...kinds].toSorted().join(" ")).toBe(
    "clock crash crashInStep cut delay drop duplicate link loseSaves partition pause restart slow tearSaves",
  );
});
