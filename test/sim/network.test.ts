/** What becomes of messages: latency, loss, duplication, order, bandwidth, corruption; and one knob at a time. */
import { describe, expect, test } from "vitest";
import type { Data } from "../../lib/protocol";
import { createRandom, messageBytes, simulate } from "../../lib/sim";
import type { NetworkOptions, Run } from "../../lib/sim";
import { corrupted } from "../../lib/sim/corruption";
import { arrivals, atBoot, eventsOf, stream } from "./small";

const many = 2000;

function run(network: NetworkOptions, count = many): Run {
  return simulate({ protocol: stream(count), network, untilMs: 100_000 });
}

describe("chances", () => {
  test("loss takes its share, within 4 standard errors", () => {
    const { counts, trace } = run({ loss: 0.2 });
    expect(Math.abs(counts.lost / many - 0.2)).toBeLessThan(4 * Math.sqrt((0.2 * 0.8) / many));
    expect(eventsOf({ trace }, "lose").every(({ why }) => why === "loss")).toBe(true);
    expect(counts.delivered).toBe(many - counts.lost);
  });

  test("duplication brings a second copy, under the same id", () => {
    const { counts, trace } = run({ duplication: 0.3 });
    expect(Math.abs(counts.duplicated / many - 0.3)).toBeLessThan(4 * Math.sqrt((0.3 * 0.7) / many));
    expect(counts.delivered).toBe(many + counts.duplicated);
    const twice = new Set(eventsOf({ trace }, "duplicate").map(({ id }) => id));
    const times = new Map<number, number>();
    for (const { id } of eventsOf({ trace }, "deliver")) times.set(id, (times.get(id) ?? 0) + 1);
    for (const [id, found] of times) expect(found).toBe(twice.has(id) ? 2 : 1);
  });

  test("0 and 1 are never and always", () => {
    expect(run({ loss: 1 }, 50).counts.delivered).toBe(0);
    expect(run({ loss: 0, duplication: 1 }, 50).counts.delivered).toBe(100);
  });

  test("what is lost may still arrive as its copy", () => {
    const { counts } = run({ loss: 1, duplication: 1 }, 50);
    expect([counts.lost, counts.delivered]).toEqual([50, 50]);
  });
});

describe("order", () => {
  const numbers = (network: NetworkOptions): readonly number[] =>
    eventsOf(run(network, 300), "deliver", "B").map(({ message }) => (message as { number: number }).number);
  const isSorted = (list: readonly number[]): boolean =>
    list.every((value, index) => index === 0 || list[index - 1]! <= value);

  test("random latencies swap messages", () => expect(isSorted(numbers({ latencyMs: [1, 50] }))).toBe(false));
  test("on an ordered link nothing overtakes, copies included", () =>
    expect(isSorted(numbers({ latencyMs: [1, 50], ordered: true, duplication: 0.2 }))).toBe(true));
  test("reordering swaps messages of a fixed latency", () => {
    expect(isSorted(numbers({ latencyMs: 5 }))).toBe(true);
    expect(isSorted(numbers({ latencyMs: 5, reordering: 0.1 }))).toBe(false);
  });
  test("reordering holds back by reorderingMs at most", () => {
    const { trace } = run({ latencyMs: 5, reordering: 1, reorderingMs: 20 }, 500);
    const sentAt = new Map(eventsOf({ trace }, "send").map(({ id, at }) => [id, at]));
    const took = eventsOf({ trace }, "deliver").map(({ id, at }) => at - sentAt.get(id)!);
    expect(Math.min(...took)).toBeGreaterThanOrEqual(5);
    expect(Math.max(...took)).toBeLessThan(25);
    expect(Math.max(...took)).toBeGreaterThan(24);
  });
});

describe("one knob leaves the rest as it was", () => {
  const calm = arrivals(run({ latencyMs: [1, 50] }));

  test("loss: what is not lost arrives when it did", () => {
    const lossy = arrivals(run({ latencyMs: [1, 50], loss: 0.3 }));
    expect(lossy.size).toBeLessThan(calm.size);
    for (const [number, at] of lossy) expect(at).toBe(calm.get(number));
  });

  test("more loss: what was lost is still lost", () => {
    const [little, much] = [run({ loss: 0.1 }), run({ loss: 0.3 })].map(arrivals);
    for (const number of much!.keys()) expect(little!.has(number)).toBe(true);
  });

  test("duplication: first copies arrive when they did, or the second comes before them", () => {
    const doubled = arrivals(run({ latencyMs: [1, 50], duplication: 0.3 }));
    for (const [number, at] of doubled) expect(at).toBeLessThanOrEqual(calm.get(number)!);
    const same = [...doubled].filter(([number, at]) => at === calm.get(number)).length;
    expect(same).toBeGreaterThan(0.7 * many);
  });

  test("corruption and another node do not move a message", () => {
    expect(arrivals(run({ latencyMs: [1, 50], corruption: 0.5 })).size).toBeGreaterThan(0);
    const times = (of: Run): readonly number[] => eventsOf(of, "deliver", "B").map(({ at }) => at);
    expect(times(run({ latencyMs: [1, 50], corruption: 0.5 }))).toEqual(times(run({ latencyMs: [1, 50] })));
    const more = simulate({ protocol: stream(many), nodes: ["A", "B", "C"], network: { latencyMs: [1, 50] } });
    expect(arrivals(more)).toEqual(calm);
  });
});

