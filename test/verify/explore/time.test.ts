/** Asynchronous and synchronous time. */
import { describe, expect, test } from "vitest";
import { always } from "../../../lib/protocol";
import type { NodeId, Protocol, World } from "../../../lib/protocol";
import { bully, twoGenerals } from "../../../lib/protocols";
import { explore } from "../../../lib/verify/explore";
import type { ExploreOptions } from "../../../lib/verify/explore";

type Beat = { kind: "Beat" };
type Watch = { suspects: boolean };
type BeatTimer = "beat" | "suspect";

/** A beats every 100 ms; B suspects it when it has heard nothing for `patienceMs`. */
function heartbeat(patienceMs: number): Protocol<Watch, Beat, BeatTimer> {
  return {
    name: "heartbeat",
    members: ["A", "B"],
    start(self, _saved, out) {
      if (self === "A") out.setTimer("beat", [100, 100]);
      else out.setTimer("suspect", [patienceMs, patienceMs]);
      return { suspects: false };
    },
    onMessage(state, _message, _from, out) {
      if (!state.suspects) out.setTimer("suspect", [patienceMs, patienceMs]);
    },
    onTimer(state, timer, out) {
      if (timer === "suspect") state.suspects = true;
      else {
        out.send("B", { kind: "Beat" });
        out.setTimer("beat", [100, 100]);
      }
    },
  };
}

function suspects(world: World): boolean {
  return (world.state("B") as Watch | null)?.suspects === true;
}

const noFalseAlarm = always("who lives is not suspected", (world) => !suspects(world) || world.state("A") === null);

function stepsToFalseAlarm(protocol: ExploreOptions["protocol"], options: Partial<ExploreOptions>): number | undefined {
  return explore({ protocol, properties: [noFalseAlarm], ...options }).counterexample?.steps;
}

describe("synchronous time", () => {
  test("a heartbeat's detector is right if it is patient for longer than a beat", () => {
    expect(stepsToFalseAlarm(heartbeat(300), { time: "synchronous" })).toBeUndefined();
    expect(stepsToFalseAlarm(heartbeat(101), { time: "synchronous" })).toBeUndefined();
  });

  test("and wrong if it is not, or if a beat may be lost", () => {
    expect(stepsToFalseAlarm(heartbeat(50), { time: "synchronous" })).toBe(1);
    expect(stepsToFalseAlarm(heartbeat(100), { time: "synchronous" })).toBe(1);
    expect(stepsToFalseAlarm(heartbeat(150), { time: "synchronous", faults: { drops: 1 } })).toBe(3);
    expect(stepsToFalseAlarm(heartbeat(300), { time: "synchronous", faults: { drops: 1 } })).toBeUndefined();
  });

  test("who is dead is found out", () => {
    const found = explore({
      protocol: heartbeat(300),
      time: "synchronous",
      faults: { crashes: { A: 1 } },
      properties: [{ kind: "sometimes", name: "A is suspected", holds: suspects }, noFalseAlarm],
    });
    expect(found.holds).toBe(true);
    expect(found.verdicts[0]!.run?.lines.at(-1)).toBe("B's timer suspect fires");
  });

  test("no timer fires while a message is on its way, to whomever", () => {
    const hasty: Protocol<Watch, Beat, "suspect"> = {
      name: "hasty",
      members: ["A", "B", "C"],
      start(self, _saved, out) {
        if (self === "A") out.send("B", { kind: "Beat" });
        if (self === "C") out.setTimer("suspect", [0, 0]);
        return { suspects: false };
      },
      onMessage() {},
      onTimer: (state) => void (state.suspects = true),
    };
    const quiet = always("nothing is on its way when C fires", (world) => {
      return !(world.state("C") as Watch).suspects || world.messages.length === 0;
    });
    expect(explore({ protocol: hasty, time: "synchronous", properties: [quiet] })).toMatchObject({
      holds: true,
      distinct: 3,
    });
    expect(explore({ protocol: hasty, time: "asynchronous", properties: [quiet] }).counterexample?.steps).toBe(1);
  });

  test("of timers with ranges, those that may be due first may fire first", () => {
    const first = (a: readonly [number, number], b: readonly [number, number]): readonly string[] => {
      const race: Protocol<{ fired: boolean }, Beat, "t"> = {
        name: "race",
        members: ["A", "B"],
        start(self, _saved, out) {
          out.setTimer("t", self === "A" ? a : b);
          return { fired: false };
        },
        onMessage() {},
        onTimer: (state) => void (state.fired = true),
      };
      const winners = new Set<NodeId>();
      const watch = always("watch", (world) => {
        const fired = world.nodes.filter((node) => (world.state(node) as { fired: boolean }).fired);
        if (fired.length === 1) winners.add(fired[0]!);
        return true;
      });
      explore({ protocol: race, time: "synchronous", properties: [watch] });
      return [...winners].toSorted();
    };
    expect(first([10, 10], [20, 20])).toEqual(["A"]);
    expect(first([20, 20], [10, 10])).toEqual(["B"]);
    expect(first([10, 10], [10, 10])).toEqual(["A", "B"]);
    expect(first([10, 30], [20, 40])).toEqual(["A", "B"]);
    expect(first([10, 20], [20, 40])).toEqual(["A", "B"]);
    expect(first([10, 20], [21, 40])).toEqual(["A"]);
  });

  test("what a node waits for is still to come while the other has less to go: time passes for both alike", () => {
    // 300 - 2 × 100 is left when A has beaten twice and dies: the third beat would have come at the same moment.
    const found = explore({
      protocol: heartbeat(250),
      time: "synchronous",
      faults: { drops: 2 },
      properties: [noFalseAlarm],
    });
    expect(found.counterexample?.lines).toEqual([
      "A's timer beat fires, sends Beat to B",
      "Beat from A to B is lost",
      "A's timer beat fires, sends Beat to B",
      "Beat from A to B is lost",
      "B's timer suspect fires",
    ]);
  });
});

describe("asynchronous time", () => {
  test("any timer may fire at any moment, however patient", () => {
    expect(stepsToFalseAlarm(heartbeat(1_000_000), { time: "asynchronous", firings: 2 })).toBe(1);
  });
});

describe("whose time it is", () => {
  test("the contract card's: two generals and the bully are made for synchronous time", () => {
    for (const protocol of [twoGenerals({ acknowledgements: 2 }), bully({ members: 3, starters: ["A"] })]) {
      const found = explore({ protocol });
      expect(found.subject).toContain("synchronous time");
      expect(found.holds).toBe(true);
    }
  });

  test("where the options say another, theirs", () => {
    const found = explore({ protocol: twoGenerals({ acknowledgements: 2 }), time: "asynchronous" });
    expect(found.counterexample?.property).toBe("no general attacks alone");
  });
});
