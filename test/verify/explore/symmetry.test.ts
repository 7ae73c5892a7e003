/** Symmetry: true orbits, the same verdicts, and nothing believed that is not so. */
import { describe, expect, test } from "vitest";
import { canonical } from "../../../lib/data";
import { always, sometimes } from "../../../lib/protocol";
import type { Data, NodeId, Protocol, World } from "../../../lib/protocol";
import { resourceManagers, twoPhaseModel, twoPhaseSpecification } from "../../../lib/protocols";
import { snapshots } from "../../../lib/trace/replay";
import { explore } from "../../../lib/verify/explore";
import type { Counterexample, ExploreOptions } from "../../../lib/verify/explore";
import { collector } from "./tiny";

const members = ["A", "B", "C", "D"];

type Ask = { kind: "Ask"; of: NodeId };
type Token = { spoken: boolean; asked: { [node: NodeId]: true }; last: NodeId | null; order: NodeId[] };

/** Everybody asks somebody, once; who is asked remembers by whom, whom last, and in which order. */
const asking: Protocol<Token, Ask, "ask"> = {
  name: "asking",
  members,
  start(_self, _saved, out) {
    out.setTimer("ask", [1, 1]);
    return { spoken: false, asked: {}, last: null, order: [] };
  },
  onMessage(state, message, from) {
    state.asked[from] = true;
    state.last = message.of;
    if (!state.order.includes(from)) state.order.push(from);
  },
  onTimer(state, _timer, out) {
    state.spoken = true;
    const to = out.choose(members);
    out.send(to, { kind: "Ask", of: to });
  },
};

/** Goes on as long as fewer than so many have spoken. */
function fewSpeak(most: number): (world: World) => boolean {
  return (world) => world.nodes.filter((node) => (world.state(node) as Token | null)?.spoken).length < most;
}

function permutations<Item>(items: readonly Item[]): readonly (readonly Item[])[] {
  if (items.length === 0) return [[]];
  return items.flatMap((item, place) => permutations(items.toSpliced(place, 1)).map((rest) => [item, ...rest]));
}

/** Goes on as long as at most one has spoken or crashed. */
function calm(world: World): boolean {
  const down = world.nodes.filter((node) => world.state(node) === null).length;
  return fewSpeak(2 - down)(world);
}

function rename(value: Data, to: ReadonlyMap<string, string>): Data {
  if (typeof value === "string") return to.get(value) ?? value;
  if (typeof value !== "object" || value === null) return value;
  if (Array.isArray(value)) return value.map((item: Data) => rename(item, to));
  return Object.fromEntries(
    Object.entries(value).map(([field, item]) => [to.get(field) ?? field, rename(item as Data, to)]),
  );
}

/** A whole state as text, with the names exchanged. Timers and budgets follow from it in the cases below. */
function textOf(world: World, ordered: boolean, to: ReadonlyMap<string, string>): string {
  const nodes = Object.fromEntries(world.nodes.map((node) => [node, [world.state(node), world.saved(node)]]));
  const messages = world.messages.map((envelope) => canonical(rename(envelope as unknown as Data, to)));
  return canonical([rename(nodes, to), ordered ? messages.toSorted(byReceiverAndSender) : messages.toSorted()]);
}

/** Messages of one link keep their order. */
function byReceiverAndSender(one: string, other: string): number {
  const link = (text: string): string => {
    const { from, to } = JSON.parse(text) as { from: string; to: string };
    return `${to} ${from}`;
  };
  return link(one) < link(other) ? -1 : link(one) > link(other) ? 1 : 0;
}

/** How many orbits there are, by trying every permutation on every state. */
function orbits(options: ExploreOptions, group: readonly string[]): number {
  const renamings = permutations(group).map((order) => new Map(group.map((name, place) => [name, order[place]!])));
  const ordered = options.network === "ordered";
  const found = collector((world) => renamings.map((to) => textOf(world, ordered, to)).toSorted()[0]!);
  explore({ ...options, properties: [always("count", found.watch)] });
  return found.seen.size;
}

