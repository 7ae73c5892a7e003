/** Contract cards that run, knocked-out guards, traitors. */
import { describe, expect, test } from "vitest";
import { always } from "../../../lib/protocol";
import type { NodeId, Protocol } from "../../../lib/protocol";
import { byzantine, threePhaseCommit, twoGenerals, twoPhaseCommit } from "../../../lib/protocols";
import { snapshots } from "../../../lib/trace/replay";
import { checkContract, explore, knockOut } from "../../../lib/verify/explore";

describe("checkContract", () => {
  test("three-phase commit: without synchronous time, agreement dies", () => {
    const report = checkContract(threePhaseCommit({ participants: 2 }));
    expect(report.holds).toBe(true);
    expect(String(report)).toBe(
      [
        "Under its own assumptions: three-phase-commit, 3 nodes; synchronous time; unordered network; at most 1 crash; at most 1 duplicate",
        "  ✓ every property held: explored all 670 states",
        "In asynchronous time",
        '  ✗ "no two nodes decide differently" is violated after 7 steps',
        "Where a node that crashed may start again",
        '  ✗ "no two nodes decide differently" is violated after 13 steps',
        "Where a message may be lost",
        "  ✓ every property held: explored all 2,071 states",
      ].join("\n"),
    );
  });

  test("two-phase commit: without restarts somebody is blocked, without saves agreement dies", () => {
    const report = checkContract(twoPhaseCommit({ votes: "either" }));
    expect(report.own.subject).toContain("persistent network; at most 1 crash; at most 1 restart");
    expect(report.holds).toBe(true);
    expect(
      report.switchedOff.map(({ assumption, exploration }) => [assumption, exploration.counterexample?.property]),
    ).toEqual([
      ["restarts", "everybody who is up has decided"],
      ["saves", "no two nodes decide differently"],
    ]);
  });

  test("two generals: without loss they agree, with it they do not", () => {
    const report = checkContract(twoGenerals({ acknowledgements: 3 }), { switchOff: ["no loss"] });
    expect(report.holds).toBe(true);
    expect(report.switchedOff[0]!.exploration.counterexample?.property).toBe("no general attacks alone");
  });

  test("bounds say how often each fault may happen", () => {
    const report = checkContract(threePhaseCommit({ participants: 2 }), {
      switchOff: [],
      bounds: { crashes: 3, duplicates: 0 },
    });
    expect(report.own.subject).toContain("at most 3 crashes");
    expect(report.own.subject).not.toContain("duplicate");
  });

  test("only what the card assumes can be switched off", () => {
    expect(() => checkContract(twoPhaseCommit(), { switchOff: ["time"] })).toThrow(
      'switchOff names "time"; the card assumes restarts, saves',
    );
    const { contract: _, ...cardless } = twoPhaseCommit();
    expect(() => checkContract(cardless)).toThrow(
      "protocol has no contract; allowed is a protocol with a contract card",
    );
  });
});

describe("knockOut", () => {
  test("answers why a line is there with the shortest disaster without it", () => {
    const protocol = twoPhaseCommit({ votes: "either" });
    const report = knockOut({ protocol, network: "persistent", faults: { crashes: 1, restarts: 1 } });
    expect(report.intact.holds).toBe(true);
    expect(report.without.map(({ guard, exploration }) => [guard, exploration.counterexample?.steps])).toEqual([
      ["an outcome is final", undefined],
      ["commits only when all have promised", 3],
      ["remembers a commit until all have acknowledged it", undefined],
      ["save", 7],
      ["waits for the coordinator once it has promised", 5],
    ]);
    expect(String(report)).toContain(
      'Without "an outcome is final": nothing within these bounds (explored all 4,261 states): then why is it there?',
    );
  });

  test("one guard alone", () => {
    const guard = "waits for the coordinator once it has promised";
    const report = knockOut({ protocol: twoPhaseCommit(), network: "persistent", guards: [guard] });
    expect(report.without).toHaveLength(1);
    expect(report.without[0]!.exploration.subject).toContain(`without "${guard}"`);
    expect(report.without[0]!.exploration.counterexample?.property).toBe("no two nodes decide differently");
  });

  test("the run replays without the guard, and without saves", () => {
    const protocol = twoPhaseCommit({ votes: "either" });
    const options = { protocol, network: "persistent" as const, faults: { crashes: 1, restarts: 1 } };
    const guards = ["commits only when all have promised", "save"];
    for (const { exploration } of knockOut({ ...options, guards }).without) {
      const run = exploration.counterexample!;
      const last = (node: string): unknown => snapshots(run).findLast((snapshot) => snapshot.node === node)?.state;
      expect(last("C")).toMatchObject({ phase: "commit" });
      expect([last("P1"), last("P2")]).toContainEqual(expect.objectContaining({ phase: "abort" }));
    }
  });

  test("as far as it went, where it did not get to the end", () => {
    const report = knockOut({
      protocol: twoPhaseCommit(),
      network: "persistent",
      guards: ["save"],
      limits: { depth: 2 },
    });
    expect(String(report)).toContain('Without "save": nothing as far as it went (it went as far as depth 2,');
  });
});

describe("traitors", () => {
  type Word = { kind: "Word"; value: string };
  type Ear = { heard: { [node: NodeId]: string } };
  const listener: Protocol<Ear, Word> = {
    name: "listener",
    members: ["A", "B", "T"],
    start: () => ({ heard: {} }),
    onMessage: (state, word, from) => void (state.heard[from] = word.value),
  };
  const liar = byzantine({
    to: ["A", "B"],
    messages: ["yes", "no"].map((value) => ({ kind: "Word", value })),
    atMost: 2,
  });
  const told = always("nobody tells two nodes different things", (world) => {
    const [a, b] = ["A", "B"].map((node) => (world.state(node) as Ear).heard["T"]);
    return a === undefined || b === undefined || a === b || `T has told A ${a} and B ${b}`;
  });

  test("a Byzantine node may tell each node something else", () => {
    const protocol = { A: listener, B: listener, T: liar };
    const found = explore({ protocol, properties: [told] });
    expect(found.counterexample).toMatchObject({
      steps: 4,
      sentence: "nobody tells two nodes different things: T has told A yes and B no",
    });
    expect(explore({ protocol, properties: [told], time: "synchronous" }).counterexample?.steps).toBe(4);
  });

  test("and no more than it is allowed to", () => {
    const silent = byzantine({
      to: ["A", "B"],
      messages: ["yes", "no"].map((value) => ({ kind: "Word", value })),
      atMost: 1,
    });
    expect(explore({ protocol: { A: listener, B: listener, T: silent }, properties: [told] }).holds).toBe(true);
  });

  test("wrong options are refused", () => {
    expect(() => byzantine({ to: [], messages: ["x"] })).toThrow(
      "to or messages is empty; allowed are lists of at least one",
    );
    expect(() => byzantine({ to: ["A"], messages: ["x"], atMost: -1 })).toThrow(
      "atMost is -1; allowed is a whole number",
    );
  });
});
