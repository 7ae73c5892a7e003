/**
 * Causal broadcast: nobody sees an answer before the question.
 *
 * Messages to many overtake each other: B answers A's question, and C gets the answer first. So each message carries
 * a vector of how many messages of each sender its own sender had delivered. Whoever receives it holds it back in a
 * buffer until it has delivered as many itself, and then delivers it: causes come before effects, and what is not
 * related may come in any order. Without retransmission a lost message keeps all that depend on it in the buffer.
 *
 * Source: Birman, Schiper and Stephenson, "Lightweight causal and atomic group multicast", TOCS 9(3), 1991, section
 * 5.1. Simplified: nobody fails, so nothing is saved; no message is lost; what is said is a script: lines, and answers
 * to lines.
 */
import { always, canAlwaysReach, sometimes } from "../protocol";
import type { Data, Millis, NodeId, Out, Property, Protocol } from "../protocol";
import { isCoveredBy, tickVector } from "../structures/vector-clock";
import type { VectorClock } from "../structures/vector-clock";

/** A line of the chat. `clock` counts, for each sender, the messages that it comes after, itself included. */
export type ChatLine = { kind: "ChatLine"; text: string; clock: VectorClock };
/** A line and its sender. */
export type Received = { from: NodeId; line: ChatLine };

/** A member's state. */
export type CausalBroadcastState = {
  role: "member";
  self: NodeId;
  /** How many messages of each sender this member has delivered. */
  delivered: VectorClock;
  /** What has arrived and waits for what comes before it. */
  buffer: Received[];
  /** What this member has seen, in its order. */
  seen: { from: NodeId; text: string; clock: VectorClock }[];
};

/** A line of the script: said at `atMs`, or as soon as its speaker has seen the line `answering`. */
export type Speech = { readonly speaker: NodeId; readonly text: string } & (
  | { readonly atMs: Millis }
  | { readonly answering: string }
);

/** Who is there, and what is said. */
export interface CausalBroadcastOptions {
  /** Default A, B and C. */
  readonly members?: readonly NodeId[];
  /** Texts must differ. Default: A asks at 0 ms, and B answers. */
  readonly script?: readonly Speech[];
}

/** The options with their defaults filled in, as handlers see them. */
export interface CausalBroadcastConfig {
  readonly members: readonly NodeId[];
  readonly script: readonly Speech[];
}

/** The recorder that handlers get. */
export type CausalBroadcastOut = Out<ChatLine, `speak-${number}`>;
export type CausalBroadcast = Protocol<CausalBroadcastState, ChatLine, `speak-${number}`>;

/** The rules that can be replaced one by one. */
export interface CausalBroadcastHandlers {
  /** A line for everybody, stamped; the speaker has delivered it at once. */
  readonly broadcast: (
    state: CausalBroadcastState,
    text: string,
    out: CausalBroadcastOut,
    config: CausalBroadcastConfig,
  ) => void;
  /** Delivers it, now or later, by `deliver`. */
  readonly receive: (
    state: CausalBroadcastState,
    received: Received,
    out: CausalBroadcastOut,
    config: CausalBroadcastConfig,
  ) => void;
}

function broadcast(
  state: CausalBroadcastState,
  text: string,
  out: CausalBroadcastOut,
  config: CausalBroadcastConfig,
): void {
  const line: ChatLine = { kind: "ChatLine", text, clock: tickVector(state.delivered, state.self) };
  for (const member of config.members) if (member !== state.self) out.send(member, line);
  deliverLine(state, { from: state.self, line });
}

function receive(state: CausalBroadcastState, received: Received, out: CausalBroadcastOut): void {
  state.buffer.push(received);
  // Each delivery may be what others in the buffer were waiting for.
  for (;;) {
    const next = state.buffer.find((each) => out.guard("waits for what comes before", isNext(each, state.delivered)));
    if (next === undefined) return;
    state.buffer = state.buffer.filter((each) => each !== next);
    deliverLine(state, next);
  }
}

/** Whether this is the sender's next message, and all that the sender had delivered before it is delivered here. */
function isNext({ from, line }: Received, delivered: VectorClock): boolean {
  const before = { ...line.clock, [from]: line.clock[from]! - 1 };
  return isCoveredBy(before, delivered) && (delivered[from] ?? 0) === before[from];
}

/** The line is seen, and counted. */
export function deliverLine(state: CausalBroadcastState, { from, line }: Received): void {
  state.delivered = tickVector(state.delivered, from);
  state.seen.push({ from, text: line.text, clock: line.clock });
}

