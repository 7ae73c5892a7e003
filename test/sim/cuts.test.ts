/** Partitions, cut links, links that change, and single messages that are dropped, delayed or doubled. */
import { describe, expect, test } from "vitest";
import type { Protocol } from "../../lib/protocol";
import { createRandom, cutLinks, delay, drop, duplicate, linkFault, partition, simulate } from "../../lib/sim";
import type { Fault, Run, Script } from "../../lib/sim";
import { eventsOf, stream } from "./small";

const network = { latencyMs: 3 };

/** Everybody tells everybody, every 10 ms. */
function gossip(members: readonly string[]): Protocol<{ heard: string[] }, { kind: "Hi" }, "tell"> {
  return {
    name: "gossip",
    members,
    start(_self, _saved, out) {
      out.setTimer("tell", [10, 10]);
      return { heard: [] };
    },
    onMessage(state, _message, from) {
      if (!state.heard.includes(from)) state.heard.push(from);
    },
    onTimer(_state, _timer, out) {
      for (const member of members) out.send(member, { kind: "Hi" });
      out.setTimer("tell", [10, 10]);
    },
  };
}

/** Who heard whom, while the faults were in force. */
function heard(faults: readonly Fault[], members = ["A", "B", "C", "D", "E"]): { readonly [node: string]: string } {
  const { states } = simulate({ protocol: gossip(members), network, faults, untilMs: 50 });
  return Object.fromEntries(Object.entries(states).map(([node, state]) => [node, state!.heard.toSorted().join("")]));
}

describe("a partition", () => {
  test("keeps the groups apart, both ways", () => {
    expect(
      heard([
        partition(
          [
            ["A", "B"],
            ["C", "D", "E"],
          ],
          { atMs: 0 },
        ),
      ]),
    ).toEqual({ A: "AB", B: "AB", C: "CDE", D: "CDE", E: "CDE" });
  });

  test("nodes in no group form one more", () => {
    expect(heard([partition([["A"], ["B"]], { atMs: 0 })])).toEqual({ A: "A", B: "B", C: "CDE", D: "CDE", E: "CDE" });
  });

  test("loses what is on its way when it begins, and what is sent", () => {
    const run = simulate({
      protocol: stream(4, 10),
      network,
      faults: [partition([["A"]], { atMs: 12, healAtMs: 25 })],
    });
    expect(eventsOf(run, "lose").map(({ at, why }) => [at, why])).toEqual([
      [13, "cut"],
      [20, "cut"],
    ]);
    expect(eventsOf(run, "cut")[0]).toMatchObject({ at: 12, id: 0, groups: [["A"], ["B"]] });
    expect(eventsOf(run, "heal")[0]).toMatchObject({ at: 25, id: 0, groups: [["A"], ["B"]] });
  });

  test("where two overlap, a link is whole only when both have healed", () => {
    const faults = [partition([["A"]], { atMs: 5, healAtMs: 15 }), partition([["B"]], { atMs: 8, healAtMs: 25 })];
    const run = simulate({ protocol: stream(4, 10), network, faults });
    expect(eventsOf(run, "deliver").map(({ at }) => at)).toEqual([33, 43]);
  });

  test("can be of the leader from the rest, whoever that is; it heals for the same node", () => {
    const protocol = {
      ...gossip(["A", "B", "C"]),
      view: (state: { heard: string[] }) => ({ role: state.heard.length === 0 ? "leader" : "member" }),
    };
    const run = simulate({
      protocol,
      network,
      untilMs: 50,
      faults: [partition([["leader"]], { atMs: 5, healAtMs: 25 })],
    });
    expect(eventsOf(run, "cut")[0]!.groups).toEqual([["A"], ["B", "C"]]);
    expect(eventsOf(run, "heal")[0]!.groups).toEqual([["A"], ["B", "C"]]);
  });

  test("does not keep clients apart that are in no group", () => {
    const heardFrom: string[] = [];
    const script: Script = function* (client) {
      for (const to of ["A", "B"]) {
        yield client.call({
          to,
          request: { kind: "Hi" },
          matches: (_reply, from) => from === to && heardFrom.push(from) > 0,
        });
      }
    };
    const faults = [partition([["A"], ["B"]], { atMs: 0 })];
    simulate({
      protocol: gossip(["A", "B", "bob2"]),
      nodes: ["A", "B"],
      clients: { bob2: script },
      faults,
      untilMs: 100,
    });
    expect(heardFrom).toEqual(["A", "B"]);
  });

  test("that cuts nothing is noted", () => {
    const run = simulate({ protocol: gossip(["A", "B"]), untilMs: 10, faults: [partition([["A", "B"]], { atMs: 0 })] });
    expect(run.notes).toEqual(['partition([["A", "B"]], { atMs: 0 }) cut nothing']);
  });
});

