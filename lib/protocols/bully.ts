/**
 * The bully election: the highest node that is alive leads, and says so.
 *
 * A node that misses the coordinator asks everybody above it whether they are there. If nobody answers within a
 * while, it announces itself to all below. If somebody does, that node holds an election of its own, and the asker
 * waits for the announcement. A node that comes back with the highest number bullies its way in at once.
 *
 * It is right only where time is synchronous: "nobody answered within a while" must mean "nobody is alive". Let one
 * answer be late and there are two coordinators; the contract card says so, and the checker shows it.
 *
 * It is told in two ways. As textbooks tell it, the winner announces itself at once. Then an announcement that is
 * still on its way when a higher node comes back can arrive after that one's, and is believed: so nobody may come
 * back. As the paper tells it, the winner first *halts* everybody below. While it waits, earlier announcements arrive.
 *
 * Source: Garcia-Molina, "Elections in a distributed computing system", IEEE Transactions on Computers C-31(1), 1982,
 * section III; its assumptions 8 and 9: messages arrive within a known time, and nodes answer at once. Simplified: no
 * Halt is answered, time tells that it has arrived. With n nodes alive and the lowest starting, it takes n² − 1
 * messages: n(n − 1)/2 elections, as many answers, and n − 1 announcements; and n − 1 more where the winner halts.
 */
import { always, canAlwaysReach, members as namesOf, sometimes } from "../protocol";
import type { Millis, NodeId, Out, Property, Protocol } from "../protocol";

/** Is anybody above me there? */
export type Election = { kind: "Election" };
/** I am; I shall take over. */
export type Answer = { kind: "Answer" };
/** I am the coordinator. */
export type Coordinator = { kind: "Coordinator" };
/** I am about to be coordinator: stop, and wait for me. */
export type Halt = { kind: "Halt" };
/** What nodes say to each other. */
export type BullyMessage = Election | Answer | Coordinator | Halt;
export type BullyTimer = "start" | "answer" | "coordinator" | "halted";

/** A node's state. */
export type BullyState = {
  self: NodeId;
  phase: "idle" | "waiting for answers" | "halting those below" | "waiting for the coordinator";
  coordinator: NodeId | null;
};

/** Who takes part, and how long they wait. */
export interface BullyOptions {
  /** The nodes in ascending order, or how many. Default 5. */
  readonly members?: number | readonly NodeId[];
  /** The nodes that miss the coordinator at the start. Default: the lowest. */
  readonly starters?: readonly NodeId[];
  /** How long an answer may take; it must be more than a round trip. Default 100 ms. */
  readonly answerTimeoutMs?: Millis;
  /** How long an announcement may take after an answer. Default 300 ms. */
  readonly coordinatorTimeoutMs?: Millis;
  /** Whether a winner halts those below before it announces itself, as in the paper. Default false. */
  readonly halt?: boolean;
}

/** What survives a crash: that there was one. A node that boots for the second time holds an election. */
type BullySaved = { booted: true };
type BullyOut = Out<BullyMessage, BullyTimer, BullySaved>;
export type Bully = Protocol<BullyState, BullyMessage, BullyTimer, BullySaved>;

interface BullyConfig {
  readonly members: readonly NodeId[];
  readonly starters: readonly NodeId[];
  readonly answerTimeoutMs: Millis;
  readonly coordinatorTimeoutMs: Millis;
  readonly halt: boolean;
}

/** Asks everybody above; whoever has nobody above has won. */
function holdElection(state: BullyState, out: BullyOut, config: BullyConfig): void {
  const above = config.members.slice(config.members.indexOf(state.self) + 1);
  if (above.length === 0) return win(state, out, config);
  state.phase = "waiting for answers";
  for (const node of above) out.send(node, { kind: "Election" });
  out.setTimer("answer", [config.answerTimeoutMs, config.answerTimeoutMs]);
}

const below = (state: BullyState, config: BullyConfig): readonly NodeId[] =>
  config.members.slice(0, config.members.indexOf(state.self));

/** Nobody above is alive. An announcement of somebody else may still be on its way to a node below: halt and wait. */
function win(state: BullyState, out: BullyOut, config: BullyConfig): void {
  if (!config.halt) return announce(state, out, config);
  state.phase = "halting those below";
  for (const node of below(state, config)) out.send(node, { kind: "Halt" });
  out.setTimer("halted", [config.answerTimeoutMs, config.answerTimeoutMs]);
}

function announce(state: BullyState, out: BullyOut, config: BullyConfig): void {
  follow(state, state.self, out);
  for (const node of below(state, config)) out.send(node, { kind: "Coordinator" });
}

/** Somebody higher has won: whatever this node was about to do is over, also if it coordinated. */
function onHalt(state: BullyState, out: BullyOut, config: BullyConfig): void {
  state.coordinator = null;
  out.cancelTimer("answer");
  out.cancelTimer("halted");
  awaitCoordinator(state, out, config);
}

