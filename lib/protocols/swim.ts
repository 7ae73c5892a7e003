/**
 * SWIM: who is a member and alive, at a cost for each that does not grow with the group.
 *
 * Each node probes one other a period: it pings, and if no answer comes, asks k others to ping in its place, since
 * perhaps only the link between the two is bad. Somebody soon probes everybody all the same: a dead member is noticed
 * after e/(e − 1) periods in the mean, however many there are. What is found out travels on pings and answers.
 *
 * Who does not answer is not dead yet but *suspected*: it may be slow, or messages were lost. When it hears of it, it
 * denies: its *incarnation* number, which only it may raise, says which of two rumours is newer. If no denial has
 * come within a time limit, it is declared dead, and that is final.
 *
 * Source: Das, Gupta and Motivala, "SWIM: scalable weakly-consistent infection-style process group membership
 * protocol", DSN 2002; sections 3.1 (probes), 4.1 (gossip), 4.2 (suspicion), 4.3 (round robin). Simplified: members
 * are named in advance; nothing is saved, and whoever comes back after a crash would need a new name. The limits'
 * logarithm is taken to base 2. Added: whoever pings a suspect tells it so (Lifeguard, DSN-W 2018: the buddy system),
 * and it denies as often as it hears it: gossip alone can run dry before it has reached everybody.
 */
import { always, canAlwaysReach, members as namesOf, sometimes } from "../protocol";
import type { Contract, Millis, NodeId, Out, Property, Protocol, World } from "../protocol";

/** What a member takes another for. `incarnation`: how often that one has denied suspicions. */
export type SwimBelief = { status: "alive" | "suspected" | "dead"; incarnation: number };
/** A belief on its way. */
export type SwimRumour = SwimBelief & { about: NodeId };

/** Are you there? `asker` wants to know; if that is not the sender, the sender passes the answer on. */
export type Ping = { kind: "Ping"; asker: NodeId; round: number; news: readonly SwimRumour[] };
/** `target` is there. */
export type Ack = { kind: "Ack"; asker: NodeId; round: number; target: NodeId; news: readonly SwimRumour[] };
/** Ping `target` for me. */
export type PingRequest = { kind: "PingRequest"; target: NodeId; round: number; news: readonly SwimRumour[] };
/** What members say to each other. */
export type SwimMessage = Ping | Ack | PingRequest;
/** `period`: the next round begins. `answer`: the direct answer is late. `suspicion of B`: it was not denied in time. */
export type SwimTimer = "period" | "answer" | `suspicion of ${NodeId}`;

/** A member's state. */
export type SwimState = {
  self: NodeId;
  /** The number of its present round, from 1. */
  round: number;
  /** Whom it has pinged in this round without an answer so far. */
  probing: NodeId | null;
  /** Round robin: who comes next in this pass. */
  toProbe: NodeId[];
  /** What it takes everybody for, itself included. */
  beliefs: { [node: NodeId]: SwimBelief };
  /** About whom there is news, and how often it is still to be told. */
  news: { about: NodeId; timesLeft: number }[];
};

/** Who is in the group, and how often and how patiently they look after each other. */
export interface SwimOptions {
  /** How many nodes, or their names. Default 5. */
  readonly members?: number | readonly NodeId[];
  /** How often each member probes one other. Default 1000 ms. */
  readonly periodMs?: Millis;
  /** How long the direct answer may take before others are asked. Default 0.3 periods. */
  readonly answerTimeoutMs?: Millis;
  /** How many others are asked: the paper's k. Default 3, or as many as there are. */
  readonly helpers?: number;
  /** `round robin`, the default: everybody in random order, then again; or each time a `random` member. */
  readonly targets?: "round robin" | "random";
  /** How long a suspicion can be denied. Default 3⌈log2(n + 1)⌉ periods. */
  readonly suspicionMs?: Millis;
  /** How often each member tells a piece of news. Default 3⌈log2(n + 1)⌉. */
  readonly tellings?: number;
  /** How many pieces of news a message carries, those told least first. Default 6. */
  readonly newsPerMessage?: number;
}

