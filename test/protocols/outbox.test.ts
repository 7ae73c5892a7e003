/** The outbox: every order is heard of once, whatever crashes; and the dual write, which loses or invents orders. */
import { describe, expect, test } from "vitest";
import { nothingIsLost, outbox, outboxWith } from "../../lib/protocols/outbox";
import type { ConsumerState, Outbox, OutboxRules } from "../../lib/protocols/outbox";
import { simulate } from "../../lib/sim";
import { explore } from "../../lib/verify/explore";
import type { Exploration } from "../../lib/verify/explore";
import { expectTrace } from "../traces";
import { failingSeeds, inStorm } from "./storm";

/** Everything that can happen while messages are lost and copied at will, and anybody crashes once and comes back. */
function everything(protocol: Outbox, knockedOut: readonly string[] = []): Exploration {
  return explore({ protocol, network: "persistent", faults: { crashes: 1, restarts: 1 }, knockedOut });
}

describe("the outbox (Richardson 2018, section 3.3.2)", () => {
  test("each order is packed once", () => {
    const run = simulate({ protocol: outbox(), untilMs: 1000 });
    expect((run.states["consumer"] as ConsumerState).parcels).toBe(2);
    expectTrace(run.trace, "outbox");
  });

  test("five orders over a line that loses half of everything", () => {
    const run = simulate({ protocol: outbox({ orders: 5 }), network: { loss: 0.5 }, untilMs: 20_000 });
    expect((run.states["consumer"] as ConsumerState).parcels).toBe(5);
  });

  test("exhaustively, with a crash: none is lost, invented or packed twice", () => {
    const found = everything(outbox());
    expect([found.holds, found.complete, found.distinct]).toMatchInlineSnapshot(`
      [
        true,
        true,
        77,
      ]
    `);
  });

  test("1,000 seeds with loss, duplication, reordering, crashes, partitions, pauses and skew", () => {
    const protocol = outbox({ orders: 4 });
    const properties = protocol.contract!.safety.filter(({ kind }) => kind === "always");
    const storm = { crashes: true, partitions: true, pauses: true, skew: true };
    expect(failingSeeds(1000, (seed) => inStorm(seed, { protocol, untilMs: 6000 }, properties, storm))).toEqual([]);
  });
});

describe("broken twins, and the shortest run that catches each", () => {
  const twins: readonly { name: string; rules: Partial<OutboxRules>; caughtBy: string }[] = [
    {
      name: "saves and then sends",
      rules: {
        place(state, order, out) {
          state.placed = [...state.placed, order];
          out.save(state);
          out.send("consumer", { kind: "OrderPlaced", order });
        },
      },
      caughtBy: "every order that was placed is packed",
    },
    {
      name: "sends and then saves",
      rules: {
        place(state, order, out) {
          state.placed = [...state.placed, order];
          out.send("consumer", { kind: "OrderPlaced", order });
          out.save(state);
        },
      },
      caughtBy: "no parcel is for an order that does not exist",
    },
    {
      name: "packs whatever comes",
      rules: {
        consume(state, order, out) {
          state.parcels += 1;
          state.seen = { ...state.seen, [order]: true };
          out.save(state);
          out.send("producer", { kind: "OrderHeard", order });
        },
      },
      caughtBy: "one parcel for each order",
    },
  ];

  test.each(twins)("a service that $name", ({ name, rules, caughtBy }) => {
    const found = everything(outboxWith(rules)({ orders: 1 }));
    expect(found.counterexample?.property).toBe(caughtBy);
    expectTrace(found.counterexample!.trace, `outbox-of-one-that-${name.replaceAll(/[^a-z]+/g, "-")}`);
  });

  test("a consumer that confirms before it saves what it has heard loses an order", () => {
    const hasty = outboxWith({
      consume(state, order, out) {
        out.send("producer", { kind: "OrderHeard", order });
        if (state.seen[order]) return;
        state.parcels += 1;
        state.seen = { ...state.seen, [order]: true };
        out.save(state);
      },
    });
    // On a network that keeps messages for ever the lost one would come again: here each arrives once.
    const conditions = { time: "synchronous", faults: { crashes: 1, restarts: 1 } } as const;
    const found = explore({ protocol: hasty({ orders: 1 }), ...conditions });
    expect(found.counterexample?.property).toBe("every order that was placed is packed");
    expectTrace(found.counterexample!.trace, "outbox-of-one-that-confirms-before-it-saves");
    expect(explore({ protocol: outbox({ orders: 1 }), ...conditions }).holds).toBe(true);
  });

  test("the guard of the consumer is what keeps parcels apart", () => {
    const found = everything(outbox(), ["packs only what it has not seen"]);
    expect(found.counterexample?.property).toBe("one parcel for each order");
  });

  test("with a producer that never comes back an order can wait for ever", () => {
    const found = explore({
      protocol: outbox(),
      network: "persistent",
      faults: { crashes: 1 },
      properties: [nothingIsLost],
    });
    expect(found.holds).toBe(false);
  });
});

test.each([
  [{ orders: 0 }, "orders is 0; allowed is a whole number, 1 or more"],
  [{ retryMs: -1 }, "retryMs is -1; allowed are milliseconds above 0"],
])("%j is refused", (options, message) => {
  expect(() => outbox(options)).toThrow(new RangeError(message));
});
