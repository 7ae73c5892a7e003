/**
 * Single-decree Paxos: a group decides once, whatever fails.
 *
 * A proposer picks a ballot, a number that nobody else uses, and asks the acceptors to promise that they will ignore
 * all lower ones. A majority of promises tells it what may already have been chosen: if any of them has accepted a
 * value, it must propose the one of the highest ballot; only if none has, its own. Then it asks them to accept. A
 * value that a majority has accepted in one ballot is chosen, and every later ballot must find it, because any two
 * majorities share an acceptor. Learners count.
 *
 * Nothing wrong ever happens, however late or often messages come. That something happens at all needs luck: two
 * proposers can outbid each other for ever.
 *
 * Source: Lamport, "Paxos made simple", 2001, section 2.2 (the two phases) and 2.3 (learners). Simplified: every node
 * plays all three parts; a ballot is a round and a node, ordered by round, then by name.
 */
import { always, canAlwaysReach, members as namesOf, sometimes } from "../protocol";
import type { Data, Millis, NodeId, Out, Property, Protocol, World } from "../protocol";

/** Lamport's proposal number: unique because it carries its proposer's name. */
export type Ballot = { round: number; proposer: NodeId };

export type Accepted = { ballot: Ballot; value: Data };

/** Phase 1a and 1b. */
export type Prepare = { kind: "Prepare"; ballot: Ballot };
export type Promise_ = { kind: "Promise"; ballot: Ballot; accepted: Accepted | null };
/** Phase 2a and 2b; 2b goes to all learners. */
export type Accept = { kind: "Accept"; ballot: Ballot; value: Data };
export type AcceptedMessage = { kind: "Accepted"; ballot: Ballot; value: Data };
/** "I have promised more than that": only for speed, silence would do. */
export type Refused = { kind: "Refused"; ballot: Ballot; promised: Ballot };
/** What proposers and acceptors say, as request and reply. */
export type PaxosMessage = Prepare | Promise_ | Accept | AcceptedMessage | Refused;

/** A node's state, whichever parts it plays. */
export type PaxosState = {
  self: NodeId;
  acceptor: AcceptorState;
  proposer: ProposerState;
  learner: LearnerState;
};

/** What an acceptor must never forget. */
export type AcceptorState = { promised: Ballot | null; accepted: Accepted | null };

export type ProposerState = {
  /** The value it would like; null if it proposes nothing. */
  wants: Data;
  ballot: Ballot | null;
  phase: "idle" | "preparing" | "accepting";
  promises: { from: NodeId; accepted: Accepted | null }[];
  /** Proposals left to try; keeps runs finite for the checker. */
  triesLeft: number;
};

export type LearnerState = {
  /** The acceptors that have accepted, by ballot. */
  votes: { ballot: Ballot; value: Data; from: NodeId[] }[];
  chosen: { value: Data } | null;
};

/** What survives a crash: what this acceptor has promised and accepted, and which round its proposer has used up. */
export type PaxosSaved = { acceptor: AcceptorState; round: number };
export type PaxosTimer = "propose";

/** Who takes part, and what is proposed. */
export interface PaxosOptions {
  /** How many nodes, or their names. Default 3. */
  readonly members?: number | readonly NodeId[];
  /** What each proposer wants; a node that does not appear proposes nothing. */
  readonly proposals: { readonly [node: NodeId]: Data };
  /** How long a proposer waits before it tries (again) with a higher ballot. Default [50, 150]. */
  readonly retryMs?: readonly [min: Millis, max: Millis];
  /** How many ballots a proposer may start. Default 10. */
  readonly tries?: number;
  /** Who is told what acceptors accept. Default all members; one distinguished learner keeps explorations small. */
  readonly learners?: readonly NodeId[];
}

/** The recorder that handlers get. */
export type PaxosOut = Out<PaxosMessage, PaxosTimer, PaxosSaved>;
export type PaxosConfig = {
  readonly members: readonly NodeId[];
  readonly learners: readonly NodeId[];
  readonly majority: number;
  readonly retryMs: readonly [min: Millis, max: Millis];
};
export type PaxosHandler<Message> = (
  state: PaxosState,
  message: Message,
  from: NodeId,
  out: PaxosOut,
  config: PaxosConfig,
) => void;

/** The rules that can be replaced one by one. */
export interface PaxosHandlers {
  readonly prepare: PaxosHandler<Prepare>;
  readonly accept: PaxosHandler<Accept>;
  readonly promise: PaxosHandler<Promise_>;
  readonly accepted: PaxosHandler<AcceptedMessage>;
  readonly refused: PaxosHandler<Refused>;
}