describe("links", () => {
  test("a link's own options add to those of the network", () => {
    const both = simulate({
      protocol: atBoot(
        (out) => {
          out.send("B", { kind: "X" });
          out.send("C", { kind: "X" });
        },
        ["A", "B", "C"],
      ),
      network: { latencyMs: 10, duplication: 1, links: { "A->C": { latencyMs: 30 } } },
    });
    expect(eventsOf(both, "deliver").map(({ node, at }) => [node, at])).toEqual([
      ["B", 10],
      ["B", 10],
      ["C", 30],
      ["C", 30],
    ]);
  });

  test("a node reaches itself at once and for certain, unless that link has options", () => {
    const toSelf = atBoot((out) => out.send("A", { kind: "X" }));
    const [surely] = eventsOf(simulate({ protocol: toSelf, network: { latencyMs: 10, loss: 1 } }), "deliver");
    expect(surely!.at).toBe(0);
    const own = { latencyMs: 10, links: { "A->A": { latencyMs: 3 } } };
    expect(eventsOf(simulate({ protocol: toSelf, network: own }), "deliver")[0]!.at).toBe(3);
  });
});

describe("bandwidth", () => {
  const message = { kind: "Note", number: 1 };

  test("a message waits until those before it are through", () => {
    const protocol = atBoot((out) => {
      for (let copy = 0; copy < 3; copy++) out.send("B", message);
    });
    const bytes = JSON.stringify(message).length;
    const sent = simulate({ protocol, network: { latencyMs: 5, bandwidthBytesPerMs: bytes / 10 } });
    expect(eventsOf(sent, "deliver").map(({ at }) => at)).toEqual([15, 25, 35]);
  });

  test("bytes are counted where they are asked for, and told from the trace otherwise", () => {
    const protocol = atBoot((out) => out.send("B", message));
    const bytes = JSON.stringify(message).length;
    expect(simulate({ protocol }).counts.bytes).toBe(bytes);
    expect(simulate({ protocol, trace: false, network: { countBytes: true } }).counts.bytes).toBe(bytes);
    expect(simulate({ protocol, trace: false }).counts.bytes).toBeUndefined();
  });

  test("a message's bytes are those of its JSON in UTF-8", () => {
    for (const text of ["", "plain", "Größe", "→ 100 €", "𝄞 music", "漢字"]) {
      expect(messageBytes({ text })).toBe(new TextEncoder().encode(JSON.stringify({ text })).length);
    }
  });
});

describe("corruption", () => {
  const message: Data = {
    kind: "Vote",
    term: 3,
    from: { name: "Ann", weights: [1, 2, 3] },
    granted: true,
    nothing: null,
  };

  function differences(left: Data, right: Data): number {
    if (typeof left !== "object" || left === null || typeof right !== "object" || right === null)
      return left === right ? 0 : 1;
    return Object.keys(left).reduce(
      (sum, field) =>
        sum + differences((left as Record<string, Data>)[field]!, (right as Record<string, Data>)[field]!),
      0,
    );
  }

  test("changes one number or text, never the kind, and nothing else", () => {
    const random = createRandom(1);
    for (let time = 0; time < 500; time++) {
      const changed = corrupted(message, random);
      expect(differences(message, changed)).toBe(1);
      expect(changed).toMatchObject({ kind: "Vote", granted: true, nothing: null });
    }
  });

  test("leaves alone what has neither", () => {
    const empty = { kind: "Ping", sure: true };
    expect(corrupted(empty, createRandom(1))).toBe(empty);
  });

  test("is told, and the receiver handles what it has become", () => {
    const changed = run({ corruption: 1 }, 20);
    expect(changed.counts.corrupted).toBe(20);
    const sent = new Map(eventsOf(changed, "send").map(({ id, message: original }) => [id, original]));
    for (const { id, message: arrived } of eventsOf(changed, "deliver")) expect(arrived).not.toEqual(sent.get(id));
    expect(eventsOf(changed, "corrupt")).toHaveLength(20);
  });
});
