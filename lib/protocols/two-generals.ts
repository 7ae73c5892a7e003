/**
 * The two generals, with a fixed number of acknowledgements.
 *
 * Two armies can only win together. Their generals agree on an attack by messengers who may be caught. General A
 * orders the attack; B acknowledges; A acknowledges the acknowledgement; and so on, as many times as was agreed
 * before. At dawn each general attacks if everything that was still to reach it has reached it, and holds otherwise.
 *
 * No number of acknowledgements makes this safe. Whoever sends the last messenger must decide without knowing
 * whether it arrived, so the share of attacks that one general makes alone is the loss of one messenger, however
 * many went before. More acknowledgements only make an attack rarer.
 *
 * Source: Akkoyunlu, Ekanadham and Huber, "Some constraints and tradeoffs in the design of network communications",
 * SOSP 1975, section 4; the generals are Jim Gray's ("Notes on data base operating systems", 1978, section 5.8.3.3).
 * Simplified: dawn comes for both at the same moment; generals do not die, so nothing is saved.
 */
import { always, sometimes } from "../protocol";
import type { Millis, NodeId, Out, Property, Protocol, World } from "../protocol";

/** The n-th messenger: 1 is the order to attack, 2 its acknowledgement, 3 the acknowledgement of that, … */
export type Messenger = { kind: "Messenger"; number: number };

/** A general's state. */
export type GeneralState = {
  self: NodeId;
  other: NodeId;
  /** The highest number of a messenger that reached this general; 0 if none has. */
  heard: number;
  decision: "undecided" | "attack" | "hold";
};

/** How many acknowledgements the generals exchange. */
export interface TwoGeneralsOptions {
  /** How many acknowledgements follow the order: a whole number, 0 or more. */
  readonly acknowledgements: number;
  /** How many messengers carry each message, one after the other. Default 1. */
  readonly copies?: number;
  /** When both generals decide. Default 1000 ms. */
  readonly dawnMs?: Millis;
  /** Default A, who gives the order, and B. */
  readonly members?: readonly [NodeId, NodeId];
}

export type TwoGenerals = Protocol<GeneralState, Messenger, "dawn">;

/** The protocol for both generals. Throws a RangeError if a count is not a whole number in its range. */
export function twoGenerals(options: TwoGeneralsOptions): TwoGenerals {
  const { acknowledgements, copies = 1, dawnMs = 1000, members = ["A", "B"] } = options;
  requireWhole("acknowledgements", acknowledgements, 0);
  requireWhole("copies", copies, 1);
  const [commander, lieutenant] = members;
  const last = acknowledgements + 1;

  function send(state: GeneralState, number: number, out: Out<Messenger, "dawn">): void {
    if (number > last) return;
    for (let copy = 0; copy < copies; copy++) out.send(state.other, { kind: "Messenger", number });
  }

  /** The last messenger that is meant for this general: even numbers go to the commander. */
  function lastMeantFor(self: NodeId): number {
    const parity = self === commander ? 0 : 1;
    return last % 2 === parity ? last : last - 1;
  }

  return {
    name: "two-generals",
    members,
    start(self, _saved, out) {
      const other = self === commander ? lieutenant : commander;
      const state: GeneralState = { self, other, heard: 0, decision: "undecided" };
      out.setTimer("dawn", [dawnMs, dawnMs]);
      if (self === commander) send(state, 1, out);
      return state;
    },
    onMessage(state, messenger, _from, out) {
      if (messenger.number <= state.heard) return;
      state.heard = messenger.number;
      send(state, messenger.number + 1, out);
    },
    onTimer(state) {
      state.decision = state.heard >= lastMeantFor(state.self) ? "attack" : "hold";
    },
    view: (state) => ({
      fields: { heard: state.heard },
      ...(state.decision === "undecided" ? {} : { decided: state.decision }),
    }),
    contract: {
      time: "synchronous",
      failures: "none",
      links: { loss: false, duplication: true, reordering: true },
      safety: [agreement],
      liveness: [attackIsPossible],
      source: "Akkoyunlu, Ekanadham and Huber 1975, section 4",
    },
  };
}

function requireWhole(option: string, value: number, least: number): void {
  if (Number.isInteger(value) && value >= least) return;
  throw new RangeError(`${option} is ${value}; allowed is a whole number, ${least} or more`);
}

function decisions(world: World<GeneralState>): readonly GeneralState[] {
  const states = world.nodes.map((node) => world.state(node));
  return states.filter((state) => state !== null && state.decision !== "undecided") as GeneralState[];
}

/** It fails as soon as a messenger may be lost: that is the theorem. */
export const agreement: Property = always<GeneralState>("no general attacks alone", (world) => {
  const decided = decisions(world);
  const attacker = decided.find((state) => state.decision === "attack");
  const holder = decided.find((state) => state.decision === "hold");
  if (!attacker || !holder) return true;
  return `${attacker.self} attacks alone: ${holder.self} heard ${holder.heard === 0 ? "nothing" : `only messenger ${holder.heard}`} and holds`;
});

/** Without it, generals who never attack would be safe. */
export const attackIsPossible: Property = sometimes<GeneralState>("both generals attack", (world) => {
  const decided = decisions(world);
  return decided.length === world.nodes.length && decided.every((state) => state.decision === "attack");
});
