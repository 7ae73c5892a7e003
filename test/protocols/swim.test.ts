/** SWIM: one probe a period, suspicion that can be denied, and death that cannot. */
import { describe, expect, test } from "vitest";
import { always, crash, cutLinks, explore, pause, simulate, swim, swimHandlers, swimWith } from "distlab";
import type { SwimRumour, Run, SwimMessage, SwimOptions, SwimState, World } from "distlab";
import { nobodyAliveIsDeclaredDead, overrides, someoneDenies } from "../../lib/protocols/swim";
import { expectTrace } from "../traces";
import { stormFaults } from "./storm";

const states = (run: Run): readonly SwimState[] =>
  Object.values(run.states).flatMap((state) => (state === null ? [] : [state as SwimState]));
const dead = (run: Run): readonly string[] =>
  states(run).map(({ beliefs }) =>
    Object.keys(beliefs)
      .filter((node) => beliefs[node]!.status === "dead")
      .join(),
  );

/** Small enough to explore: two periods to deny a suspicion, news is told twice. */
const small: SwimOptions = { members: 2, periodMs: 100, suspicionMs: 200, tellings: 2 };
const nobodyIsSuspected = always<SwimState>("nobody is suspected", (world) =>
  world.nodes.every((node) =>
    Object.values(world.state(node)?.beliefs ?? {}).every((belief) => belief.status !== "suspected"),
  ),
);
const roundsUpTo =
  (last: number) =>
  (world: World): boolean =>
    world.nodes.every((node) => ((world.state(node) as SwimState | null)?.round ?? 0) <= last);

describe("SWIM (Das, Gupta and Motivala 2002)", () => {
  test("a crashed member is suspected, then declared dead, and everybody hears it as gossip", () => {
    const run = simulate({
      protocol: swim({ members: 3, suspicionMs: 2000 }),
      network: { latencyMs: 10 },
      faults: [crash("C", { atMs: 500 })],
      properties: [nobodyAliveIsDeclaredDead],
      untilMs: 6000,
    });
    expect(run.violation).toBeUndefined();
    expect(dead(run)).toEqual(["C", "C"]);
    expectTrace(run.trace, "swim-a-member-dies");
  });

  test("each member sends one ping and one answer a period in the mean, however many there are", () => {
    for (const members of [5, 20, 80]) {
      const run = simulate({ protocol: swim({ members }), network: { latencyMs: 10 }, trace: false, untilMs: 9999 });
      expect(run.counts.sent).toBe(10 * 2 * members);
    }
  });

  test("a link that is bad between two members alone makes no suspect: a third one pings for them", () => {
    const faults = [cutLinks(["A"], ["B"], { atMs: 0 }), cutLinks(["B"], ["A"], { atMs: 0 })];
    const rumours = (helpers: number): number =>
      simulate({ protocol: swim({ members: 3, helpers }), faults, untilMs: 10_000 }).trace.events.filter(
        (event) =>
          event.kind === "deliver" &&
          (event.message as SwimMessage).news.some((rumour) => rumour.status === "suspected"),
      ).length;
    expect(rumours(3)).toBe(0);
    expect(rumours(0)).toBeGreaterThan(0);
  });

  test("a member that pauses for two periods is suspected, denies it and is trusted again", () => {
    const faults = [pause("C", { atMs: 1900, untilMs: 4500 })];
    const run = simulate({ protocol: swim(), faults, properties: [nobodyAliveIsDeclaredDead], untilMs: 20_000 });
    expect(run.violation).toBeUndefined();
    expect(states(run).map(({ beliefs }) => beliefs["C"])).toEqual(
      Array.from({ length: 5 }, () => ({ status: "alive", incarnation: 1 })),
    );
  });

  test("round robin: nobody waits for longer than 2n − 1 rounds of the same member to be probed (section 4.3)", () => {
    const members = 6;
    const run = simulate({ protocol: swim({ members }), network: { latencyMs: 10 }, untilMs: 200_000 });
    const last = new Map<string, number>();
    const gaps: number[] = [];
    for (const event of run.trace.events) {
      if (event.kind !== "deliver") continue;
      const message = event.message as SwimMessage;
      if (message.kind !== "Ping") continue;
      const pair = `${message.asker} ${event.node}`;
      gaps.push(message.round - (last.get(pair) ?? 0));
      last.set(pair, message.round);
    }
    expect(gaps.length).toBeGreaterThan(1000);
    expect(Math.max(...gaps)).toBeLessThanOrEqual(2 * members - 1);
    expect(Math.max(...gaps)).toBeGreaterThan(members);
  });

  test("which rumour is newer (section 4.2)", () => {
    const alive = (incarnation: number) => ({ status: "alive" as const, incarnation });
    const suspected = (incarnation: number) => ({ status: "suspected" as const, incarnation });
    const gone = (incarnation: number) => ({ status: "dead" as const, incarnation });
    expect(overrides(suspected(1), alive(1))).toBe(true);
    expect(overrides(suspected(0), alive(1))).toBe(false);
    expect(overrides(alive(1), suspected(1))).toBe(false);
    expect(overrides(alive(2), suspected(1))).toBe(true);
    expect(overrides(suspected(1), suspected(1))).toBe(false);
    expect(overrides(gone(0), alive(7))).toBe(true);
    expect(overrides(alive(7), gone(0))).toBe(false);
    expect(overrides(gone(1), gone(0))).toBe(false);
  });

  test("in synchronous time two members are accurate, and a crash is found, in every interleaving of five rounds", () => {
    const verdict = explore({ protocol: swim(small), faults: { crashes: 1 }, within: roundsUpTo(5) });
    expect(verdict.verdicts.map(({ outcome }) => outcome)).toEqual(["held", "held"]);
    expect(verdict.distinct).toMatchInlineSnapshot(`185`);
  });

  test("where one message may be lost, a member may suspect the other, and hears the denial in time", () => {
    const verdict = explore({
      protocol: swim(small),
      properties: [nobodyAliveIsDeclaredDead, someoneDenies],
      faults: { drops: 1 },
      within: roundsUpTo(6),
    });
    expect(verdict.verdicts.map(({ outcome }) => outcome)).toEqual(["held", "held"]);
    expect(verdict.distinct).toMatchInlineSnapshot(`438`);
  });

  test("among three, where a third one can ping, one lost message makes no suspect at all; two can, and it denies", () => {
    const three = (drops: number) =>
      explore({
        protocol: swim({ ...small, members: 3, suspicionMs: 300 }),
        properties: drops === 1 ? [nobodyIsSuspected] : [nobodyAliveIsDeclaredDead, someoneDenies],
        faults: { drops },
        within: roundsUpTo(drops === 1 ? 2 : 3),
      });
    const once = three(1);
    expect([once.holds, once.complete]).toEqual([true, true]);
    const twice = three(2);
    expect([once.distinct, twice.distinct]).toMatchInlineSnapshot(`
      [
        1025,
        9664,
      ]
    `);
    expect(twice.verdicts.map(({ outcome }) => outcome)).toEqual(["held", "held"]);
  });

  test("in asynchronous time a living member is declared dead: the shortest run", () => {
    const { counterexample } = explore({ protocol: swim(small), time: "asynchronous", firings: 3 });
    expect(counterexample?.sentence).toMatch(/has declared . dead, which lives/);
    expectTrace(counterexample!.trace, "swim-in-asynchronous-time");
  });

  // The weather is bad for five seconds: whoever may deny for six can always do so.
  const storm = (seed: number, suspicionMs: number): string =>
    dead(
      simulate({
        protocol: swim({ members: 5, periodMs: 200, suspicionMs }),
        network: { latencyMs: [1, 40], loss: 0.05, duplication: 0.1, reordering: 0.1 },
        faults: [
          ...stormFaults(seed, ["A", "B", "C", "D"], { partitions: true, pauses: true }),
          crash("E", { atMs: 1000 }),
        ],
        seed,
        trace: false,
        untilMs: 15_000,
      }),
    ).join(" ");

  test("1,000 seeds of loss, copies, pauses and partitions, and a crash: exactly the crashed member is declared dead", () => {
    const wrong = Array.from({ length: 1000 }, (_, seed) => seed).filter((seed) => storm(seed, 6000) !== "E E E E");
    expect(wrong).toEqual([]);
    // With less patience some of them would be taken for dead.
    expect(Array.from({ length: 30 }, (_, seed) => storm(seed, 800)).some((text) => text !== "E E E E")).toBe(true);
  });

  test.each([
    [{ periodMs: 0 }, "periodMs is 0; allowed is a time above 0"],
    [{ answerTimeoutMs: 1000 }, "answerTimeoutMs is 1000; allowed is a time below periodMs, 1000"],
    [{ helpers: -1 }, "helpers is -1; allowed is a whole number from 0"],
    [{ tellings: 0 }, "tellings is 0; allowed is a whole number from 1"],
  ])("%o is refused", (options, message) => {
    expect(() => swim(options)).toThrow(message);
  });
});

