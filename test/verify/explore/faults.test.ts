/** Each network and each fault, on the smallest protocol that can tell it from the others. */
import { describe, expect, test } from "vitest";
import { always, nodeNames } from "../../../lib/protocol";
import type { Protocol, World } from "../../../lib/protocol";
import { explore } from "../../../lib/verify/explore";
import type { ExploreOptions } from "../../../lib/verify/explore";
import { careful, collector, heardBy, notes } from "./tiny";
import type { Counted, Heard, Note } from "./tiny";

/** Everything that B can hear. */
function heard(texts: string, options: Omit<ExploreOptions, "protocol" | "properties">): readonly string[] {
  const { seen, watch } = collector(heardBy("B"));
  const found = explore({ protocol: notes([...texts]), ...options, properties: [always("watch", watch)] });
  expect(found.complete).toBe(true);
  return [...seen].toSorted();
}

describe("networks", () => {
  test("unordered: messages of one link arrive in any order", () => {
    expect(heard("ab", {})).toEqual(["", "a", "ab", "b", "ba"]);
  });

  test("ordered: messages of one link arrive as they were sent, those of two links in any order", () => {
    expect(heard("abc", { network: "ordered" })).toEqual(["", "a", "ab", "abc"]);
    const both: Protocol<Heard, Note> = {
      ...notes([]),
      members: nodeNames(3),
      start(self, _saved, out) {
        if (self !== "B") for (const text of ["1", "2"]) out.send("B", { kind: "Note", text: `${self}${text}` });
        return { heard: [] };
      },
    };
    const { seen, watch } = collector(heardBy("B"));
    explore({ protocol: both, network: "ordered", properties: [always("watch", watch)] });
    expect([...seen].filter((text) => text.length === 8).toSorted()).toEqual([
      "A1A2C1C2",
      "A1C1A2C2",
      "A1C1C2A2",
      "C1A1A2C2",
      "C1A1C2A2",
      "C1C2A1A2",
    ]);
  });

  test("persistent: a message may arrive again, for ever", () => {
    const texts = heard("ab", { network: "persistent", within: (world) => heardBy("B")(world).length < 3 });
    expect(texts).toContain("aaa");
    expect(texts).toContain("bab");
    expect(texts).toHaveLength(1 + 2 + 4 + 8);
  });

  test("persistent: sending twice is sending once", () => {
    const once = explore({ protocol: notes(["a"]), network: "persistent", within: heardLess(3), properties: [] });
    const twice = explore({ protocol: notes(["a", "a"]), network: "persistent", within: heardLess(3), properties: [] });
    expect(twice.distinct).toBe(once.distinct);
    expect(explore({ protocol: notes(["a", "a"]), properties: [] }).distinct).toBe(3);
  });
});

function heardLess(most: number): (world: World) => boolean {
  return (world) => heardBy("B")(world).length < most;
}

describe("lost and doubled messages", () => {
  test("as many are lost as may be, and no more", () => {
    expect(heard("abc", { network: "ordered", faults: { drops: 1 } })).toEqual(["", "a", "ab", "abc", "ac", "b", "bc"]);
    expect(heard("abc", { network: "ordered", faults: { drops: Infinity } })).toContain("c");
  });

  test("as many arrive twice as may", () => {
    expect(heard("a", { faults: { duplicates: 1 } })).toEqual(["", "a", "aa"]);
    expect(heard("a", { faults: { duplicates: Infinity }, within: heardLess(4) })).toEqual([
      "",
      "a",
      "aa",
      "aaa",
      "aaaa",
    ]);
  });

  test("on an ordered link a copy comes right after, or later, but never before what was sent earlier", () => {
    expect(heard("ab", { network: "ordered", faults: { duplicates: 1 } })).toEqual(["", "a", "aa", "aab", "ab", "abb"]);
  });
});

/** What A has saved and B has counted, when A is down. */
function whenDown(world: World): string {
  const b = world.state("B") as Counted | null;
  return world.state("A") === null ? `saved ${JSON.stringify(world.saved("A"))}, B ${b?.count ?? "down"}` : "up";
}

