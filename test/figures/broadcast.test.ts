/** Broadcast: hops and messages of the topologies of Maelstrom's guide, chapter 3, and what loss and the checker say. */
import { describe, expect, test } from "vitest";
import { broadcast, explore, nodeNames, simulate, topologyOf } from "distlab";
import type { TopologyName } from "distlab";

const spread = (topology: TopologyName, seed = 1, loss = 0) =>
  simulate({ protocol: broadcast({ topology }), seed, network: { latencyMs: 100, loss } });

describe("Maelstrom's guide, chapter 3: 25 nodes, 100 ms a hop, exactly", () => {
  // The guide measured 97, 505 and 791 ms and about 580 messages: samples of the same.
  test.each([
    ["total", 100, 576],
    ["tree of 4", 500, 24],
    ["grid", 800, 56],
    ["line", 2400, 24],
  ] as const)("%s: the last hears after %i ms, %i messages", (topology, lastMs, messages) => {
    const run = spread(topology);
    expect(run.counts.sent).toBe(messages);
    expect(run.why).toBe("quiet");
    expect(Object.values(run.states).every((state) => state?.value === "news")).toBe(true);
    expect(lastNewsMs(run)).toBe(lastMs);
  });

  test("from wherever it starts, a tree never takes more than 500 ms and always 24 messages", () => {
    for (const origin of nodeNames(25)) {
      const protocol = broadcast({ topology: "tree of 4", origin });
      const run = simulate({ protocol, network: { latencyMs: 100 } });
      expect(run.counts.sent).toBe(24);
      expect(run.endedAtMs).toBeLessThanOrEqual(500);
    }
  });
});

/** When the last node heard for the first time. */
function lastNewsMs(run: ReturnType<typeof spread>): number {
  const first = new Map<string, number>();
  for (const event of run.trace.events) {
    if (event.kind === "deliver" && !first.has(event.node)) first.set(event.node, event.at);
  }
  // Where it began, it comes back on a cycle: that is no news.
  first.delete(run.trace.nodes.at(-1)!);
  return Math.max(...first.values());
}

describe("what a topology is", () => {
  test("neighbours are mutual, and nobody is its own", () => {
    for (const shape of ["total", "line", "grid", "tree of 2", "tree of 3", "tree of 4"] as const) {
      for (const count of [1, 2, 7, 25]) {
        const topology = topologyOf(shape, count);
        for (const [node, neighbours] of Object.entries(topology)) {
          expect(neighbours).not.toContain(node);
          for (const neighbour of neighbours) expect(topology[neighbour]).toContain(node);
        }
      }
    }
  });

  test("strangers are refused", () => {
    expect(() => broadcast({ members: 2, topology: { A: ["Z"] } })).toThrow("names Z; allowed are the members A, B");
    expect(() => broadcast({ members: 2, origin: "Q" })).toThrow("names Q");
    expect(() => topologyOf("star" as TopologyName, 3)).toThrow("topology is star; allowed are total, line");
  });
});

describe("loss", () => {
  const informed = (topology: TopologyName) =>
    Array.from({ length: 40 }, (_, seed) => spread(topology, seed + 1, 0.1)).reduce(
      (sum, run) => sum + Object.values(run.states).filter((state) => state?.value === "news").length,
      0,
    ) / 40;

  test("one message in ten: with everybody a neighbour nearly all hear, along a line few do", () => {
    expect(informed("total")).toBeGreaterThan(24.9);
    expect(informed("grid")).toBeGreaterThan(20);
    expect(informed("line")).toBeLessThan(15);
  });
});

describe("every order of arrival, 4 nodes", () => {
  const explored = (drops: number) => {
    const protocol = broadcast({ members: 4, topology: "grid" });
    const { safety, liveness } = protocol.contract!;
    return explore({ protocol, properties: [...safety, ...liveness], faults: { drops } });
  };

  test("everybody hears; with two drops the checker finds the run in which somebody does not", () => {
    expect(explored(0).holds).toBe(true);
    expect(explored(2).holds).toBe(false);
  });
});