describe("orbits", () => {
  const cases: readonly [name: string, group: readonly string[], options: Partial<ExploreOptions>][] = [
    ["all four", members, { within: fewSpeak(2) }],
    ["two of four", ["B", "C"], { within: fewSpeak(2) }],
    ["three of four", ["A", "C", "D"], { within: fewSpeak(2) }],
    ["with crashes", members, { within: calm, faults: { crashes: Infinity } }],
    ["on ordered links", members, { within: fewSpeak(2), network: "ordered" }],
    ["on a persistent network", members, { within: fewSpeak(2), network: "persistent" }],
    ["with losses and duplicates", members, { within: fewSpeak(2), faults: { drops: Infinity, duplicates: Infinity } }],
    ["in synchronous time", members, { within: fewSpeak(3), time: "synchronous" }],
  ];

  test.each(cases)("%s: as many as trying every permutation finds", (_name, group, more) => {
    const options: ExploreOptions = { protocol: asking, properties: [], ...more };
    const reduced = explore({ ...options, symmetry: [group] });
    expect(reduced.distinct).toBe(orbits(options, group));
    expect(reduced.distinct).toBeLessThan(explore(options).distinct);
    expect(explore({ ...options, symmetry: [group], order: "depth-first" }).distinct).toBe(reduced.distinct);
  });

  test("two groups at once", () => {
    const options: ExploreOptions = { protocol: asking, properties: [], within: fewSpeak(2) };
    const both = explore({
      ...options,
      symmetry: [
        ["A", "B"],
        ["C", "D"],
      ],
    });
    expect(both.distinct).toBeLessThan(explore({ ...options, symmetry: [["A", "B"]] }).distinct);
    expect(both.distinct).toBeGreaterThan(explore({ ...options, symmetry: true }).distinct);
  });
});

describe("runs", () => {
  test("a counterexample is a real run, though the search saw only what stands for its states", () => {
    const managers = resourceManagers(4);
    const protocol = twoPhaseSpecification({ resourceManagers: 4 });
    const phase = (world: World, node: NodeId): string | undefined =>
      (world.state(node) as { phase?: string } | null)?.phase;
    const never = always("not two committed while two are prepared", (world) => {
      const phases = managers.map((manager) => phase(world, manager));
      return phases.filter((each) => each === "committed").length < 2 || !phases.includes("prepared");
    });
    const properties = [never];
    const reduced = explore({ protocol, network: "persistent", properties, symmetry: [managers] });
    const whole = explore({ protocol, network: "persistent", properties });
    expect(reduced.counterexample?.steps).toBe(whole.counterexample?.steps);
    expect(reduced.counterexample?.lines.at(-1)).toMatch(/^R\d receives Commit from TM$/);
  });

  test("a plain model's as well", () => {
    const managers = resourceManagers(3);
    const model = twoPhaseModel({ resourceManagers: 3 });
    const properties = [
      { kind: "always" as const, name: "nobody commits", holds: (s: { tmState: string }) => s.tmState !== "committed" },
    ];
    const reduced = explore({ model, properties, symmetry: [managers] });
    expect(reduced.counterexample?.steps).toBe(explore({ model, properties }).counterexample?.steps);
    expect(reduced.counterexample?.lines.at(-1)).toMatch(/^TMCommit/);
  });
});