describe("crashes and restarts", () => {
  test("a crash comes between two steps, or between two effects of one", () => {
    const { seen, watch } = collector(whenDown);
    const found = explore({ protocol: careful(), faults: { crashes: { A: 1 } }, properties: [always("watch", watch)] });
    expect([...seen].toSorted()).toEqual([
      "saved 1, B 0",
      "saved 1, B 10",
      "saved 2, B 0",
      "saved 2, B 10",
      "saved null, B 0",
      "up",
    ]);
    expect(found.complete).toBe(true);
  });

  test("what was saved is there again after a restart, and timers are gone", () => {
    const { seen, watch } = collector((world) => {
      const state = world.state("A") as Counted | null;
      return state === null ? "down" : String(state.count);
    });
    explore({ protocol: careful(), faults: { crashes: { A: 1 }, restarts: 1 }, properties: [always("watch", watch)] });
    // 1: crashed after the first save and started again.
    expect([...seen].toSorted()).toEqual(["0", "1", "2", "down"]);
  });

  test("a lost save is null after the restart", () => {
    const losses = { crashes: { A: 1 }, restarts: 1, lostSaves: 1 };
    const forgotten = always("a node that has saved never has nothing saved", (world) => {
      const b = world.state("B") as Counted | null;
      return !(b?.count === 10 && world.saved("A") === null) || "A has forgotten";
    });
    expect(explore({ protocol: careful(), faults: { ...losses, lostSaves: 0 }, properties: [forgotten] }).holds).toBe(
      true,
    );
    const found = explore({ protocol: careful(), faults: losses, properties: [forgotten] });
    expect(found.counterexample?.lines).toEqual([
      "A's timer go fires, saves 1, sends Note text=saved to B, saves 2",
      "A crashes and loses what it had saved",
      "B receives Note text=saved from A",
    ]);
  });

  test("bounds hold for all nodes together, or for the nodes that are named", () => {
    const down = (world: World): string => world.nodes.filter((node) => world.state(node) === null).join("");
    const downs = (crashes: NonNullable<ExploreOptions["faults"]>["crashes"]): readonly string[] => {
      const { seen, watch } = collector(down);
      explore({
        protocol: notes([]),
        faults: crashes === undefined ? {} : { crashes },
        properties: [always("w", watch)],
      });
      return [...seen].toSorted();
    };
    expect(downs(undefined)).toEqual([""]);
    expect(downs(1)).toEqual(["", "A", "B"]);
    expect(downs(2)).toEqual(["", "A", "AB", "B"]);
    expect(downs({ B: 5 })).toEqual(["", "B"]);
    expect(downs({ A: 1, B: Infinity })).toEqual(["", "A", "AB", "B"]);
  });

  test("a message to a node that is down waits for it or is lost; to one that is down for good it is lost at once", () => {
    const { seen, watch } = collector((world) => `${heardBy("B")(world)} ${world.messages.length}`);
    const properties = [always("watch", watch)];
    explore({ protocol: notes(["a"]), faults: { crashes: { B: 1 } }, properties });
    expect([...seen].toSorted()).toEqual([" 1", "(down) 0", "a 0"]);
    seen.clear();
    explore({ protocol: notes(["a"]), faults: { crashes: { B: 1 }, restarts: 1 }, properties });
    expect([...seen].toSorted()).toEqual([" 0", " 1", "(down) 0", "(down) 1", "a 0"]);
  });

  test("a node may crash while it starts again, but nobody crashes in the first boot", () => {
    const twice: Protocol<Counted, Note, never, number> = {
      ...careful(),
      members: ["A"],
      start(_self, saved, out) {
        out.save((saved ?? 0) + 1);
        out.save((saved ?? 0) + 10);
        return { count: saved ?? 0 };
      },
    };
    const { seen, watch } = collector((world) => String(world.saved("A")));
    const faults = { crashes: 2, restarts: 2 };
    explore({ protocol: twice, faults, properties: [always("watch", watch)] });
    expect([...seen].toSorted()).toEqual(["10", "11", "20", "21", "30"]);
  });
});

describe("bounds on the search itself", () => {
  type Ticks = { ticks: number };
  const clock: Protocol<Ticks, Note, "tick"> = {
    name: "clock",
    members: ["A"],
    start(_self, _saved, out) {
      out.setTimer("tick", [1, 1]);
      return { ticks: 0 };
    },
    onMessage() {},
    onTimer(state, _timer, out) {
      state.ticks += 1;
      out.setTimer("tick", [1, 1]);
    },
  };

  test("so many timers fire", () => {
    expect(explore({ protocol: clock, firings: 5, properties: [] })).toMatchObject({ distinct: 6, complete: true });
    expect(explore({ protocol: clock, firings: 0, properties: [] })).toMatchObject({ distinct: 1, complete: true });
  });

  test("states that are not within are judged, but not left", () => {
    const within = (world: World): boolean => (world.state("A") as Ticks).ticks < 4;
    const found = explore({ protocol: clock, within, properties: [] });
    expect(found).toMatchObject({ distinct: 5, complete: true, leftOut: 1 });
    expect(String(found)).toContain("1 state left out");
  });
});