describe("broken twins of SWIM are caught", () => {
  test("no suspicion: whoever does not answer once is dead, and one lost message kills", () => {
    const hasty = swimWith({ unanswered: swimHandlers.confirm });
    const { counterexample } = explore({
      protocol: hasty(small),
      properties: [nobodyAliveIsDeclaredDead],
      faults: { drops: 1 },
    });
    expect(counterexample?.sentence).toMatch(/has declared . dead, which lives/);
    expectTrace(counterexample!.trace, "swim-without-suspicion");
    const paused = simulate({ protocol: hasty(), faults: [pause("C", { atMs: 1900, untilMs: 4500 })] });
    expect(dead(paused).some((list) => list.includes("C"))).toBe(true);
  });

  test("a denial with the old incarnation number is no news to anybody", () => {
    const mumbling = swimWith({
      accused(state, rumour: SwimRumour, _out, config) {
        state.news = [{ about: state.self, timesLeft: config.tellings }];
        state.beliefs[state.self] = { status: "alive", incarnation: rumour.incarnation };
      },
    });
    const { counterexample } = explore({
      protocol: mumbling(small),
      properties: [nobodyAliveIsDeclaredDead],
      faults: { drops: 1 },
    });
    expect(counterexample?.sentence).toMatch(/has declared . dead, which lives/);
    expectTrace(counterexample!.trace, "swim-that-denies-with-the-old-number");
  });

  test("one that denies a suspicion only once is declared dead by whom the denial has not reached", () => {
    const once = swimWith({
      accused(state, rumour, out, config) {
        if (rumour.incarnation < state.beliefs[state.self]!.incarnation) return;
        swimHandlers.accused(state, rumour, out, config);
      },
    });
    const options = { ...small, members: 3, helpers: 0, suspicionMs: 400, tellings: 1 };
    const verdict = (protocol: typeof swim) =>
      explore({
        protocol: protocol(options),
        properties: [nobodyAliveIsDeclaredDead],
        faults: { drops: 1 },
        within: roundsUpTo(7),
      });
    const right = verdict(swim);
    expect([right.holds, right.complete, right.distinct]).toEqual([true, true, 25_473]);
    const { counterexample } = verdict(once);
    expect(counterexample?.sentence).toMatch(/has declared . dead, which lives/);
    expectTrace(counterexample!.trace, "swim-that-denies-once");
  });
});
