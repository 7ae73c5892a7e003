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
 * Source: Garcia-Molina, "Elections in a distributed computing system", IEEE Transactions on Computers C-31(1), 1982,
 * section III. With n nodes alive and the lowest starting, it takes n² − 1 messages: n(n − 1)/2 elections, as many
 * answers, and n − 1 announcements.
 */
import { always, members as namesOf, sometimes } from "../protocol";
import type { Millis, NodeId, Out, Property, Protocol } from "../protocol";

/** Is anybody above me there? */
export type Election = { kind: "Election" };
/** I am; I shall take over. */
export type Answer = { kind: "Answer" };
/** I am the coordinator. */
export type Coordinator = { kind: "Coordinator" };
/** What nodes say to each other. */
export type BullyMessage = Election | Answer | Coordinator;
export type BullyTimer = "start" | "answer" | "coordinator";

/** A node's state. */
export type BullyState = {
  self: NodeId;
  phase: "idle" | "waiting for answers" | "waiting for the coordinator";
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
}

type BullyOut = Out<BullyMessage, BullyTimer, { booted: true }>;
export type Bully = Protocol<BullyState, BullyMessage, BullyTimer, { booted: true }>;

interface BullyConfig {
  readonly members: readonly NodeId[];
  readonly starters: readonly NodeId[];
  readonly answerTimeoutMs: Millis;
  readonly coordinatorTimeoutMs: Millis;
}

/** Asks everybody above; whoever has nobody above has won. */
function holdElection(state: BullyState, out: BullyOut, config: BullyConfig): void {
  const above = config.members.slice(config.members.indexOf(state.self) + 1);
  if (above.length === 0) return announce(state, out, config);
  state.phase = "waiting for answers";
  for (const node of above) out.send(node, { kind: "Election" });
  out.setTimer("answer", [config.answerTimeoutMs, config.answerTimeoutMs]);
}

function announce(state: BullyState, out: BullyOut, config: BullyConfig): void {
  follow(state, state.self, out);
  const below = config.members.slice(0, config.members.indexOf(state.self));
  for (const node of below) out.send(node, { kind: "Coordinator" });
}

function follow(state: BullyState, coordinator: NodeId, out: BullyOut): void {
  state.coordinator = coordinator;
  state.phase = "idle";
  out.cancelTimer("answer");
  out.cancelTimer("coordinator");
}

/** Somebody lower misses the coordinator: answer, and take over. A coordinator that is asked only says who it is. */
function onElection(state: BullyState, from: NodeId, out: BullyOut, config: BullyConfig): void {
  if (state.coordinator === state.self) return out.send(from, { kind: "Coordinator" });
  out.send(from, { kind: "Answer" });
  if (state.phase === "idle") holdElection(state, out, config);
}

/** Somebody higher is there, and will announce itself, or die before it does. */
function onAnswer(state: BullyState, out: BullyOut, config: BullyConfig): void {
  if (state.phase !== "waiting for answers") return;
  state.phase = "waiting for the coordinator";
  out.cancelTimer("answer");
  out.setTimer("coordinator", [config.coordinatorTimeoutMs, config.coordinatorTimeoutMs]);
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
      else follow(state, from, out);
    },
    onTimer(state, timer, out) {
      // Nobody above answered: they are all dead, if time is synchronous.
      if (timer === "answer") announce(state, out, config);
      // Whoever answered has died since, or the node is the first to notice: begin (again).
      else holdElection(state, out, config);
    },
    view: (state) => ({
      role: state.coordinator === state.self ? "coordinator" : "member",
      fields: { phase: state.phase, coordinator: state.coordinator ?? "–" },
    }),
    contract: {
      time: "synchronous",
      failures: "recovery",
      links: { loss: false, duplication: true, reordering: false },
      safety: [oneCoordinator, coordinatorIsElected],
      liveness: [],
      source: "Garcia-Molina 1982, section III",
    },
  };
}

function configOf(options: BullyOptions): BullyConfig {
  const members = namesOf(options.members ?? 5);
  const { starters = members.slice(0, 1), answerTimeoutMs = 100, coordinatorTimeoutMs = 300 } = options;
  for (const starter of starters) {
    if (members.includes(starter)) continue;
    throw new RangeError(`starters names ${starter}; allowed are ${members.join(", ")}`);
  }
  return { members, starters, answerTimeoutMs, coordinatorTimeoutMs };
}

/** Between nodes that have come to rest: while an election is on, they may still believe in different ones. */
export const oneCoordinator: Property = always<BullyState, BullyMessage>(
  "nodes at rest follow the same coordinator",
  (world) => {
    const states = world.nodes.flatMap((node) => world.state(node) ?? []);
    if (world.messages.length > 0 || states.some((state) => state.phase !== "idle")) return true;
    const followers = states.filter((state) => state.coordinator !== null);
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
