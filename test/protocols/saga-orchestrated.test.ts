/** The order saga with an orchestrator: done or undone as a whole, whatever crashes when; and its broken twins. */
import { describe, expect, test } from "vitest";
import { isWhole } from "../../lib/protocols/order-saga";
import { sagaOrchestrated, sagaOrchestratedWith, sagaRules } from "../../lib/protocols/saga-orchestrated";
import type {
  OrchestratorState,
  SagaOrchestrated,
  SagaOrchestratedOptions,
  SagaRules,
  SagaServiceState,
} from "../../lib/protocols/saga-orchestrated";
import { crash, simulate } from "../../lib/sim";
import type { Run } from "../../lib/sim";
import { explore } from "../../lib/verify/explore";
import type { Exploration } from "../../lib/verify/explore";
import { expectTrace } from "../traces";
import { failingSeeds, inStorm } from "./storm";

const restless = { tries: 1, willingness: { charge: "either", ship: "either" } } as const;

function directions(run: Run): readonly string[] {
  return Object.values((run.states["saga"] as OrchestratorState).orders).map(({ direction }) => direction);
}

function left(run: Run): readonly number[] {
  return ["reserve", "charge"].map((service) => (run.states[service] as SagaServiceState).books.left);
}

describe("the order saga (Garcia-Molina and Salem 1987)", () => {
  test("an order that all services do is done", () => {
    const run = simulate({ protocol: sagaOrchestrated() });
    expect([directions(run), left(run)]).toEqual([["done"], [99, 70]]);
    expectTrace(run.trace, "saga-orchestrated");
  });

  test.each(["create", "reserve", "charge", "ship"])("a refusal of %s leaves nothing behind", (step) => {
    const run = simulate({ protocol: sagaOrchestrated({ willingness: { [step]: "refuses" } }) });
    expect([directions(run), left(run)]).toEqual([["compensated"], [100, 100]]);
  });

  test("of three orders for two articles one is compensated", () => {
    const orders = ["one", "two", "three"];
    const run = simulate({ protocol: sagaOrchestrated({ orders, capacity: { reserve: 2 } }) });
    expect([directions(run).toSorted(), left(run)]).toEqual([
      ["compensated", "done", "done"],
      [0, 40],
    ]);
  });

  test("the orchestrator may crash after any of its effects", () => {
    for (let event = 1; event <= 5; event++) {
      for (let effects = 0; effects <= 2; effects++) {
        const faults = [crash("saga", { event, effects, restartAfterMs: 500 })];
        const run = simulate({ protocol: sagaOrchestrated(), faults, untilMs: 5000 });
        expect([directions(run), left(run)], `event ${event}, ${effects} effects`).toEqual([["done"], [99, 70]]);
      }
    }
  });

  test("1,000 seeds with loss, duplication, reordering, crashes, partitions, pauses and skew", () => {
    const orders = ["one", "two", "three"];
    const protocol = sagaOrchestrated({ orders, capacity: { reserve: 2 }, willingness: { ship: "either" } });
    const properties = protocol.contract!.safety.filter(({ kind }) => kind === "always");
    const storm = { crashes: true, partitions: true, pauses: true, skew: true };
    expect(failingSeeds(1000, (seed) => inStorm(seed, { protocol, untilMs: 6000 }, properties, storm))).toEqual([]);
  });
});

/** Everything that can happen while messages are lost and copied at will, with this one crash and restart. */
function everything(protocol: SagaOrchestrated, crashing: string): Exploration {
  const once = { [crashing]: 1 };
  return explore({ protocol, network: "persistent", faults: { crashes: once, restarts: once } });
}

test.each([
  ["saga", 203],
  ["charge", 196],
])("exhaustively, with a crash of %s: every order ends, done or fully compensated", (node, states) => {
  const found = everything(sagaOrchestrated(restless), node);
  expect([found.holds, found.complete, found.distinct]).toEqual([true, true, states]);
});

describe("broken twins, and the shortest run that catches each", () => {
  const twins: readonly { name: string; rules: Partial<SagaRules>; caughtBy: string }[] = [
    {
      name: "gives back at every request",
      rules: {
        compensate(books, order, takes) {
          if (books.deeds[order] !== undefined) books.left += takes;
          books.deeds[order] = "undone";
          return "undone";
        },
      },
      caughtBy: "money and stock are conserved",
    },
    {
      name: "takes at every request",
      rules: {
        perform(books, order, takes) {
          if (books.deeds[order] !== "undone") books.left -= takes;
          books.deeds[order] ??= "done";
          return books.deeds[order];
        },
      },
      caughtBy: "money and stock are conserved",
    },
    {
      name: "forgets a compensation that came first",
      rules: {
        compensate: (books, order, takes) =>
          books.deeds[order] === undefined ? "undone" : sagaRules.compensate(books, order, takes),
      },
      caughtBy: "an order that has ended is done everywhere or nowhere",
    },
    {
      name: "asks before it saves",
      rules: {
        proceed(state, order, out) {
          const { direction, step } = state.orders[order]!;
          const service = (["create", "reserve", "charge", "ship"] as const)[step];
          if (service !== undefined) out.send(service, { kind: direction === "back" ? "Undo" : "Do", order });
          out.save({ orders: state.orders, books: null });
        },
      },
      caughtBy: "an order that has ended is done everywhere or nowhere",
    },
  ];

  test.each(twins)("a saga that $name", ({ name, rules, caughtBy }) => {
    const found = everything(sagaOrchestratedWith(rules)(restless satisfies SagaOrchestratedOptions), "saga");
    expect(found.counterexample?.property).toBe(caughtBy);
    expectTrace(found.counterexample!.trace, `saga-that-${name.replaceAll(/[^a-z]+/g, "-")}`);
  });
});

test("an order that is done at some services only is not whole", () => {
  const state = (deed: string) => ({ books: { left: 1, deeds: { one: deed } } });
  const world = {
    nodes: [],
    state: (node: string) => state(node === "ship" ? "undone" : "done"),
    saved: () => null,
    messages: [],
    history: [],
  };
  expect([isWhole(world, "one"), isWhole(world, "another")]).toEqual([false, true]);
});

test.each([
  [{ tries: 0 }, "tries is 0; allowed is a whole number, 1 or more"],
  [{ orders: [] }, "orders is empty; allowed are the names of one order or more"],
  [{ capacity: { reserve: -1 } }, "capacity.reserve is -1; allowed are numbers from 0"],
  [{ retryMs: 0 }, "retryMs is 0; allowed are milliseconds above 0"],
])("%j is refused", (options, message) => {
  expect(() => sagaOrchestrated(options)).toThrow(new RangeError(message));
});
