/** Paxos with a mistake. */
import { agreement, paxosHandlers, paxosWith } from "../paxos";
import type { Paxos, PaxosHandlers } from "../paxos";
import { without } from "./broken-protocol";
import type { BrokenProtocol } from "./broken-protocol";

const { prepare, accept, promise, accepted } = paxosHandlers;

function duel(replaced: Partial<PaxosHandlers>, tries = 1): Paxos {
  return paxosWith(replaced)({ members: 3, proposals: { A: "red", C: "blue" }, tries });
}

export const forgottenPromise: BrokenProtocol = {
  name: "forgotten promise",
  mistake: "A Paxos acceptor promises without saving the promise.",
  protocol: duel({
    prepare: (state, message, from, out, config) =>
      prepare(state, message, from, without({ saves: true }, out), config),
  }),
  property: agreement,
  time: "asynchronous",
  faults: { crashes: 1, restarts: 1 },
};

export const forgottenAcceptance: BrokenProtocol = {
  name: "forgotten acceptance",
  mistake: "A Paxos acceptor tells the learners what it has accepted without having saved it.",
  protocol: duel({
    accept: (state, message, from, out, config) => accept(state, message, from, without({ saves: true }, out), config),
  }),
  property: agreement,
  time: "asynchronous",
  faults: { crashes: 1, restarts: 1 },
};

export const brokenPromise: BrokenProtocol = {
  name: "broken promise",
  mistake: "A Paxos acceptor accepts proposals below the ballot that it has promised.",
  protocol: duel({
    accept: (state, message, from, out, config) =>
      accept(state, message, from, without({ guards: ["accepts nothing below its promise"] }, out), config),
  }),
  property: agreement,
  time: "asynchronous",
};

export const boldProposer: BrokenProtocol = {
  name: "bold proposer",
  mistake: "A Paxos proposer proposes its own value whatever the acceptors have accepted before.",
  protocol: duel({
    promise: (state, message, from, out, config) => promise(state, { ...message, accepted: null }, from, out, config),
  }),
  property: agreement,
  time: "asynchronous",
};

export const firstPromise: BrokenProtocol = {
  name: "value of the first promise",
  mistake: "A Paxos proposer takes the value of the first promise that has one, not that of the highest ballot.",
  protocol: duel(
    {
      promise(state, message, from, out, config) {
        const earlier = state.proposer.promises.find((one) => one.accepted !== null);
        promise(state, earlier ? { ...message, accepted: earlier.accepted } : message, from, out, config);
      },
    },
    2,
  ),
  property: agreement,
  time: "asynchronous",
};

export const earlyLearner: BrokenProtocol = {
  name: "decided before a majority",
  mistake: "A Paxos learner takes a value for chosen as soon as one acceptor has accepted it.",
  protocol: duel({
    accepted: (state, message, from, out, config) => accepted(state, message, from, out, { ...config, majority: 1 }),
  }),
  property: agreement,
  time: "asynchronous",
};
