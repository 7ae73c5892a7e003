/**
 * Multi-Paxos: a log, each slot of which is decided by Paxos, under one leader as long as it lives.
 *
 * Phase 1 does not mention a value, so a leader can do it once for all slots, those that nobody has used yet included.
 * From then on a command costs phase 2 alone: one round trip to a majority. The price is paid by the next leader. Its
 * promises tell it what has been accepted in slots that it does not know to be decided; each of these may have been
 * chosen, so it proposes it again under its own ballot, and where a slot between them is empty it proposes nothing
 * (a *no-op*), because the commands behind it cannot be applied before the gap is closed. Only then come new commands.
 *
 * Several nodes may take themselves for the leader at the same time. That costs time, never agreement.
 *
 * Source: Lamport, "Paxos made simple", 2001, section 3; van Renesse and Altinbuken, "Paxos made moderately complex",
 * ACM Computing Surveys 47(3), 2015, sections 2 and 4. Simplified: every node is leader, acceptor and replica; the
 * members are fixed; nothing is ever forgotten, so that a node that boots again learns the log from its beginning;
 * reads go through the log; a client's name is its session.
 */
import type { Data, NodeId } from "../protocol";
import type {
  AcceptedSlot,
  AcceptSlot,
  CatchUp,
  ChosenSlot,
  LeaderAlive,
  MultiPaxos,
  MultiPaxosConfig,
  MultiPaxosHandlers,
  MultiPaxosMessage,
  MultiPaxosOptions,
  MultiPaxosOut,
  MultiPaxosState,
  PrepareSlots,
  PromiseSlots,
  RefusedBallot,
  SlotEntry,
  SlotRequest,
  SlotVote,
} from "./multi-paxos/vocabulary";
import { commandIsApplied, progressIsPossible, sameMachine, slotAgreement } from "./multi-paxos/properties";
import { configOf, roundOf, save, start } from "./multi-paxos/server";
import { compareBallots } from "./paxos";
import type { Ballot } from "./paxos";
import { applyCommand, sessionOf } from "./raft/key-value";

/** Phase 1b. What is known to be chosen was accepted, too: nothing must be added. */
function prepare(
  state: MultiPaxosState,
  { ballot, firstSlot }: PrepareSlots,
  from: NodeId,
  out: MultiPaxosOut,
  config: MultiPaxosConfig,
): void {
  if (!follow(state, ballot, from, out, config)) return;
  const known = Object.values(state.accepted).filter(({ slot }) => slot >= firstSlot);
  out.send(from, { kind: "Promise", ballot, accepted: known });
}

/** Phase 2b. */
function accept(
  state: MultiPaxosState,
  { ballot, slot, entry }: AcceptSlot,
  from: NodeId,
  out: MultiPaxosOut,
  config: MultiPaxosConfig,
): void {
  if (!follow(state, ballot, from, out, config)) return;
  // Frozen, it is shared from then on, however often the state is copied.
  state.accepted[slot] = Object.freeze({ slot, ballot, entry });
  save(state, out);
  out.send(from, { kind: "Accepted", ballot, slot });
}

/** Promises a ballot that is not below what was promised already; refuses the others. */
function follow(
  state: MultiPaxosState,
  ballot: Ballot,
  from: NodeId,
  out: MultiPaxosOut,
  config: MultiPaxosConfig,
): boolean {
  if (!out.guard("promises only upwards", compareBallots(ballot, state.promised) >= 0)) {
    out.send(from, { kind: "Refused", ballot, promised: state.promised! });
    return false;
  }
  if (compareBallots(ballot, state.promised) !== 0) {
    state.promised = ballot;
    save(state, out);
  }
  state.leader = ballot.proposer;
  if (from !== state.self) stepDown(state, out, config);
  return true;
}

function stepDown(state: MultiPaxosState, out: MultiPaxosOut, config: MultiPaxosConfig): void {
  if (state.role !== "follower") out.cancelTimer("heartbeat");
  state.role = "follower";
  state.promises = {};
  state.proposed = {};
  out.setTimer("election", config.electionTimeoutMs);
}

function stand(state: MultiPaxosState, out: MultiPaxosOut, config: MultiPaxosConfig): void {
  state.role = "preparing";
  state.ballot = { round: roundOf(state) + 1, proposer: state.self };
  state.promises = {};
  state.proposed = {};
  // A ballot must never be used twice, not even after a crash.
  save(state, out);
  sendToAll({ kind: "Prepare", ballot: state.ballot, firstSlot: state.applied + 1 }, out, config);
  out.setTimer("election", config.electionTimeoutMs);
}

