/**
 * Broadcast by flooding: tell your neighbours what is new, and let them tell theirs.
 *
 * Whoever hears a value for the first time passes it to all its neighbours but the one that it came from. Who counts
 * as a neighbour is the *topology*, and that alone decides between speed and traffic: if everybody is everybody's
 * neighbour, news takes one hop and almost n² messages; along a line it takes n − 1 messages and as many hops.
 *
 * Source: the broadcast workload of Maelstrom's guide (Jepsen), chapter 3. Simplified: one value, nobody asks again, so
 * a lost message or a crashed node can leave others without the news; a topology with cycles makes that rarer.
 */
import { always, canAlwaysReach, members as namesOf } from "../protocol";
import type { NodeId, Property, Protocol } from "../protocol";

/** Each node's neighbours. */
export type Topology = { readonly [node: NodeId]: readonly NodeId[] };

/** The shapes that have a name. */
export type TopologyName = "total" | "line" | "grid" | "tree of 2" | "tree of 3" | "tree of 4";

/** The news. */
export type Broadcast = { kind: "Broadcast"; value: string };

/** A node's state: its neighbours, and what it has heard. */
export type BroadcastState = {
  neighbours: readonly NodeId[];
  value: string | null;
  /** From whom the value was heard first; null where it began, or was not heard. */
  heardFrom: NodeId | null;
};

/** How the news spreads. */
export interface BroadcastOptions {
  /** The nodes, or how many. Default 25. */
  readonly members?: number | readonly NodeId[];
  /** A named shape, or each node's neighbours. Default "total". */
  readonly topology?: TopologyName | Topology;
  /** Who has the news. Default: the node from which it has furthest to go, the last one. */
  readonly origin?: NodeId;
  /** Default "news". */
  readonly value?: string;
}

/** What `broadcast` returns. */
export type BroadcastProtocol = Protocol<BroadcastState, Broadcast>;

/**
 * The protocol. Throws a RangeError where `origin` or a neighbour is not a member.
 * @example
 * const run = simulate({ protocol: broadcast({ topology: "tree of 4" }), network: { latencyMs: 100 } });
 * run.counts.sent; // → 24
 * run.endedAtMs; // → 500
 */
export function broadcast(options: BroadcastOptions = {}): BroadcastProtocol {
  const members = namesOf(options.members ?? 25);
  const named = options.topology ?? "total";
  const topology = typeof named === "string" ? topologyOf(named, members) : named;
  const origin = options.origin ?? members.at(-1)!;
  const value = options.value ?? "news";
  for (const name of [origin, ...Object.values(topology).flat()]) {
    if (members.includes(name)) continue;
    throw new RangeError(`origin or topology names ${name}; allowed are the members ${members.join(", ")}`);
  }
  return {
    name: "broadcast",
    members,
    start(self, _saved, out) {
      const neighbours = topology[self] ?? [];
      if (self !== origin) return { neighbours, value: null, heardFrom: null };
      for (const neighbour of neighbours) out.send(neighbour, { kind: "Broadcast", value });
      return { neighbours, value, heardFrom: null };
    },
    onMessage(state, message, from, out) {
      // Old news goes no further: without this line the news would circle for ever.
      if (state.value !== null) return;
      state.value = message.value;
      state.heardFrom = from;
      for (const neighbour of state.neighbours) if (neighbour !== from) out.send(neighbour, message);
    },
    view: (state) => ({
      role: state.value === null ? "waiting" : "informed",
      ...(state.value === null ? {} : { decided: state.value }),
    }),
    contract: {
      time: "asynchronous",
      failures: "none",
      links: { loss: false, duplication: true, reordering: true },
      safety: [nothingInvented],
      liveness: [everybodyHears],
      source: "Maelstrom's guide, chapter 3",
    },
  };
}

/**
 * The neighbours that a named shape gives. A tree of k: each node has up to k children, in the order of the list; a
 * grid is as near to a square as the number allows, row by row.
 * @param members the nodes, or how many
 * @example
 * topologyOf("line", 3); // → { A: ["B"], B: ["A", "C"], C: ["B"] }
 */
export function topologyOf(name: TopologyName, members: number | readonly NodeId[]): Topology {
  const nodes = namesOf(members);
  const adjacent = adjacency(name, nodes.length);
  return Object.fromEntries(
    nodes.map((node, place) => [node, nodes.filter((_, other) => adjacent(place, other) || adjacent(other, place))]),
  );
}

/** Whether `later` is the next along the line, to the right or below in the grid, a child in the tree. */
function adjacency(name: TopologyName, count: number): (earlier: number, later: number) => boolean {
  switch (name) {
    case "total":
      return (earlier, later) => earlier !== later;
    case "line":
      return (earlier, later) => later === earlier + 1;
    case "grid": {
      const width = Math.ceil(Math.sqrt(count));
      return (earlier, later) => later === earlier + width || (later === earlier + 1 && later % width !== 0);
    }
    case "tree of 2":
    case "tree of 3":
    case "tree of 4": {
      const children = Number(name.slice(-1));
      return (earlier, later) => later > 0 && Math.floor((later - 1) / children) === earlier;
    }
    default:
      throw new RangeError(
        `topology is ${String(name)}; allowed are total, line, grid, tree of 2, tree of 3, tree of 4, or each node's neighbours`,
      );
  }
}

/** Nobody holds a value that no other holds or has sent: news has one source. */
export const nothingInvented: Property = always<BroadcastState>(
  "everybody who has heard has the same news",
  (world) => {
    const values = new Set(world.nodes.flatMap((node) => world.state(node)?.value ?? []));
    return values.size <= 1 || `there are ${[...values].join(" and ")}`;
  },
);

/** The news can still reach everybody. */
export const everybodyHears: Property = canAlwaysReach<BroadcastState>("everybody hears the news", (world) =>
  world.nodes.every((node) => (world.state(node)?.value ?? null) !== null),
);
