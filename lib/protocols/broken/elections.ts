/** Elections with a mistake. */
import { electionSafety, raftElectionHandlers, raftElectionWith } from "../raft-election";
import type { RaftElection, RaftElectionHandlers } from "../raft-election";
import { without } from "./broken-protocol";
import type { BrokenProtocol } from "./broken-protocol";

const { requestVote, requestVoteReply } = raftElectionHandlers;

function election(replaced: Partial<RaftElectionHandlers>, members = 3): RaftElection {
  return raftElectionWith(replaced)({ members });
}

export const forgottenVote: BrokenProtocol = {
  name: "forgotten vote",
  mistake: "A Raft server answers a request for its vote without having saved the vote.",
  protocol: election({
    requestVote: (state, request, from, out, config) =>
      requestVote(state, request, from, without({ saves: true }, out), config),
  }),
  property: electionSafety,
  time: "asynchronous",
  faults: { crashes: 1, restarts: 1 },
  firings: 2,
};

export const secondVote: BrokenProtocol = {
  name: "second vote",
  mistake: "A Raft server gives its vote to whoever asks, also twice in one term.",
  protocol: election({
    requestVote: (state, request, from, out, config) =>
      requestVote(state, request, from, without({ guards: ["votes once a term"] }, out), config),
  }),
  property: electionSafety,
  time: "asynchronous",
  firings: 2,
};

export const missingTermCheck: BrokenProtocol = {
  name: "missing term check",
  mistake: "A Raft candidate counts votes that were given to it in an earlier term.",
  protocol: election({
    requestVoteReply: (state, reply, from, out, config) =>
      requestVoteReply(state, reply, from, without({ guards: ["counts votes only of its own term"] }, out), config),
  }),
  property: electionSafety,
  time: "asynchronous",
  firings: 3,
};

export const wrongQuorum: BrokenProtocol = {
  name: "wrong quorum",
  mistake: "A Raft candidate among four is content with two votes: half, not a majority.",
  protocol: election(
    {
      requestVoteReply: (state, reply, from, out, config) =>
        requestVoteReply(state, reply, from, out, { ...config, members: config.members.slice(1) }),
    },
    4,
  ),
  property: electionSafety,
  time: "asynchronous",
  firings: 2,
};

export const voteCountedTwice: BrokenProtocol = {
  name: "vote counted twice",
  mistake: "A Raft candidate counts replies instead of voters, so that a copy of a reply is another vote.",
  protocol: election(
    {
      requestVoteReply: (state, reply, from, out, config) =>
        requestVoteReply(state, reply, from, without({ guards: ["counts each voter once"] }, out), config),
    },
    4,
  ),
  property: electionSafety,
  time: "asynchronous",
  faults: { duplicates: 2 },
  firings: 2,
};
