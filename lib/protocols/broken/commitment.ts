/** Commit protocols with a mistake. */
import { agreement as threePhaseAgreement, threePhaseCommit, threePhaseCommitWith } from "../three-phase-commit";
import { agreement, twoPhaseCommitWith, twoPhaseRules } from "../two-phase-commit";
import type { TwoPhaseCommit, TwoPhaseCommitOptions, TwoPhaseRules } from "../two-phase-commit";
import { without } from "./broken-protocol";
import type { BrokenProtocol } from "./broken-protocol";

const { prepare, vote, decide, participantTimeout } = twoPhaseRules;

function commitment(replaced: Partial<TwoPhaseRules>, options: TwoPhaseCommitOptions = {}): TwoPhaseCommit {
  return twoPhaseCommitWith(replaced)({ participants: 2, ...options });
}

export const earlyCommit: BrokenProtocol = {
  name: "early commit",
  mistake: "A coordinator commits at the first yes, without waiting for the other votes.",
  protocol: commitment(
    {
      vote: (state, yes, from, out, config) =>
        vote(state, yes, from, without({ guards: ["commits only when all have promised"] }, out), config),
    },
    { votes: "either" },
  ),
  property: agreement,
  time: "asynchronous",
};

export const lostDecision: BrokenProtocol = {
  name: "lost decision",
  mistake: "A coordinator tells everybody that it has committed without having saved it.",
  protocol: commitment({
    decide: (state, outcome, out, config) => decide(state, outcome, without({ saves: true }, out), config),
  }),
  property: agreement,
  time: "asynchronous",
  faults: { crashes: 1, restarts: 1 },
  firings: 1,
};

export const unsavedPromise: BrokenProtocol = {
  name: "lost save",
  mistake: "A participant votes yes without having saved its promise.",
  protocol: commitment({
    prepare: (state, yes, out, config) => prepare(state, yes, without({ saves: true }, out), config),
  }),
  property: agreement,
  time: "asynchronous",
  faults: { crashes: 1, restarts: 1 },
  firings: 1,
};

export const impatientParticipant: BrokenProtocol = {
  name: "impatient participant",
  mistake: "A participant that has promised aborts by itself when it has waited long enough.",
  protocol: commitment({
    participantTimeout: (state, timer, out, config) =>
      participantTimeout(
        state,
        timer,
        without({ guards: ["waits for the coordinator once it has promised"] }, out),
        config,
      ),
  }),
  property: agreement,
  time: "asynchronous",
  firings: 1,
};

export const ownTermination: BrokenProtocol = {
  name: "three-phase time-out",
  mistake: "In three-phase commit, a participant that hears nothing decides by its own phase alone.",
  protocol: threePhaseCommitWith({
    silence(state, out, config) {
      const outcome = state.phase === "precommitted" ? "commit" : "abort";
      state.phase = outcome;
      out.save({ record: outcome });
      void config;
    },
  })({ participants: 2 }),
  property: threePhaseAgreement,
  time: "synchronous",
  faults: { crashes: 1 },
};

export const slowThreePhase: BrokenProtocol = {
  name: "three-phase commit on a slow network",
  mistake: "Three-phase commit, which is right where messages are fast, on a network where they may be slow.",
  protocol: threePhaseCommit({ participants: 2 }),
  property: threePhaseAgreement,
  time: "asynchronous",
  firings: 3,
};
