/** Exact numbers of states: published ones, and our own protocols'. */
import { describe, expect, test } from "vitest";
import {
  resourceManagers,
  threePhaseCommit,
  twoGenerals,
  twoPhaseCommit,
  twoPhaseModel,
  twoPhaseSpecification,
} from "../../../lib/protocols";
import type { TwoPhaseModelState } from "../../../lib/protocols";
import { explore } from "../../../lib/verify/explore";
import type { ExploreOptions } from "../../../lib/verify/explore";

/** TLC's counts for TwoPhase.tla (Gray and Lamport 2006), and the number of true orbits. */
const published = [
  { managers: 3, states: 288, orbits: 80, depth: 10 },
  { managers: 5, states: 8_832, orbits: 314, depth: 16 },
  { managers: 7, states: 296_448, orbits: 920, depth: 22 },
];

const consistent = {
  kind: "always" as const,
  name: "no manager commits while another aborts",
  holds: ({ rmState }: TwoPhaseModelState) =>
    !(Object.values(rmState).includes("committed") && Object.values(rmState).includes("aborted")),
};

describe.each(published)(
  "two-phase commit of $managers managers (TwoPhase.tla)",
  ({ managers, states, orbits, depth }) => {
    const protocol = twoPhaseSpecification({ resourceManagers: managers });
    const model = twoPhaseModel({ resourceManagers: managers });
    const symmetry = [resourceManagers(managers)];

    test.each(["breadth-first", "depth-first"] as const)(`as a protocol, %s: ${states} states`, (order) => {
      const found = explore({ protocol, network: "persistent", order });
      expect(found).toMatchObject({ distinct: states, complete: true, holds: true });
      if (order === "breadth-first") expect(found.depth).toBe(depth);
    });

    test.each(["breadth-first", "depth-first"] as const)(`as a plain model, %s: ${states} states`, (order) => {
      const found = explore({ model, properties: [consistent], order });
      expect(found).toMatchObject({ distinct: states, complete: true, holds: true });
      if (order === "breadth-first") expect(found.depth).toBe(depth);
    });

    test.each(["breadth-first", "depth-first"] as const)(`${orbits} orbits, both ways, %s`, (order) => {
      expect(explore({ protocol, network: "persistent", symmetry, order })).toMatchObject({
        distinct: orbits,
        holds: true,
      });
      expect(explore({ model, properties: [consistent], symmetry, order })).toMatchObject({
        distinct: orbits,
        holds: true,
      });
    });
  },
);

test("a handler runs once for each state and input of a node, not for each state of the whole", () => {
  const found = explore({ protocol: twoPhaseSpecification({ resourceManagers: 5 }), network: "persistent" });
  expect(found.handlerRuns).toBe(399);
  expect(found.generated).toBe(37_346);
});

const pinned: readonly [name: string, states: number, options: ExploreOptions][] = [
  [
    "two-phase commit, nothing goes wrong",
    710,
    { protocol: twoPhaseCommit({ votes: "either" }), network: "persistent" },
  ],
  [
    "two-phase commit, any two crashes with restarts",
    13_107,
    { protocol: twoPhaseCommit({ votes: "either" }), network: "persistent", faults: { crashes: 2, restarts: 2 } },
  ],
  [
    "two-phase commit presuming abort, any two crashes with restarts",
    5_373,
    {
      protocol: twoPhaseCommit({ votes: "either", presume: "abort" }),
      network: "persistent",
      faults: { crashes: 2, restarts: 2 },
    },
  ],
  ["three-phase commit, nobody crashes", 699, { protocol: threePhaseCommit({ votes: "either" }) }],
  [
    "three-phase commit, everybody may crash",
    5_887,
    { protocol: threePhaseCommit({ votes: "either" }), faults: { crashes: 4 } },
  ],
  ["two generals, two acknowledgements", 7, { protocol: twoGenerals({ acknowledgements: 2 }) }],
];

describe("states of our protocols", () => {
  test.each(pinned)("%s: %i, depth first as well", (_name, states, options) => {
    expect(explore({ ...options, until: "everything" })).toMatchObject({
      distinct: states,
      complete: true,
      holds: true,
    });
    expect(explore({ ...options, until: "everything", order: "depth-first" }).distinct).toBe(states);
  });
});
