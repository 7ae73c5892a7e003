/**
 * Paxos, exhaustively at a small size, and its classic mistakes: for each the shortest run to two chosen values.
 *
 * Three acceptors, of which A and C propose, one ballot each; links keep their order. Who learns is kept small: every
 * learner multiplies the states. What this leaves out, storms try.
 */
import { describe, expect, test } from "vitest";
import { compareBallots, explore, paxos, paxosWith, simulate } from "distlab";
import type {
  Exploration,
  ExploreOptions,
  PaxosHandlers,
  PaxosMessage,
  PaxosOptions,
  PaxosState,
  Run,
  World,
} from "distlab";
import { agreement, choiceIsPossible, paxosHandlers, somethingIsChosen } from "../../lib/protocols/paxos";
import { without } from "../../lib/protocols/broken/broken-protocol";
import { expectTrace } from "../traces";

const { prepare, accept, promise, accepted } = paxosHandlers;
const proposals = { A: "red", C: "blue" };

function everything(protocol: ReturnType<typeof paxos>, more: Partial<ExploreOptions> = {}): Exploration {
  return explore({ protocol, properties: [agreement], network: "ordered", limits: { states: 3_000_000 }, ...more });
}

describe("every run of two proposers, three acceptors and one learner", () => {
  test("chooses one value at most, and from everywhere a value can still be chosen", () => {
    const properties = [agreement, somethingIsChosen, choiceIsPossible];
    const found = everything(paxos({ proposals, tries: 1, learners: ["B"] }), { properties });
    expect([found.complete, found.counterexample, found.distinct]).toEqual([true, undefined, 332_894]);
  });

  test("and so it does when A crashes and comes back", () => {
    const faults = { crashes: { A: 1 }, restarts: { A: 1 } };
    const found = everything(paxos({ proposals, tries: 1, learners: ["B"] }), { faults, firings: 2 });
    expect([found.complete, found.counterexample, found.distinct]).toEqual([true, undefined, 1_368_120]);
  });
});

/** Whose ballots an acceptor promises. Nobody is refused: it keeps the search to the quorums that matter. */
type Dealings = { readonly [acceptor: string]: string };

function dealsOnly(dealings: Dealings): (world: World) => boolean {
  return (world) =>
    !world.messages.some(({ message }) => (message as PaxosMessage).kind === "Refused") &&
    world.nodes.every((node) => {
      const { promised } = (world.state(node) as PaxosState | null)?.acceptor ?? { promised: null };
      return promised === null || dealings[node]!.includes(promised.proposer);
    });
}

interface Twin {
  readonly name: string;
  readonly rules: Partial<PaxosHandlers>;
  readonly options?: Partial<PaxosOptions>;
  readonly more?: Partial<ExploreOptions>;
  /** Default: A hears only of its own ballot, C only of its own, B of both. */
  readonly dealings?: Dealings;
  readonly steps: number;
}

const crashOfB = { faults: { crashes: { B: 1 }, restarts: { B: 1 } } };
const half: Partial<PaxosHandlers> = {
  promise: (state, message, from, out, config) => promise(state, message, from, out, { ...config, majority: 2 }),
  accepted: (state, message, from, out, config) => accepted(state, message, from, out, { ...config, majority: 2 }),
};

/** Each promise is replaced by the one of the lowest ballot that has come so far. */
const lowestBallot: PaxosHandlers["promise"] = (state, message, from, out, config) => {
  const known = [...state.proposer.promises.map((one) => one.accepted), message.accepted];
  const lowest = known.filter((one) => one !== null).toSorted((one, other) => compareBallots(one.ballot, other.ballot));
  for (const one of state.proposer.promises) one.accepted = lowest[0] ?? null;
  promise(state, { ...message, accepted: lowest[0] ?? null }, from, out, config);
};

describe("two values are chosen with", () => {
  const twins: readonly Twin[] = [
    {
      name: "an acceptor that forgets what it promised",
      steps: 21,
      rules: {
        prepare: (state, message, from, out, config) =>
          prepare(state, message, from, without({ saves: true }, out), config),
      },
      more: crashOfB,
    },
    {
      name: "an acceptor that forgets what it accepted",
      steps: 19,
      rules: {
        accept: (state, message, from, out, config) =>
          accept(state, message, from, without({ saves: true }, out), config),
      },
      more: crashOfB,
    },
    {
      name: "a proposer that proposes its own value whatever was accepted",
      steps: 19,
      rules: {
        promise: (state, message, from, out, config) =>
          promise(state, { ...message, accepted: null }, from, out, config),
      },
    },
    {
      name: "a proposer that takes the value of the lowest ballot",
      steps: 24,
      rules: { promise: lowestBallot },
      options: { proposals: { A: "red", B: "blue", C: "green" }, learners: ["B", "C"] },
      dealings: { A: "AC", B: "AB", C: "BC" },
      more: { network: "unordered" },
    },
    {
      name: "half of the acceptors for a majority",
      steps: 18,
      rules: half,
      options: { members: 4, proposals: { A: "red", D: "blue" }, learners: ["A", "D"] },
      dealings: { A: "A", B: "A", C: "D", D: "D" },
    },
    {
      name: "an acceptor that accepts below its promise",
      steps: 19,
      rules: {
        accept: (state, message, from, out, config) =>
          accept(state, message, from, without({ guards: ["accepts nothing below its promise"] }, out), config),
      },
    },
  ];

  test.each(twins)(
    "$name, after $steps steps",
    ({ name, steps, rules, options, more, dealings = { A: "A", B: "AC", C: "C" } }) => {
      const protocol = paxosWith(rules)({ proposals, tries: 1, learners: ["A", "C"], ...options });
      const found = everything(protocol, { within: dealsOnly(dealings), ...more });
      expect([found.counterexample?.property, found.counterexample?.steps]).toEqual([agreement.name, steps]);
      expectTrace(found.counterexample!.trace, `paxos-with-${name.replaceAll(/[^a-z]+/g, "-")}`);
    },
  );
});

test("without 'proposes its own value only if nothing was accepted' two values are chosen, in 19 steps", () => {
  const { counterexample } = everything(paxos({ proposals, tries: 1, learners: ["A", "C"] }), {
    within: dealsOnly({ A: "A", B: "AC", C: "C" }),
    knockedOut: ["proposes its own value only if nothing was accepted"],
  });
  expect([counterexample?.property, counterexample?.steps]).toEqual([agreement.name, 19]);
});

describe("two proposers who outbid each other", () => {
  /** A ballot takes 40 ms: whoever tries again after 30 takes the other's majority away just before it accepts. */
  const duel = (retryMs: readonly [number, number], untilMs: number): Run =>
    simulate({
      protocol: paxos({ proposals, retryMs, tries: 3000 }),
      network: { latencyMs: 10 },
      properties: [agreement],
      untilMs,
      seed: 10,
    });
  const decided = (run: Run): boolean =>
    Object.values(run.states).some((state) => (state as PaxosState).learner.chosen !== null);
  const round = (run: Run, node: string): number => (run.states[node] as PaxosState).proposer.ballot!.round;

  test("choose nothing in ten seconds, if they are equally impatient", () => {
    const run = duel([30, 30], 10_000);
    expect(decided(run)).toBe(false);
    expect(Math.min(round(run, "A"), round(run, "C"))).toBeGreaterThan(300);
    expectTrace(duel([30, 30], 120).trace, "paxos-duel");
  });

  test("are parted by chance, if each waits for a time that it draws", () => {
    expect(decided(duel([30, 90], 1000))).toBe(true);
  });
});
