/** The order saga as a chain of services: done or undone as a whole, whoever crashes when; and its broken twins. */
import { describe, expect, test } from "vitest";
import { sagaChoreographed, sagaChoreographedWith } from "../../lib/protocols/saga-choreographed";
import type { ChoreographyRules, ChoreographyState, SagaChoreographed } from "../../lib/protocols/saga-choreographed";
import { simulate } from "../../lib/sim";
import type { Run } from "../../lib/sim";
import { explore } from "../../lib/verify/explore";
import type { Exploration } from "../../lib/verify/explore";
import { expectTrace } from "../traces";
import { failingSeeds, inStorm } from "./storm";

const restless = { willingness: { charge: "either", ship: "either" } } as const;

function left(run: Run): readonly number[] {
  return ["create", "reserve", "charge", "ship"].map((node) => (run.states[node] as ChoreographyState).books.left);
}

describe("the order saga as a chain (Richardson 2018, section 4.2.1)", () => {
  test("an order that all services do is done", () => {
    const run = simulate({ protocol: sagaChoreographed() });
    expect(left(run)).toEqual([99, 99, 70, 99]);
    expectTrace(run.trace, "saga-choreographed");
  });

  test.each(["create", "reserve", "charge", "ship"])("a refusal of %s leaves nothing behind", (step) => {
    const run = simulate({ protocol: sagaChoreographed({ willingness: { [step]: "refuses" } }) });
    expect(left(run)).toEqual([100, 100, 100, 100]);
  });

  test("of three orders for two articles two are done, over a line that loses half of everything", () => {
    const protocol = sagaChoreographed({ orders: ["one", "two", "three"], capacity: { reserve: 2 } });
    const run = simulate({ protocol, network: { loss: 0.5 }, untilMs: 20_000 });
    expect(left(run)).toEqual([98, 0, 40, 98]);
  });

  test("1,000 seeds with loss, duplication, reordering, crashes, partitions, pauses and skew", () => {
    const orders = ["one", "two", "three"];
    const protocol = sagaChoreographed({ orders, capacity: { reserve: 2 }, willingness: { ship: "either" } });
    const properties = protocol.contract!.safety.filter(({ kind }) => kind === "always");
    const storm = { crashes: true, partitions: true, pauses: true, skew: true };
    expect(failingSeeds(1000, (seed) => inStorm(seed, { protocol, untilMs: 6000 }, properties, storm))).toEqual([]);
  });
});

/** Everything that can happen while messages are lost and copied at will, and anybody crashes once and comes back. */
function everything(protocol: SagaChoreographed): Exploration {
  return explore({ protocol, network: "persistent", faults: { crashes: 1, restarts: 1 } });
}

test("exhaustively, with a crash: every order ends, done or fully compensated", () => {
  const found = everything(sagaChoreographed(restless));
  expect([found.holds, found.complete, found.distinct]).toMatchInlineSnapshot(`
    [
      true,
      true,
      1675,
    ]
  `);
});

describe("broken twins, and the shortest run that catches each", () => {
  test("a service that gives back at every request", () => {
    const generous: Partial<ChoreographyRules> = {
      compensate(books, order, takes) {
        books.left += takes;
        books.deeds[order] = "undone";
        return "undone";
      },
    };
    const found = everything(sagaChoreographedWith(generous)(restless));
    expect(found.counterexample?.property).toBe("money and stock are conserved");
    expectTrace(found.counterexample!.trace, "saga-choreographed-that-gives-back-at-every-request");
  });

  test("a service that confirms before it saves what it has heard", () => {
    const hasty: Partial<ChoreographyRules> = {
      confirm(state, { order, kind }, from, out) {
        out.send(from, { kind: "Heard", order, event: kind });
        out.save({ books: state.books, outbox: state.outbox });
      },
    };
    // On a network that keeps messages for ever the lost event would come again: here each arrives once.
    const conditions = { time: "synchronous", faults: { crashes: 1, restarts: 1 } } as const;
    const found = explore({ protocol: sagaChoreographedWith(hasty)(restless), ...conditions });
    expect(found.counterexample?.property).toBe("every order is done or fully compensated");
    expectTrace(found.counterexample!.trace, "saga-choreographed-that-confirms-before-it-saves");
    expect(explore({ protocol: sagaChoreographed(restless), ...conditions }).holds).toBe(true);
  });
});

test("a time to wait that is none is refused", () => {
  expect(() => sagaChoreographed({ retryMs: 0 })).toThrow("retryMs is 0; allowed are milliseconds above 0");
});
