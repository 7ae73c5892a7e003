/**
 * A traitor: a node that may send anything to anybody at any time.
 *
 * A Byzantine node is not bound by the protocol, so it needs no rules but one: which messages it can utter at all. It
 * cannot forge what it does not know (a signature, a secret), and its name is on everything that it sends, since links
 * are authentic. Within that, chance decides: the simulator draws what it says, the checker tries it all.
 *
 * Source: Lamport, Shostak and Pease, "The Byzantine generals problem", ACM TOPLAS 4(3), 1982, section 3 (assumptions
 * A1 to A3). Simplified: it sends a bounded number of messages, so that everything it can do can be explored.
 */
import type { Data, NodeId, Out, Protocol } from "../protocol";

/** Whom the traitor may write to, and what. */
export interface ByzantineOptions {
  /** Whom it may send to. It sends to one node at a time, so that it can tell each something else. */
  readonly to: readonly NodeId[];
  /** What it may say. */
  readonly messages: readonly Data[];
  /** How many messages it sends at most. Default 2. */
  readonly atMost?: number;
}

/** The traitor's state. */
export type ByzantineState = { left: number };
export type Byzantine = Protocol<ByzantineState, Data, "speak">;

/** A node that may do anything. Give it a place among honest ones: `protocol: { A: honest, B: honest, C: byzantine(…) }`. */
export function byzantine(options: ByzantineOptions): Byzantine {
  const { to, messages, atMost = 2 } = options;
  if (!Number.isInteger(atMost) || atMost < 0) {
    throw new RangeError(`atMost is ${atMost}; allowed is a whole number, 0 or more`);
  }
  const lies = to.flatMap((node) => messages.map((message) => ({ node, message })));
  if (lies.length === 0) throw new RangeError("to or messages is empty; allowed are lists of at least one");

  /** In synchronous time too it may speak whenever nothing else is going on. */
  function keepSpeaking(state: ByzantineState, out: Out<Data, "speak">): void {
    if (state.left > 0) out.setTimer("speak", [0, 1_000_000]);
  }

  function speak(state: ByzantineState, out: Out<Data, "speak">, lie: { node: NodeId; message: Data } | null): void {
    if (lie !== null) {
      state.left -= 1;
      out.send(lie.node, lie.message);
    }
    if (state.left === 0) out.cancelTimer("speak");
  }

  return {
    name: "byzantine",
    start(_self, _saved, out) {
      const state: ByzantineState = { left: atMost };
      keepSpeaking(state, out);
      return state;
    },
    onMessage(state, _message, _from, out) {
      if (state.left > 0) speak(state, out, out.choose([null, ...lies]));
    },
    onTimer(state, _timer, out) {
      speak(state, out, out.choose(lies));
      keepSpeaking(state, out);
    },
    view: () => ({ role: "traitor" }),
  };
}