/** The options with their defaults filled in, as handlers see them. */
export type SwimConfig = Required<Omit<SwimOptions, "members">> & { readonly members: readonly NodeId[] };
/** The recorder that handlers get. */
export type SwimOut = Out<SwimMessage, SwimTimer>;
/** What `swim` returns. */
export type Swim = Protocol<SwimState, SwimMessage, SwimTimer>;

/** The rules that can be replaced one by one. */
export interface SwimHandlers {
  /** A round begins: ping somebody. */
  readonly probe: (state: SwimState, out: SwimOut, config: SwimConfig) => void;
  /** The direct answer is late: ask others. */
  readonly late: (state: SwimState, target: NodeId, out: SwimOut, config: SwimConfig) => void;
  /** A round is over and nobody has had an answer from `target`. */
  readonly unanswered: (state: SwimState, target: NodeId, out: SwimOut, config: SwimConfig) => void;
  /** This member hears that it is suspected, or dead. */
  readonly accused: (state: SwimState, rumour: SwimRumour, out: SwimOut, config: SwimConfig) => void;
  /** A suspicion of `node` was not denied in time. */
  readonly confirm: (state: SwimState, node: NodeId, out: SwimOut, config: SwimConfig) => void;
}

function probe(state: SwimState, out: SwimOut, config: SwimConfig): void {
  state.probing = nextTarget(state, out, config);
  if (state.probing === null) return;
  const news = newsFor(state.probing, state, config);
  out.send(state.probing, { kind: "Ping", asker: state.self, round: state.round, news });
  out.setTimer("answer", [config.answerTimeoutMs, config.answerTimeoutMs]);
}

function nextTarget(state: SwimState, out: SwimOut, config: SwimConfig): NodeId | null {
  const others = othersOf(state, config);
  if (others.length === 0) return null;
  if (config.targets === "random") return out.choose(others);
  const left = state.toProbe.filter((node) => others.includes(node));
  const [target, ...rest] = left.length > 0 ? left : pick(others, others.length, out);
  state.toProbe = rest;
  return target!;
}

function othersOf(state: SwimState, config: SwimConfig): readonly NodeId[] {
  return config.members.filter((node) => node !== state.self && state.beliefs[node]!.status !== "dead");
}

function late(state: SwimState, target: NodeId, out: SwimOut, config: SwimConfig): void {
  const others = othersOf(state, config).filter((node) => node !== target);
  for (const helper of pick(others, config.helpers, out)) {
    out.send(helper, { kind: "PingRequest", target, round: state.round, news: newsFor(helper, state, config) });
  }
}

/** At most `count` of them, in random order. */
function pick(nodes: readonly NodeId[], count: number, out: SwimOut): NodeId[] {
  const picked: NodeId[] = [];
  while (picked.length < Math.min(count, nodes.length)) {
    picked.push(out.choose(nodes.filter((node) => !picked.includes(node))));
  }
  return picked;
}

function unanswered(state: SwimState, target: NodeId, out: SwimOut, config: SwimConfig): void {
  hear(state, { ...state.beliefs[target]!, about: target, status: "suspected" }, out, config);
}

/**
 * The suspicion is denied by a greater number: it overrides the rumour wherever that has got to. If it was denied
 * before, that has not reached everybody, and is told again. A rumour of death is final.
 */
function accused(state: SwimState, rumour: SwimRumour, _out: SwimOut, config: SwimConfig): void {
  if (rumour.status === "dead") return;
  const incarnation = Math.max(state.beliefs[state.self]!.incarnation, rumour.incarnation + 1);
  note(state, { about: state.self, status: "alive", incarnation }, config);
}

function confirm(state: SwimState, node: NodeId, out: SwimOut, config: SwimConfig): void {
  hear(state, { ...state.beliefs[node]!, about: node, status: "dead" }, out, config);
}

/** SWIM's rules. */
export const swimHandlers: SwimHandlers = { probe, late, unanswered, accused, confirm };