function awaitCoordinator(state: BullyState, out: BullyOut, config: BullyConfig): void {
  state.phase = "waiting for the coordinator";
  out.setTimer("coordinator", [config.coordinatorTimeoutMs, config.coordinatorTimeoutMs]);
}

function follow(state: BullyState, coordinator: NodeId, out: BullyOut): void {
  state.coordinator = coordinator;
  state.phase = "idle";
  out.cancelTimer("answer");
  out.cancelTimer("coordinator");
}

/** Somebody lower misses the coordinator: answer, and take over. A coordinator that is asked says again who it is. */
function onElection(state: BullyState, from: NodeId, out: BullyOut, config: BullyConfig): void {
  if (state.coordinator === state.self) {
    return config.halt ? win(state, out, config) : out.send(from, { kind: "Coordinator" });
  }
  out.send(from, { kind: "Answer" });
  if (state.phase === "idle") holdElection(state, out, config);
}

/** Somebody higher is there, and will announce itself, or die before it does. */
function onAnswer(state: BullyState, out: BullyOut, config: BullyConfig): void {
  if (state.phase !== "waiting for answers") return;
  out.cancelTimer("answer");
  awaitCoordinator(state, out, config);
}

/** The protocol for these members; the highest name that is alive becomes leader. */
export function bully(options: BullyOptions = {}): Bully {
  const config = configOf(options);
  return {
    name: "bully",
    members: config.members,
    start(self, saved, out) {
      const state: BullyState = { self, phase: "idle", coordinator: null };
      if (saved !== null) holdElection(state, out, config);
      else if (config.starters.includes(self)) out.setTimer("start", [0, 0]);
      out.save({ booted: true });
      return state;
    },
    onMessage(state, message, from, out) {
      if (message.kind === "Election") onElection(state, from, out, config);
      else if (message.kind === "Answer") onAnswer(state, out, config);
      else if (message.kind === "Halt") onHalt(state, out, config);
      else follow(state, from, out);
    },
    onTimer(state, timer, out) {
      // Nobody above answered: they are all dead, if time is synchronous.
      if (timer === "answer") win(state, out, config);
      // Those below have been halted, and all earlier announcements have arrived.
      else if (timer === "halted") announce(state, out, config);
      // Whoever answered has died since, or the node is the first to notice: begin (again).
      else holdElection(state, out, config);
    },
    view: (state) => ({
      role: state.coordinator === state.self ? "coordinator" : "member",
      fields: { phase: state.phase, coordinator: state.coordinator ?? "–" },
    }),
    contract: {
      time: "synchronous",
      // Announced at once, an old coordinator's word can arrive after that of one that came back.
      failures: config.halt ? "recovery" : "stop",
      links: { loss: false, duplication: true, reordering: config.halt },
      safety: [oneCoordinator, coordinatorIsElected],
      liveness: [canAgree],
      source: "Garcia-Molina 1982, section III",
    },
  };
}

function configOf(options: BullyOptions): BullyConfig {
  const members = namesOf(options.members ?? 5);
  const { starters = members.slice(0, 1), answerTimeoutMs = 100, coordinatorTimeoutMs = 300, halt = false } = options;
  for (const starter of starters) {
    if (members.includes(starter)) continue;
    throw new RangeError(`starters names ${starter}; allowed are ${members.join(", ")}`);
  }
  return { members, starters, answerTimeoutMs, coordinatorTimeoutMs, halt };
}

/**
 * Between nodes that have come to rest: while an election is on, they may still believe in different ones. Whoever
 * follows a dead one has yet to miss it.
 */
export const oneCoordinator: Property = always<BullyState, BullyMessage>(
  "nodes at rest follow the same coordinator",
  (world) => {
    const states = world.nodes.flatMap((node) => world.state(node) ?? []);
    if (world.messages.length > 0 || states.some((state) => state.phase !== "idle")) return true;
    const followers = states.filter(({ coordinator }) => coordinator !== null && world.state(coordinator) !== null);
    const other = followers.find((state) => state.coordinator !== followers[0]!.coordinator);
    if (other === undefined) return true;
    return `${followers[0]!.self} follows ${followers[0]!.coordinator}, and ${other.self} follows ${other.coordinator}`;
  },
);

export const coordinatorIsElected: Property = sometimes<BullyState>("everybody follows one coordinator", (world) => {
  const states = world.nodes.flatMap((node) => world.state(node) ?? []);
  return (
    states.length > 0 &&
    states.every((state) => state.coordinator !== null && state.coordinator === states[0]!.coordinator)
  );
});

/** Whoever has missed the coordinator can always find one again: an election never hangs. */
export const canAgree: Property = canAlwaysReach<BullyState>("elections can come to an end", (world) =>
  world.nodes.every((node) => (world.state(node)?.phase ?? "idle") === "idle"),
);