test("a cut is one way", () => {
  expect(heard([cutLinks(["A"], ["B", "C"], { atMs: 0 })], ["A", "B", "C"])).toEqual({ A: "ABC", B: "BC", C: "BC" });
});

describe("a link that changes for a while", () => {
  test("has the new options in that time, and its own before and after", () => {
    const faults = [linkFault("A", "B", { atMs: 15, untilMs: 35, latencyMs: 8 })];
    const run = simulate({ protocol: stream(4, 10), network, faults });
    expect(eventsOf(run, "deliver").map(({ at }) => at)).toEqual([13, 28, 38, 43]);
  });

  test("where two overlap, the later one counts", () => {
    const faults = [
      linkFault("A", ["B"], { atMs: 5, untilMs: 45, latencyMs: 8 }),
      linkFault(["A"], "B", { atMs: 15, untilMs: 25, loss: 1 }),
    ];
    const run = simulate({ protocol: stream(4, 10), network, faults });
    expect(eventsOf(run, "deliver").map(({ at }) => at)).toEqual([18, 38, 48]);
  });
});

describe("a single message", () => {
  const arrivedAt = (faults: readonly Fault[]): readonly (readonly [number, number])[] =>
    eventsOf(simulate({ protocol: stream(4, 10), network, faults }), "deliver").map(
      ({ at, message }) => [(message as { number: number }).number, at] as const,
    );
  const second = { from: "A", to: "B", nth: 2 };

  test("can be dropped", () =>
    expect(arrivedAt([drop(second)])).toEqual([
      [1, 13],
      [3, 33],
      [4, 43],
    ]));
  test("can be delayed", () =>
    expect(arrivedAt([delay({ ...second, byMs: 15 })])).toEqual([
      [1, 13],
      [3, 33],
      [2, 38],
      [4, 43],
    ]));
  test("can be doubled", () =>
    expect(arrivedAt([duplicate({ ...second, afterMs: 5 })])).toEqual([
      [1, 13],
      [2, 23],
      [2, 28],
      [3, 33],
      [4, 43],
    ]));

  test("is told as dropped, not lost", () => {
    const run = simulate({ protocol: stream(4, 10), network, faults: [drop(second)] });
    expect(eventsOf(run, "lose").map(({ why, id }) => [why, id])).toEqual([["drop", 2]]);
  });

  test("can be the nth of its kind", () => {
    const protocol: Protocol<null, { kind: string }> = {
      name: "kinds",
      members: ["A", "B"],
      start(self, _saved, out) {
        if (self === "A") for (const kind of ["Vote", "Ping", "Vote", "Ping"]) out.send("B", { kind });
        return null;
      },
      onMessage() {},
    };
    const faults = [drop({ from: "A", to: "B", nth: 2, message: "Vote" })];
    const ids = eventsOf(simulate({ protocol, network, faults }), "deliver").map(({ id }) => id);
    expect(ids).toEqual([1, 2, 4]);
  });

  test("that is dropped leaves the others when they were", () => {
    const random = createRandom(3);
    const nth = 1 + random.index(40);
    const arrivals = (faults: readonly Fault[]): Run =>
      simulate({ protocol: stream(50, 10), network: { latencyMs: [1, 90], loss: 0.1, duplication: 0.1 }, faults });
    const times = (run: Run): readonly (readonly [number, number])[] =>
      eventsOf(run, "deliver").map(({ id, at }) => [id, at] as const);
    const without = times(arrivals([drop({ from: "A", to: "B", nth })]));
    expect(without).toEqual(times(arrivals([])).filter(([id]) => id !== nth));
  });
});