/** Whether a rumour is newer than what is believed (section 4.2): dead, then the incarnation, then suspicion. */
export function overrides(rumour: SwimBelief, belief: SwimBelief): boolean {
  if (belief.status === "dead" || rumour.status === "dead") return belief.status !== "dead";
  if (rumour.incarnation !== belief.incarnation) return rumour.incarnation > belief.incarnation;
  return rumour.status === "suspected" && belief.status === "alive";
}

/** A rumour about another, from outside or this member's own finding: believed and passed on, if it is newer. */
function hear(state: SwimState, rumour: SwimRumour, out: SwimOut, config: SwimConfig): void {
  if (!overrides(rumour, state.beliefs[rumour.about]!)) return;
  note(state, rumour, config);
  if (rumour.status !== "suspected") out.cancelTimer(`suspicion of ${rumour.about}`);
  else out.setTimer(`suspicion of ${rumour.about}`, [config.suspicionMs, config.suspicionMs]);
}

function note(state: SwimState, { about, status, incarnation }: SwimRumour, config: SwimConfig): void {
  state.beliefs[about] = { status, incarnation };
  state.news = [{ about, timesLeft: config.tellings }, ...state.news.filter((item) => item.about !== about)];
}

/** The news told least so far, and the suspicion of whom it goes to; it has been told once more now. */
function newsFor(to: NodeId, state: SwimState, config: SwimConfig): readonly SwimRumour[] {
  const told = state.news.slice(0, config.newsPerMessage);
  const rest = state.news.slice(config.newsPerMessage);
  const again = told.map(({ about, timesLeft }) => ({ about, timesLeft: timesLeft - 1 }));
  state.news = [...rest, ...again.filter(({ timesLeft }) => timesLeft > 0)].toSorted(
    (left, right) => right.timesLeft - left.timesLeft,
  );
  const subjects = told.map(({ about }) => about);
  if (state.beliefs[to]!.status === "suspected" && !subjects.includes(to)) subjects.push(to);
  return subjects.map((about) => ({ about, ...state.beliefs[about]! }));
}

function receive(state: SwimState, message: SwimMessage, from: NodeId, out: SwimOut, config: SwimConfig): void {
  const { kind, round } = message;
  if (kind === "PingRequest") {
    const { target } = message;
    return out.send(target, { kind: "Ping", asker: from, round, news: newsFor(target, state, config) });
  }
  if (kind === "Ping") {
    const { asker } = message;
    return out.send(from, { kind: "Ack", asker, round, target: state.self, news: newsFor(from, state, config) });
  }
  // An answer that this member has asked for in place of another.
  if (message.asker !== state.self) {
    return out.send(message.asker, { ...message, news: newsFor(message.asker, state, config) });
  }
  if (round !== state.round || message.target !== state.probing) return;
  state.probing = null;
  out.cancelTimer("answer");
}

/**
 * SWIM membership. Throws a RangeError for an option out of range.
 * @example
 * const run = simulate({ protocol: swim({ members: 20 }), untilMs: 9999 });
 * run.counts.sent; // → 400
 */
export function swim(options: SwimOptions = {}): Swim {
  return swimWith({})(options);
}

/** SWIM with some of its rules replaced: `swimWith({ late: mine })({ members: 3 })`. */
export function swimWith(replaced: Partial<SwimHandlers>): (options?: SwimOptions) => Swim {
  return (options = {}) => build({ ...swimHandlers, ...replaced }, configOf(options));
}

function build(handlers: SwimHandlers, config: SwimConfig): Swim {
  function begin(state: SwimState, out: SwimOut): void {
    state.round += 1;
    handlers.probe(state, out, config);
    out.setTimer("period", [config.periodMs, config.periodMs]);
  }
  return {
    name: "swim",
    members: config.members,
    start(self, _saved, out) {
      const beliefs = Object.fromEntries(
        config.members.map((node): [NodeId, SwimBelief] => [node, { status: "alive", incarnation: 0 }]),
      );
      const state: SwimState = { self, round: 0, probing: null, toProbe: [], beliefs, news: [] };
      begin(state, out);
      return state;
    },
    onMessage(state, message, from, out) {
      for (const rumour of message.news) {
        if (rumour.about !== state.self) hear(state, rumour, out, config);
        else if (rumour.status !== "alive") handlers.accused(state, rumour, out, config);
      }
      receive(state, message, from, out, config);
    },
    onTimer(state, timer, out) {
      if (timer === "answer") {
        if (state.probing !== null) handlers.late(state, state.probing, out, config);
      } else if (timer === "period") {
        if (state.probing !== null) handlers.unanswered(state, state.probing, out, config);
        begin(state, out);
      } else handlers.confirm(state, timer.slice("suspicion of ".length), out, config);
    },
    view: (state) => ({
      role: "member",
      fields: { probing: state.probing ?? "–", suspects: those(state, "suspected"), dead: those(state, "dead") },
    }),
    contract,
  };
}