describe("what is said of a run names the nodes of the run that is drawn", () => {
  /** Who asked whom, in the order of the steps, as the trace has it. */
  const askers = (run: Counterexample): readonly string[] =>
    run.trace.events.flatMap((event) => (event.kind === "deliver" && event.effectsKept !== 0 ? [event.from] : []));

  test("where a property names them", () => {
    const once = always("nobody is asked by two", (world) => {
      for (const node of world.nodes) {
        const by = Object.keys((world.state(node) as Token | null)?.asked ?? {});
        if (by.length > 1) return `${node} was asked by ${by.join(" and ")}`;
      }
      return true;
    });
    for (const order of ["breadth-first", "depth-first"] as const) {
      const { counterexample } = explore({ protocol: asking, properties: [once], symmetry: true, order });
      const { node } = counterexample!.trace.events.findLast(({ kind }) => kind === "deliver") as { node: NodeId };
      const asked = snapshots(counterexample!).findLast((snapshot) => snapshot.node === node)!.state as Token;
      const by = Object.keys(asked.asked).join(" and ");
      expect(counterexample!.sentence).toBe(`nobody is asked by two: ${node} was asked by ${by}`);
      expect(counterexample!.trace.events.at(-1)).toMatchObject({ kind: "violation", what: counterexample!.sentence });
    }
  });

  test("where a handler fails", () => {
    const touchy: typeof asking = {
      ...asking,
      name: "touchy",
      onMessage(state, message, from, out) {
        if (Object.keys(state.asked).length > 0) throw new Error(`asked by ${from} as well`);
        asking.onMessage(state, message, from, out);
      },
    };
    const { failure } = explore({ protocol: touchy, properties: [], symmetry: true, onFailure: "report" });
    const [first, second] = failure!.run!.trace.events.flatMap((event) => (event.kind === "timer" ? [event.node] : []));
    expect(askers(failure!.run!)).toEqual([first]);
    expect(failure!.run!.trace.events.at(-2)).toMatchObject({ kind: "deliver", from: second, effectsKept: 0 });
    expect(failure!.error.message).toMatch(new RegExp(`from ${second}.* asked by ${second} as well$`));
    expect(failure!.run!.sentence).toBe(failure!.error.message);
    expect(() => explore({ protocol: touchy, properties: [], symmetry: true })).toThrow(failure!.error.message);
  });
});

describe("nothing is believed that is not so", () => {
  const favourite: Protocol<{ likes: NodeId | null }, Ask, "ask"> = {
    name: "favourite",
    members,
    start(_self, _saved, out) {
      out.setTimer("ask", [1, 1]);
      return { likes: null };
    },
    onMessage() {},
    onTimer: (state) => void (state.likes = "A"),
  };

  test("a handler that prefers one node is named", () => {
    expect(() => explore({ protocol: favourite, properties: [], symmetry: true })).toThrow(
      /^favourite: onTimer\(ask\) on node A is not symmetric, though symmetry says that these nodes are interchangeable/,
    );
    expect(explore({ protocol: favourite, properties: [], symmetry: [["B", "C", "D"]] }).complete).toBe(true);
  });

  test("a set that is kept as a sorted array is not symmetric, and the error says what is", () => {
    const sorting: Protocol<{ heard: NodeId[] }, Ask> = {
      name: "sorting",
      members,
      start(self, _saved, out) {
        for (const member of members) if (member !== self) out.send(member, { kind: "Ask", of: self });
        return { heard: [] };
      },
      onMessage(state, _message, from) {
        state.heard = [...state.heard, from].toSorted();
      },
    };
    expect(() => explore({ protocol: sorting, properties: [], symmetry: true })).toThrow(
      /Keep a set of nodes as a record \(\{ A: true \}\), whose order does not count/,
    );
  });

  test("a broadcast in a fixed order is symmetric only where nobody crashes in its middle", () => {
    const broadcast: Protocol<{ done: boolean }, Ask, "ask"> = {
      name: "broadcast",
      members,
      start(_self, _saved, out) {
        out.setTimer("ask", [1, 1]);
        return { done: false };
      },
      onMessage() {},
      onTimer(state, _timer, out) {
        state.done = true;
        for (const member of members) out.send(member, { kind: "Ask", of: member });
      },
    };
    const options = { protocol: broadcast, properties: [], symmetry: true, limits: { states: 500 } };
    expect(() => explore(options)).not.toThrow();
    expect(() => explore({ ...options, faults: { crashes: 1 } })).toThrow(
      "a node that crashes while it sends to one after the other also tells them apart",
    );
  });

  test("a property that prefers one node is named", () => {
    const partial = sometimes("B has been asked", (world) => (world.state("B") as Token | null)?.last === "B");
    expect(() => explore({ protocol: asking, firings: 2, properties: [partial], symmetry: true })).toThrow(
      'symmetry says that nodes are interchangeable, but "B has been asked" tells them apart',
    );
  });

  test("a model's steps that prefer one name are found out", () => {
    const model = {
      initial: [{ owner: "none" }],
      next: ({ owner }: { owner: string }) => (owner === "none" ? [{ action: "take", state: { owner: "a" } }] : []),
    };
    expect(() => explore({ model, symmetry: [["a", "b"]] })).toThrow(/^next is not symmetric/);
    expect(() => explore({ model, symmetry: true })).toThrow("symmetry is true; allowed for a plain model are lists");
  });
});
