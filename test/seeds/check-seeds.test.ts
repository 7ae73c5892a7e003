/** What `checkSeeds` reports. */
import { runInNewContext } from "node:vm";
import {
  always,
  brokenProtocols,
  checkSeeds,
  crash,
  partition,
  playSchedule,
  raftElection,
  simulate,
  sometimes,
  spaceTime,
  threePhaseCommit,
  weather,
} from "distlab";
import type { CheckSeedsOptions, Protocol, Run, ScheduledRun, SimulateOptions } from "distlab";
import { describe, expect, it } from "vitest";

const election = raftElection({ members: 3 });
const secondVote = brokenProtocols.find(({ name }) => name === "second vote")!;
const stormOf = (seed: number): ReturnType<typeof weather> => weather(seed, { nodes: broken.members! });
const broken = { ...(secondVote.protocol as typeof election) };

function checkBroken(more: Partial<CheckSeedsOptions> = {}): ReturnType<typeof checkSeeds> {
  return checkSeeds({
    seeds: 50,
    run: (seed) => ({ protocol: broken, untilMs: 2000, ...stormOf(seed) }),
    ...more,
  });
}

describe("checkSeeds", () => {
  it("says how many seeds passed, which failed first, and with what event it goes wrong", () => {
    const report = checkBroken();
    const [first] = report.failing;
    expect(String(report)).toContain(
      `${report.passed} of 50 seeds passed; first failure: seed ${first!.seed}: ${first!.sentence}`,
    );
    expect(report.smallest!.sentence).toMatch(
      /^When [ABC] receives RequestVoteReply .* from [ABC], "at most one leader a term" fails: [ABC] and [ABC] both lead term \d$/,
    );
    expect(report.smallest!.trace.events.at(-1)!.kind).toBe("violation");
  });

  it("marks the violation in the drawing", () => {
    const { smallest } = checkBroken();
    expect(spaceTime(smallest!).toSvg()).toContain("both lead term");
  });

  it("passes a protocol that is right, under weather that breaks its twin", () => {
    const report = checkBroken({
      run: (seed) => ({ protocol: election, untilMs: 2000, ...weather(seed, { nodes: election.members! }) }),
    });
    expect(String(report)).toBe("50 of 50 seeds passed");
    expect(report.holds).toBe(true);
  });

  it("leaves the run as it is without shrinking", () => {
    const report = checkBroken({ shrink: false });
    expect(report.smallest).toBeUndefined();
    expect(report.replay).toContain(`run(${report.failing[0]!.seed})`);
  });

  it("gives the same report again", () => {
    expect(checkBroken()).toEqual(checkBroken());
  });

  it("stops after as many failures as it was told", () => {
    const report = checkBroken({ failuresMax: 1 });
    expect(report.failing).toHaveLength(1);
    expect(report.total).toBe(report.failing[0]!.seed);
  });

  it("says what was seen in no run at all", () => {
    const never = sometimes("two leaders at once", () => false);
    const report = checkBroken({ seeds: 5, run: () => ({ protocol: election, untilMs: 100 }), properties: [never] });
    expect(String(report)).toContain("? two leaders at once: seen in none of these runs");
  });

  it("tells its progress", () => {
    const told: number[] = [];
    checkBroken({ seeds: [3, 5, 8], onProgress: ({ done, total }) => told.push(done / total) });
    expect(told).toEqual([1 / 3, 2 / 3, 1]);
  });

  it.each([0, 1.5, -1, Number.NaN])("refuses %s seeds", (seeds) => {
    expect(() => checkBroken({ seeds })).toThrow(`seeds is ${seeds}; allowed is a whole number from 1`);
  });

  it("refuses an empty list of seeds", () => {
    expect(() => checkBroken({ seeds: [] })).toThrow("seeds is []; allowed is");
  });
});