function promise(
  state: MultiPaxosState,
  message: PromiseSlots,
  from: NodeId,
  out: MultiPaxosOut,
  config: MultiPaxosConfig,
): void {
  if (state.role !== "preparing" || compareBallots(message.ballot, state.ballot) !== 0) return;
  state.promises[from] = message.accepted;
  if (Object.keys(state.promises).length < config.majority) return;
  state.role = "leader";
  out.cancelTimer("election");
  config.rules.lead(state, out, config);
  state.promises = {};
  showLife(state, out, config);
}

function lead(state: MultiPaxosState, out: MultiPaxosOut, config: MultiPaxosConfig): void {
  const votes = Object.values(state.promises).flat();
  const isFree = out.guard("proposes again what it has learnt", votes.length === 0);
  const known = [...Object.keys(state.chosen).map(Number), ...(isFree ? [] : votes.map(({ slot }) => slot))];
  state.nextSlot = Math.max(state.applied, ...known) + 1;
  for (let slot = state.applied + 1; slot < state.nextSlot; slot++) {
    if (state.chosen[slot] === undefined) proposeIn(state, slot, highestVote(votes, slot)?.entry ?? null, out, config);
  }
}

function highestVote(votes: readonly SlotVote[], slot: number): SlotVote | null {
  let highest: SlotVote | null = null;
  for (const vote of votes) {
    if (vote.slot === slot && compareBallots(vote.ballot, highest?.ballot ?? null) > 0) highest = vote;
  }
  return highest;
}

/** Phase 2a. */
function proposeIn(
  state: MultiPaxosState,
  slot: number,
  entry: SlotEntry,
  out: MultiPaxosOut,
  config: MultiPaxosConfig,
): void {
  state.proposed[slot] = { entry, acceptedBy: {} };
  sendToAll({ kind: "Accept", ballot: state.ballot!, slot, entry }, out, config);
}

function accepted(
  state: MultiPaxosState,
  { ballot, slot }: AcceptedSlot,
  from: NodeId,
  out: MultiPaxosOut,
  config: MultiPaxosConfig,
): void {
  const proposal = state.proposed[slot];
  if (state.role !== "leader" || compareBallots(ballot, state.ballot) !== 0 || proposal === undefined) return;
  proposal.acceptedBy[from] = true;
  if (Object.keys(proposal.acceptedBy).length < config.majority) return;
  delete state.proposed[slot];
  state.chosen[slot] = Object.freeze({ entry: proposal.entry });
  const others = config.members.filter((member) => member !== state.self);
  for (const member of others) out.send(member, { kind: "Chosen", slot, entry: proposal.entry });
  config.rules.apply(state, out, config);
}

function apply(state: MultiPaxosState, out: MultiPaxosOut): void {
  const last = Math.max(0, ...Object.keys(state.chosen).map(Number));
  while (state.applied < last) {
    const chosen = state.chosen[state.applied + 1];
    if (!out.guard("applies nothing behind a gap", chosen !== undefined)) return;
    state.applied += 1;
    const command = chosen?.entry ?? null;
    if (command === null) continue;
    const result = applyCommand(state.machine, command, out);
    if (state.role === "leader") answer(state, command.client, command.serial, result, out);
  }
}

function answer(state: MultiPaxosState, client: NodeId, serial: number, result: Data, out: MultiPaxosOut): void {
  out.send(client, { kind: "ClientReply", serial, done: true, result, leader: state.self });
}

/** A command that is on its way is not proposed twice; one that was carried out is answered from its session. */
function clientRequest(
  state: MultiPaxosState,
  { serial, operation }: SlotRequest,
  client: NodeId,
  out: MultiPaxosOut,
  config: MultiPaxosConfig,
): void {
  if (state.role !== "leader") {
    return out.send(client, { kind: "ClientReply", serial, done: false, result: null, leader: state.leader });
  }
  const session = sessionOf(state.machine, client);
  if (session?.serial === serial) return answer(state, client, serial, session.result, out);
  const waiting = [...Object.values(state.proposed), ...Object.values(state.chosen)];
  if (waiting.some(({ entry }) => entry?.client === client && entry.serial === serial)) return;
  state.nextSlot += 1;
  proposeIn(state, state.nextSlot - 1, Object.freeze({ client, serial, operation }), out, config);
}

/** The rules of the papers. */
export const multiPaxosHandlers: MultiPaxosHandlers = {
  prepare,
  promise,
  accept,
  accepted,
  clientRequest,
  lead,
  apply,
};

/** A leader says that it lives. */
function showLife(state: MultiPaxosState, out: MultiPaxosOut, config: MultiPaxosConfig): void {
  const message: LeaderAlive = { kind: "Alive", ballot: state.ballot!, applied: state.applied };
  for (const member of config.members) if (member !== state.self) out.send(member, message);
  out.setTimer("heartbeat", [config.heartbeatMs, config.heartbeatMs]);
}

