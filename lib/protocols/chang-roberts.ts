/**
 * Chang and Roberts' election on a ring.
 *
 * Nodes sit in a circle and speak only to their right. Each sends its own number around. A node passes on a number
 * that is higher than its own and swallows one that is lower; a number that comes home has met nobody higher, and its
 * owner is the leader. It then announces itself once around. On average n·H(n) messages find the leader, at worst
 * n(n + 1) / 2; the announcement takes n more.
 *
 * Source: Chang and Roberts, "An improved algorithm for decentralized extrema-finding in circular configurations of
 * processes", CACM 22(5), 1979. Simplified: everybody starts; no node fails, so nothing is saved. A lost message ends
 * the election for good.
 */
import { always, members as namesOf, sometimes } from "../protocol";
import type { NodeId, Property, Protocol } from "../protocol";

/** A candidate on its way around. */
export type Candidate = { kind: "Candidate"; number: number };
/** The winner's lap of honour. */
export type Elected = { kind: "Elected"; number: number };
/** What nodes say to their right. */
export type ChangRobertsMessage = Candidate | Elected;

/** A node's state. */
export type ChangRobertsState = { number: number; next: NodeId; leader: number | null };

/** Who sits in the ring, with which numbers. */
export interface ChangRobertsOptions {
  /** The nodes in the order of the ring, or how many. Default 5. */
  readonly members?: number | readonly NodeId[];
  /** Each node's number, all different; the highest wins. Default: its place in the list, from 1. */
  readonly numbers?: { readonly [node: NodeId]: number };
}

export type ChangRoberts = Protocol<ChangRobertsState, ChangRobertsMessage>;

/** The protocol for these members. Throws a RangeError where a number is missing or there twice. */
export function changRoberts(options: ChangRobertsOptions = {}): ChangRoberts {
  const members = namesOf(options.members ?? 5);
  const numbers = options.numbers ?? Object.fromEntries(members.map((node, place) => [node, place + 1]));
  if (new Set(members.map((node) => numbers[node])).size < members.length) {
    throw new RangeError("numbers has one twice, or lacks a node; allowed is a different number for each node");
  }
  return {
    name: "chang-roberts",
    members,
    start(self, _saved, out) {
      const next = members[(members.indexOf(self) + 1) % members.length]!;
      out.send(next, { kind: "Candidate", number: numbers[self]! });
      return { number: numbers[self]!, next, leader: null };
    },
    onMessage(state, message, _from, out) {
      if (message.kind === "Candidate") {
        // A lower number goes no further: somebody higher has seen it.
        if (message.number > state.number) out.send(state.next, message);
        else if (message.number === state.number) out.send(state.next, { kind: "Elected", number: state.number });
        return;
      }
      const isHome = message.number === state.number;
      state.leader = message.number;
      if (!isHome) out.send(state.next, message);
    },
    view: (state) => ({
      role: state.leader === state.number ? "leader" : "member",
      fields: { number: state.number },
      ...(state.leader === null ? {} : { decided: state.leader }),
    }),
    contract: {
      time: "asynchronous",
      failures: "none",
      links: { loss: false, duplication: false, reordering: true },
      safety: [highestWins, everybodyKnows],
      liveness: [],
      source: "Chang and Roberts 1979",
    },
  };
}

export const highestWins: Property = always<ChangRobertsState>("only the highest number is elected", (world) => {
  const states = world.nodes.flatMap((node) => world.state(node) ?? []);
  const highest = Math.max(...states.map((state) => state.number));
  const wrong = states.find((state) => state.leader !== null && state.leader !== highest);
  return wrong === undefined || `number ${wrong.number} believes in ${wrong.leader}, but ${highest} is there`;
});

export const everybodyKnows: Property = sometimes<ChangRobertsState>("everybody knows the leader", (world) =>
  world.nodes.every((node) => (world.state(node)?.leader ?? null) !== null),
);
