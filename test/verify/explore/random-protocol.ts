/** Protocols made of random tables, for comparing two checkers. */
import * as fc from "fast-check";
import type { NodeId, Out, Protocol } from "../../../lib/protocol";

export type RandomState = { value: number; left: number };
export type RandomMessage = { kind: "M"; number: number };
export type RandomTimer = "t" | "u";
export type RandomProtocol = Protocol<RandomState, RandomMessage, RandomTimer, number>;
type RandomOut = Out<RandomMessage, RandomTimer, number>;

export type Deed =
  | { kind: "send"; to: number; number: number }
  | { kind: "setTimer"; timer: RandomTimer; after: [number, number] }
  | { kind: "cancelTimer"; timer: RandomTimer }
  | { kind: "save"; value: number };

/** What a handler does: one of the alternatives, by choice where there are several. */
export type Rule = { value: number; deeds: Deed[] }[];

export interface Tables {
  nodes: number;
  /** By saved value + 1, 0 for the first boot. */
  start: Rule[];
  /** By state × 2 + message. */
  message: Rule[];
  /** By state × 2 + timer. */
  timer: Rule[];
  /** How many inputs a node reacts to after a boot. */
  reactions: number;
}

const timer = fc.constantFrom<RandomTimer>("t", "u");
const after = fc.constantFrom<[number, number]>([1, 1], [1, 2], [2, 3], [3, 3]);

function deed(nodes: number): fc.Arbitrary<Deed> {
  return fc.oneof(
    {
      weight: 3,
      arbitrary: fc.record({ kind: fc.constant("send" as const), to: fc.nat(nodes - 1), number: fc.nat(1) }),
    },
    { weight: 2, arbitrary: fc.record({ kind: fc.constant("setTimer" as const), timer, after }) },
    { weight: 1, arbitrary: fc.record({ kind: fc.constant("cancelTimer" as const), timer }) },
    { weight: 2, arbitrary: fc.record({ kind: fc.constant("save" as const), value: fc.nat(1) }) },
  );
}

function rule(nodes: number): fc.Arbitrary<Rule> {
  const alternative = fc.record({ value: fc.nat(2), deeds: fc.array(deed(nodes), { maxLength: 2 }) });
  return fc.array(alternative, { minLength: 1, maxLength: 2 });
}

export const tables: fc.Arbitrary<Tables> = fc.integer({ min: 1, max: 3 }).chain((nodes) =>
  fc.record({
    nodes: fc.constant(nodes),
    start: fc.array(rule(nodes), { minLength: 3, maxLength: 3 }),
    message: fc.array(rule(nodes), { minLength: 6, maxLength: 6 }),
    timer: fc.array(rule(nodes), { minLength: 6, maxLength: 6 }),
    reactions: fc.integer({ min: 1, max: 2 }),
  }),
);

export function randomProtocol(given: Tables, names: readonly NodeId[]): RandomProtocol {
  function apply(rules: Rule[], index: number, out: RandomOut): number {
    const alternatives = rules[index]!;
    const { value, deeds } = alternatives.length === 1 ? alternatives[0]! : out.choose(alternatives);
    for (const next of deeds) {
      if (next.kind === "send") out.send(names[next.to]!, { kind: "M", number: next.number });
      else if (next.kind === "setTimer") out.setTimer(next.timer, next.after);
      else if (next.kind === "cancelTimer") out.cancelTimer(next.timer);
      else out.save(next.value);
    }
    return value;
  }
  function react(state: RandomState, rules: Rule[], input: number, out: RandomOut): void {
    if (state.left === 0) return;
    state.left -= 1;
    state.value = apply(rules, state.value * 2 + input, out);
  }
  return {
    name: "random",
    members: names,
    start: (_self, saved, out) => ({
      value: apply(given.start, saved === null ? 0 : saved + 1, out),
      left: saved === null ? given.reactions : 1,
    }),
    onMessage: (state, message, _from, out) => react(state, given.message, message.number, out),
    onTimer: (state, name, out) => react(state, given.timer, name === "t" ? 0 : 1, out),
  };
}