function those(state: SwimState, status: SwimBelief["status"]): readonly NodeId[] {
  return Object.keys(state.beliefs).filter((node) => state.beliefs[node]!.status === status);
}

function configOf(options: SwimOptions): SwimConfig {
  const members = namesOf(options.members ?? 5);
  // ⌈log2(n + 1)⌉ is the number of n's binary digits.
  const patience = 3 * members.length.toString(2).length;
  const { periodMs = 1000, answerTimeoutMs = 0.3 * periodMs, suspicionMs = patience * periodMs } = options;
  const { helpers = 3, targets = "round robin", tellings = patience, newsPerMessage = 6 } = options;
  for (const [name, value] of Object.entries({ periodMs, answerTimeoutMs, suspicionMs })) {
    if (!(value > 0 && value < Infinity)) throw new RangeError(`${name} is ${value}; allowed is a time above 0`);
  }
  if (answerTimeoutMs >= periodMs) {
    throw new RangeError(`answerTimeoutMs is ${answerTimeoutMs}; allowed is a time below periodMs, ${periodMs}`);
  }
  for (const [name, value, least] of [
    ["helpers", helpers, 0],
    ["tellings", tellings, 1],
    ["newsPerMessage", newsPerMessage, 1],
  ] as const) {
    if (Number.isInteger(value) && value >= least) continue;
    throw new RangeError(`${name} is ${value}; allowed is a whole number from ${least}`);
  }
  return { members, periodMs, answerTimeoutMs, suspicionMs, helpers, targets, tellings, newsPerMessage };
}

/** The pairs (who judges, about whom) in which `judged` is dead or alive, as asked, and who judges lives. */
function beliefsAbout(
  world: World<SwimState>,
  about: "dead" | "alive",
): readonly (readonly [NodeId, NodeId, SwimBelief])[] {
  return world.nodes.flatMap((node) => {
    const state = world.state(node);
    const judged = world.nodes.filter((other) => (world.state(other) === null) === (about === "dead"));
    return state === null ? [] : judged.map((other) => [node, other, state.beliefs[other]!] as const);
  });
}

/** Accuracy: suspicion gives it back what a lost message has taken, where the suspect can deny in time. */
export const nobodyAliveIsDeclaredDead: Property = always<SwimState>("nobody who lives is declared dead", (world) => {
  const mistake = beliefsAbout(world, "alive").find(([, , belief]) => belief.status === "dead");
  return mistake === undefined || `${mistake[0]} has declared ${mistake[1]} dead, which lives`;
});

/** Completeness, as far as the checker can say it: the way there always stays open. */
export const deadAreDeclaredDead: Property = canAlwaysReach<SwimState>(
  "whoever has crashed is declared dead by all who live",
  (world) => beliefsAbout(world, "dead").every(([, , belief]) => belief.status === "dead"),
);

export const someoneDenies: Property = sometimes<SwimState>("a suspicion is denied", (world) =>
  beliefsAbout(world, "alive").some(([node, other, belief]) => node !== other && belief.incarnation > 0),
);

const contract: Contract = {
  time: "synchronous",
  failures: "stop",
  links: { loss: false, duplication: true, reordering: true },
  safety: [nobodyAliveIsDeclaredDead],
  liveness: [deadAreDeclaredDead],
  source: "Das, Gupta and Motivala 2002, sections 3.1 and 4",
};