/** Negative where `left` is lower. No ballot at all is lower than any. */
export function compareBallots(left: Ballot | null, right: Ballot | null): number {
  if (left === null || right === null) return (left === null ? 0 : 1) - (right === null ? 0 : 1);
  if (left.round !== right.round) return left.round - right.round;
  return left.proposer < right.proposer ? -1 : left.proposer > right.proposer ? 1 : 0;
}

/** Phase 1b: promise to ignore lower ballots, and say what was accepted last. Saved before it is said. */
function prepare(state: PaxosState, { ballot }: Prepare, from: NodeId, out: PaxosOut): void {
  const { acceptor } = state;
  if (!out.guard("promises only upwards", compareBallots(ballot, acceptor.promised) >= 0)) {
    return out.send(from, { kind: "Refused", ballot, promised: acceptor.promised! });
  }
  acceptor.promised = ballot;
  save(state, out);
  out.send(from, { kind: "Promise", ballot, accepted: acceptor.accepted });
}

/** Phase 2b: accept unless a higher ballot was promised. Accepting promises as much. */
function accept(state: PaxosState, { ballot, value }: Accept, from: NodeId, out: PaxosOut, config: PaxosConfig): void {
  const { acceptor } = state;
  if (!out.guard("accepts nothing below its promise", compareBallots(ballot, acceptor.promised) >= 0)) {
    return out.send(from, { kind: "Refused", ballot, promised: acceptor.promised! });
  }
  acceptor.promised = ballot;
  acceptor.accepted = { ballot, value };
  save(state, out);
  for (const learner of config.learners) out.send(learner, { kind: "Accepted", ballot, value });
}

/** Phase 2a, once a majority has promised: the value of the highest ballot among them, or one's own. */
function promise(state: PaxosState, message: Promise_, from: NodeId, out: PaxosOut, config: PaxosConfig): void {
  const { proposer } = state;
  if (proposer.phase !== "preparing" || compareBallots(message.ballot, proposer.ballot) !== 0) return;
  if (proposer.promises.some((earlier) => earlier.from === from)) return;
  proposer.promises.push({ from, accepted: message.accepted });
  if (proposer.promises.length < config.majority) return;
  proposer.phase = "accepting";
  const bound = highestAccepted(proposer.promises);
  const isFree = out.guard("proposes its own value only if nothing was accepted", bound === null);
  const value = isFree ? proposer.wants : bound!.value;
  for (const acceptor of config.members) out.send(acceptor, { kind: "Accept", ballot: message.ballot, value });
}

function highestAccepted(promises: ProposerState["promises"]): Accepted | null {
  let highest: Accepted | null = null;
  for (const { accepted: one } of promises) {
    if (compareBallots(one?.ballot ?? null, highest?.ballot ?? null) > 0) highest = one;
  }
  return highest;
}

/** A learner counts acceptors, ballot by ballot: a majority within one ballot has chosen. */
function accepted(state: PaxosState, message: AcceptedMessage, from: NodeId, out: PaxosOut, config: PaxosConfig): void {
  const { learner } = state;
  let vote = learner.votes.find((other) => compareBallots(other.ballot, message.ballot) === 0);
  if (!vote) {
    vote = { ballot: message.ballot, value: message.value, from: [] };
    learner.votes.push(vote);
    learner.votes.sort((left, right) => compareBallots(left.ballot, right.ballot));
  }
  if (!vote.from.includes(from)) vote.from = [...vote.from, from].toSorted();
  if (vote.from.length < config.majority || learner.chosen !== null) return;
  learner.chosen = { value: vote.value };
  out.cancelTimer("propose");
}

/** Somebody has promised a higher ballot: try again later, above it. */
function refused(state: PaxosState, message: Refused, _from: NodeId, out: PaxosOut, config: PaxosConfig): void {
  const { proposer } = state;
  if (proposer.phase === "idle" || compareBallots(message.ballot, proposer.ballot) !== 0) return;
  proposer.phase = "idle";
  proposer.promises = [];
  // The next ballot must be above the one that was promised; the round is all that needs to be remembered.
  proposer.ballot = { round: Math.max(proposer.ballot!.round, message.promised.round), proposer: state.self };
  if (proposer.triesLeft > 0) out.setTimer("propose", config.retryMs);
}

function propose(state: PaxosState, out: PaxosOut, config: PaxosConfig): void {
  const { proposer, learner } = state;
  if (learner.chosen !== null || proposer.triesLeft === 0) return;
  proposer.triesLeft -= 1;
  proposer.ballot = { round: (proposer.ballot?.round ?? 0) + 1, proposer: state.self };
  proposer.phase = "preparing";
  proposer.promises = [];
  // A ballot must never be used twice, not even after a crash.
  save(state, out);
  for (const acceptor of config.members) out.send(acceptor, { kind: "Prepare", ballot: proposer.ballot });
  if (proposer.triesLeft > 0) out.setTimer("propose", config.retryMs);
}