describe("the replay cell", () => {
  it("is TypeScript that plays the smallest run", () => {
    const report = checkBroken();
    const { seed } = report.shrinking!;
    expect(report.replay).toContain(`playSchedule({ ...run(${seed}), properties }, {`);
    for (const line of report.smallest!.lines) expect(report.replay).toContain(`// ${line}`);
  });

  it("runs, and shows the same", () => {
    const { replay, smallest } = checkBroken();
    const run = (seed: number): SimulateOptions => ({ protocol: broken, untilMs: 2000, ...stormOf(seed) });
    const again = runInNewContext(replay, { playSchedule, run, properties: [secondVote.property] }) as ScheduledRun;
    expect(again.trace.events).toEqual(smallest!.trace.events);
    expect(again.sentence).toBe(smallest!.sentence);
  });

  it("simulates again where a whole run is judged", () => {
    const run = (seed: number): SimulateOptions => ({
      protocol: election,
      untilMs: 400,
      faults: [partition([["A"], ["B"], ["C"]], { atMs: seed })],
    });
    const { replay } = checkSeeds({ seeds: 3, run, check: hasLeader });
    expect(hasLeader(runInNewContext(replay, { simulate, run }) as Run)).toBe("nobody leads at the end");
  });
});

type Hasty = Protocol<{ heard: number }, { kind: "Hello" }, "speak">;

/** Throws at the third message. */
const hasty: Hasty = {
  name: "hasty",
  members: ["A", "B", "C"],
  start(self, _saved, out) {
    out.setTimer("speak", [1, 20]);
    return { heard: self.length - 1 };
  },
  onMessage(state) {
    state.heard += 1;
    if (state.heard === 3) throw new Error("three is too many");
  },
  onTimer(_state, _timer, out) {
    for (const to of ["A", "B", "C"]) out.send(to, { kind: "Hello" });
    out.setTimer("speak", [1, 20]);
  },
};

describe("a handler that throws", () => {
  it("is a failure that is shrunk to what makes it throw", () => {
    const report = checkSeeds({ seeds: 5, run: () => ({ protocol: hasty }), time: "asynchronous" });
    expect(report.passed).toBe(0);
    expect(report.smallest!.sentence).toContain("three is too many");
    // Nobody hears anything three times unless timers fire three times.
    expect(report.smallest!.size).toBe(6);
  });
});

describe("time", () => {
  const bounded = (seed: number): ReturnType<CheckSeedsOptions["run"]> => {
    const protocol = threePhaseCommit({ participants: 2 });
    return { protocol, seed, network: { latencyMs: [1, 20] }, faults: [crash("C", { event: 3, effects: 1 })] };
  };
  const committed = always("nobody commits alone", (world) => {
    const phases = world.nodes.map((node) => (world.state(node) as { phase: string } | null)?.phase);
    return !phases.includes("commit") || phases.includes("precommitted") || "P1 has committed, and P2 was not told";
  });

  it("keeps a smaller run of a synchronous protocol to the times of its network", () => {
    const report = checkSeeds({ seeds: 20, run: bounded, properties: [committed] });
    for (const { smallest } of [report]) {
      expect(smallest!.trace.time).toBe("ms");
      expect(smallest!.schedule.moves.every(({ atMs }) => atMs !== undefined)).toBe(true);
    }
    const { smallest } = checkSeeds({ seeds: 20, run: bounded, properties: [committed], time: "asynchronous" });
    expect(smallest!.trace.time).toBe("steps");
    expect(smallest!.size).toBeLessThanOrEqual(report.smallest!.size);
  });
});

/** A claim about a whole run: somebody leads at its end. */
function hasLeader(run: Run): true | string {
  const states = Object.values(run.states) as ({ readonly role: string } | null)[];
  return states.some((state) => state?.role === "leader") || "nobody leads at the end";
}

describe("a claim about a whole run", () => {
  const report = checkSeeds({
    seeds: 20,
    check: hasLeader,
    run: (seed) => ({
      protocol: election,
      untilMs: 1000,
      network: { loss: 0.02 },
      faults: [
        partition([["A"], ["B"], ["C"]], { atMs: 20 + seed }),
        crash("A", { atMs: 500, restartAtMs: 600 }),
        crash("B", { atMs: 650, restartAtMs: 700 }),
        crash("C", { atMs: 750, restartAtMs: 760 }),
      ],
    }),
  });

  it("is shrunk to the faults that it takes", () => {
    const faults = report.fewestFaults!.options.faults!;
    expect(faults.length).toBeGreaterThan(0);
    expect(faults.length).toBeLessThan(4);
    expect(String(report)).toContain("it takes no more than:");
  });

  it("is shown by a run that fails again, and that no longer does without any of its faults", () => {
    const { options } = report.fewestFaults!;
    expect(hasLeader(simulate(options))).not.toBe(true);
    for (const left of options.faults!) {
      const faults = options.faults!.filter((fault) => fault !== left);
      expect(hasLeader(simulate({ ...options, faults }))).toBe(true);
    }
  });
});