/** And asks again for what has not been accepted: the request or its answer may be lost. */
function beat(state: MultiPaxosState, out: MultiPaxosOut, config: MultiPaxosConfig): void {
  showLife(state, out, config);
  for (const [slot, { entry, acceptedBy }] of Object.entries(state.proposed)) {
    for (const member of config.members) {
      if (acceptedBy[member]) continue;
      out.send(member, { kind: "Accept", ballot: state.ballot!, slot: Number(slot), entry });
    }
  }
}

function hearLeader(
  state: MultiPaxosState,
  message: LeaderAlive,
  from: NodeId,
  out: MultiPaxosOut,
  config: MultiPaxosConfig,
): void {
  if (!follow(state, message.ballot, from, out, config)) return;
  if (message.applied > state.applied) out.send(from, { kind: "CatchUp", firstSlot: state.applied + 1 });
}

/** How many slots an answer to CatchUp has at most: the rest is asked for at the next sign of life. */
const slotsAtOnce = 50;

function catchUp(state: MultiPaxosState, { firstSlot }: CatchUp, from: NodeId, out: MultiPaxosOut): void {
  for (let slot = firstSlot; slot <= state.applied && slot < firstSlot + slotsAtOnce; slot++) {
    const known = state.chosen[slot];
    if (known !== undefined) out.send(from, { kind: "Chosen", slot, entry: known.entry });
  }
}

function learn(
  state: MultiPaxosState,
  { slot, entry }: ChosenSlot,
  out: MultiPaxosOut,
  config: MultiPaxosConfig,
): void {
  state.chosen[slot] ??= Object.freeze({ entry });
  config.rules.apply(state, out, config);
}

/** Somebody has promised more: the next ballot must be above that. */
function refused(state: MultiPaxosState, message: RefusedBallot, out: MultiPaxosOut, config: MultiPaxosConfig): void {
  if (state.role === "follower" || compareBallots(message.ballot, state.ballot) !== 0) return;
  state.ballot = { round: Math.max(roundOf(state), message.promised.round), proposer: state.self };
  state.leader = message.promised.proposer;
  stepDown(state, out, config);
}

function sendToAll(message: MultiPaxosMessage, out: MultiPaxosOut, config: MultiPaxosConfig): void {
  for (const member of config.members) out.send(member, message);
}

/**
 * A key-value store on a log that Multi-Paxos decides; `raftClient` is its client.
 * @throws RangeError where an option is not allowed
 */
export function multiPaxos(options: MultiPaxosOptions = {}): MultiPaxos {
  return multiPaxosWith({})(options);
}

/** Multi-Paxos with some of its rules replaced: `multiPaxosWith({ lead: mine })({ members: 5 })`. */
export function multiPaxosWith(replaced: Partial<MultiPaxosHandlers>): (options?: MultiPaxosOptions) => MultiPaxos {
  return (options = {}) => build(configOf(options, { ...multiPaxosHandlers, ...replaced }));
}

function build(config: MultiPaxosConfig): MultiPaxos {
  return {
    name: "multi-paxos",
    members: config.members,
    start: (self, saved, out) => start(self, saved, out, config),
    onMessage: (state, message, from, out) => deliver(state, message, from, out, config),
    onTimer(state, timer, out) {
      if (timer === "election" && state.role !== "leader") stand(state, out, config);
      if (timer === "heartbeat" && state.role === "leader") beat(state, out, config);
    },
    view: (state) => ({
      role: state.role,
      fields: { promised: print(state.promised), applied: state.applied },
    }),
    contract: {
      time: "partially synchronous",
      failures: "recovery",
      links: { loss: true, duplication: true, reordering: true },
      safety: [slotAgreement, sameMachine, commandIsApplied],
      liveness: [progressIsPossible],
      source: "Lamport 2001, section 3; van Renesse and Altinbuken 2015",
    },
  };
}

function deliver(
  state: MultiPaxosState,
  message: MultiPaxosMessage,
  from: NodeId,
  out: MultiPaxosOut,
  config: MultiPaxosConfig,
): void {
  const { rules } = config;
  switch (message.kind) {
    case "Prepare":
      return rules.prepare(state, message, from, out, config);
    case "Promise":
      return rules.promise(state, message, from, out, config);
    case "Accept":
      return rules.accept(state, message, from, out, config);
    case "Accepted":
      return rules.accepted(state, message, from, out, config);
    case "ClientRequest":
      return rules.clientRequest(state, message, from, out, config);
    case "Alive":
      return hearLeader(state, message, from, out, config);
    case "CatchUp":
      return catchUp(state, message, from, out);
    case "Chosen":
      return learn(state, message, out, config);
    case "Refused":
      return refused(state, message, out, config);
    case "ClientReply":
  }
}

function print(ballot: Ballot | null): string {
  return ballot === null ? "–" : `${ballot.round}${ballot.proposer}`;
}