function save(state: PaxosState, out: PaxosOut): void {
  out.save({ acceptor: state.acceptor, round: state.proposer.ballot?.round ?? 0 });
}

/** The rules of the paper, to be replaced one by one. */
export const paxosHandlers: PaxosHandlers = { prepare, accept, promise, accepted, refused };

export type Paxos = Protocol<PaxosState, PaxosMessage, PaxosTimer, PaxosSaved>;

/** Single-decree Paxos. */
export function paxos(options: PaxosOptions): Paxos {
  return paxosWith({})(options);
}

/** Paxos with some of its rules replaced. */
export function paxosWith(replaced: Partial<PaxosHandlers>): (options: PaxosOptions) => Paxos {
  const handlers = { ...paxosHandlers, ...replaced };
  return (options) => build(handlers, options);
}

function build(handlers: PaxosHandlers, options: PaxosOptions): Paxos {
  const members = namesOf(options.members ?? 3);
  const { proposals, retryMs = [50, 150], tries = 10, learners = members } = options;
  const config: PaxosConfig = { members, learners, majority: Math.floor(members.length / 2) + 1, retryMs };
  for (const [option, named] of Object.entries({ proposals: Object.keys(proposals), learners })) {
    const stranger = named.find((node) => !members.includes(node));
    if (stranger !== undefined) {
      throw new RangeError(`${option} names ${stranger}; allowed are ${members.join(", ")}`);
    }
  }
  return {
    name: "paxos",
    members,
    start(self, saved, out) {
      const wants = proposals[self] ?? null;
      const round = saved?.round ?? 0;
      const ballot = round > 0 ? { round, proposer: self } : null;
      if (wants !== null) out.setTimer("propose", saved === null ? [0, retryMs[1]] : retryMs);
      return {
        self,
        acceptor: { promised: saved?.acceptor.promised ?? null, accepted: saved?.acceptor.accepted ?? null },
        proposer: { wants, ballot, phase: "idle", promises: [], triesLeft: wants === null ? 0 : tries },
        learner: { votes: [], chosen: null },
      };
    },
    onMessage: (state, message, from, out) => deliver(handlers, state, message, from, out, config),
    onTimer: (state, _timer, out) => propose(state, out, config),
    view: viewOf,
    contract: {
      time: "asynchronous",
      failures: "recovery",
      links: { loss: true, duplication: true, reordering: true },
      safety: [agreement, somethingIsChosen],
      liveness: [choiceIsPossible],
      source: "Lamport 2001, section 2",
    },
  };
}

function deliver(
  handlers: PaxosHandlers,
  state: PaxosState,
  message: PaxosMessage,
  from: NodeId,
  out: PaxosOut,
  config: PaxosConfig,
): void {
  switch (message.kind) {
    case "Prepare":
      return handlers.prepare(state, message, from, out, config);
    case "Promise":
      return handlers.promise(state, message, from, out, config);
    case "Accept":
      return handlers.accept(state, message, from, out, config);
    case "Accepted":
      return handlers.accepted(state, message, from, out, config);
    case "Refused":
      return handlers.refused(state, message, from, out, config);
  }
}

function print(ballot: Ballot | null): string {
  return ballot === null ? "–" : `${ballot.round}${ballot.proposer}`;
}

function viewOf(state: PaxosState): ReturnType<NonNullable<Paxos["view"]>> {
  const { acceptor, proposer, learner } = state;
  return {
    role: proposer.phase === "idle" ? "acceptor" : "proposer",
    fields: {
      promised: print(acceptor.promised),
      accepted:
        acceptor.accepted === null
          ? "–"
          : `${JSON.stringify(acceptor.accepted.value)} in ${print(acceptor.accepted.ballot)}`,
    },
    ...(learner.chosen === null ? {} : { decided: learner.chosen.value }),
  };
}

/** Agreement and validity at once: what is chosen is one value, whoever has learnt it. */
export const agreement: Property = always<PaxosState>("at most one value is chosen", (world) => {
  const learners = world.nodes.flatMap((node) => {
    const chosen = world.state(node)?.learner.chosen;
    return chosen ? [{ node, value: JSON.stringify(chosen.value) }] : [];
  });
  const other = learners.find(({ value }) => value !== learners[0]!.value);
  return (
    other === undefined || `${learners[0]!.node} has learnt ${learners[0]!.value}, and ${other.node} ${other.value}`
  );
});

function anyChosen(world: World<PaxosState>): boolean {
  return world.nodes.some((node) => (world.state(node)?.learner.chosen ?? null) !== null);
}

export const somethingIsChosen: Property = sometimes<PaxosState>("a value is chosen", anyChosen);

export const choiceIsPossible: Property = canAlwaysReach<PaxosState>("a value can still be chosen", anyChosen);