/** The rules of causal broadcast. */
export const causalBroadcastHandlers: CausalBroadcastHandlers = { broadcast, receive };

/** A chat by causal broadcast. */
export function causalBroadcast(options: CausalBroadcastOptions = {}): CausalBroadcast {
  return causalBroadcastWith({})(options);
}

/** The chat with some of its rules replaced: `causalBroadcastWith({ receive: mine })()`. */
export function causalBroadcastWith(
  replaced: Partial<CausalBroadcastHandlers>,
): (options?: CausalBroadcastOptions) => CausalBroadcast {
  const handlers: CausalBroadcastHandlers = { ...causalBroadcastHandlers, ...replaced };
  return (options = {}) => build(handlers, configOf(options));
}

function configOf({
  members = ["A", "B", "C"],
  script = questionAndAnswer,
}: CausalBroadcastOptions): CausalBroadcastConfig {
  const stranger = script.find(({ speaker }) => !members.includes(speaker))?.speaker;
  if (stranger !== undefined) throw new RangeError(`script has ${stranger} speak; allowed are ${members.join(", ")}`);
  const texts = script.map(({ text }) => text);
  const twice = texts.find((text, index) => texts.indexOf(text) < index);
  if (twice !== undefined)
    throw new RangeError(`script has ${JSON.stringify(twice)} twice; allowed are texts that differ`);
  return { members, script };
}

const questionAndAnswer: readonly Speech[] = [
  { speaker: "A", text: "Who comes along?", atMs: 0 },
  { speaker: "B", text: "I do.", answering: "Who comes along?" },
];

function build(handlers: CausalBroadcastHandlers, config: CausalBroadcastConfig): CausalBroadcast {
  const { members, script } = config;
  /** Says what this member has to say to the lines from `begin` on; its own lines may be answered too. */
  function answer(state: CausalBroadcastState, begin: number, out: CausalBroadcastOut): void {
    for (let index = begin; index < state.seen.length; index++) {
      for (const speech of script) {
        const isDue = "answering" in speech && speech.answering === state.seen[index]!.text;
        if (isDue && speech.speaker === state.self) handlers.broadcast(state, speech.text, out, config);
      }
    }
  }
  return {
    name: "causal-broadcast",
    members,
    start(self, _saved, out) {
      script.forEach((speech, index) => {
        if (speech.speaker === self && "atMs" in speech) out.setTimer(`speak-${index}`, [speech.atMs, speech.atMs]);
      });
      return { role: "member", self, delivered: {}, buffer: [], seen: [] };
    },
    onMessage(state, line, from, out) {
      const before = state.seen.length;
      handlers.receive(state, { from, line }, out, config);
      answer(state, before, out);
    },
    onTimer(state, timer, out) {
      const before = state.seen.length;
      handlers.broadcast(state, script[Number(timer.slice("speak-".length))]!.text, out, config);
      answer(state, before, out);
    },
    view: ({ seen, buffer }) => ({
      role: "member",
      fields: { seen: seen.map(({ text }) => text), waiting: buffer.map(({ line }) => line.text) },
    }),
    contract: {
      time: "asynchronous",
      failures: "none",
      links: { loss: false, duplication: false, reordering: true },
      safety: [causalOrderIsKept, somethingWaits],
      liveness: [allIsSeen(config)],
      source: "Birman, Schiper and Stephenson 1991, section 5.1",
    },
  };
}

/** No member sees a line before one that it comes after, by the clocks that were sent along. */
export const causalOrderIsKept: Property = always<CausalBroadcastState>("causes are seen before effects", (world) => {
  for (const node of world.nodes) {
    const seen = world.state(node)?.seen ?? [];
    for (const [index, { from, text, clock }] of seen.entries()) {
      const late = seen.slice(index + 1).find((other) => (clock[other.from] ?? 0) >= (other.clock[other.from] ?? 0));
      if (late) return `${node} saw ${from}'s "${text}" before ${late.from}'s "${late.text}", which it comes after`;
    }
  }
  return true;
});

export const somethingWaits: Property = sometimes<CausalBroadcastState>("a line waits for one before it", (world) =>
  world.nodes.some((node) => (world.state(node)?.buffer.length ?? 0) > 0),
);

function allIsSeen(config: CausalBroadcastConfig): Property {
  const texts: readonly Data[] = config.script.map(({ text }) => text);
  return canAlwaysReach<CausalBroadcastState>("everybody can see every line", (world) =>
    world.nodes.every((node) => world.state(node)?.seen.length === texts.length),
  );
}
