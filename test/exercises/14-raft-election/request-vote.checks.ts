/** Judges `14-raft-election/request-vote`: the whole election, with the answer's rule in it. */
import { crash, electionSafety, grading, raftElectionWith, sometimes } from "distlab";
import type { Data, Property, RaftElectionState, RequestVote, RequestVoteAnswer, World } from "distlab";

type Rule = RequestVoteAnswer["requestVote"];

const config = { members: ["A", "B", "C"], electionTimeoutMs: [150, 300], heartbeatMs: 75 };
const follower: RaftElectionState = {
  self: "B",
  role: "follower",
  currentTerm: 2,
  votedFor: null,
  votesGranted: [],
  lastLogIndex: 4,
  lastLogTerm: 2,
};
const asked: RequestVote = { kind: "RequestVote", term: 2, lastLogIndex: 4, lastLogTerm: 2 };

const ruleOf = (answer: grading.Answer): Rule => answer.handler<Rule>("requestVote");

function ask(
  answer: grading.Answer,
  state: Partial<RaftElectionState>,
  request: Partial<RequestVote>,
  candidate = "A",
) {
  const given = [{ ...asked, ...request }, candidate] as const;
  return grading.attempt(ruleOf(answer), { ...follower, ...state }, (out) => [...given, out, config]);
}

/** Silence is no vote; a reply says what it says. */
function granted(tried: grading.Attempt<Data>): boolean {
  return tried.sent.some(({ message }) => (message as { readonly voteGranted?: boolean }).voteGranted === true);
}

function expectVote(tried: grading.Attempt<RaftElectionState>, vote: boolean, when: string): void {
  grading.expectEqual(granted(tried), vote, `${when}: the vote is given`);
}

const someoneLeads: Property = sometimes("a leader is elected", (world: World) =>
  world.nodes.some((node) => (world.state(node) as RaftElectionState | null)?.role === "leader"),
);

export default grading.exercise({
  id: "14-raft-election/request-vote",
  title: "To vote or not to vote",
  kind: "write",
  exports: ["requestVote"],
  hints: [
    "Begin with the term: what must be forgotten when a higher one arrives?",
    "Compare logs by the *term* of their last entry first, and by length only where the terms are equal.",
    "In order: adopt a higher term (role, votedFor, votesGranted, save); decide; note the vote and save it; only then reply.",
  ],
  difference:
    "The reference gives its vote again to the candidate that has it already: the first reply may have been lost.",
  checks: [
    grading.example({
      name: "the first candidate of a term gets the vote",
      points: 1,
      hint: '`out.send(candidate, { kind: "RequestVoteReply", term: state.currentTerm, voteGranted: true })`.',
      run(answer) {
        const tried = ask(answer, {}, {});
        expectVote(tried, true, "nobody has asked before, and the logs are equal");
        grading.expectEqual(tried.state.votedFor, "A", "votedFor after the vote");
        grading.expectTrue("election" in tried.timers, "the election timer is not set again after a vote was given");
      },
    }),
    grading.example({
      name: "the later last term beats the longer log",
      points: 2,
      hint: "Section 5.4.1: which of two logs is more up-to-date?",
      run(answer) {
        expectVote(ask(answer, {}, {}), true, "logs are equal");
        expectVote(
          ask(answer, {}, { lastLogTerm: 1, lastLogIndex: 9 }),
          false,
          "its log is longer, its last term earlier",
        );
        expectVote(
          ask(answer, { lastLogTerm: 1 }, { lastLogTerm: 2, lastLogIndex: 1 }),
          true,
          "its log is shorter, its last term later",
        );
        expectVote(ask(answer, {}, { lastLogIndex: 3 }), false, "same last term, its log shorter");
        expectVote(ask(answer, {}, { lastLogIndex: 5 }), true, "same last term, its log longer");
      },
    }),
    grading.example({
      name: "a higher term is adopted, and makes a follower that is free to vote",
      points: 2,
      hint: "A vote belongs to its term. Leaders and candidates step down too, and a leader needs an election timer again.",
      run(answer) {
        const voted = ask(answer, { votedFor: "C" }, { term: 3 });
        expectVote(voted, true, "it has voted for C in term 2, A asks in term 3");
        grading.expectEqual(voted.state.currentTerm, 3, "the term");
        const behind = ask(answer, { votedFor: "C" }, { term: 3, lastLogTerm: 1 });
        grading.expectEqual(
          [behind.state.currentTerm, behind.state.votedFor],
          [3, null],
          "term and vote after a refusal in a higher term",
        );
        const leader = ask(
          answer,
          { role: "leader", votedFor: "B", votesGranted: ["A", "B"] },
          { term: 3, lastLogTerm: 1 },
        );
        grading.expectEqual(leader.state.role, "follower", "the role of a leader that hears of term 3");
        grading.expectTrue(
          "election" in leader.timers,
          "a leader that stepped down sets no election timer: it would wait for ever",
        );
      },
    }),
    grading.example({
      name: "a request of an old term gets no vote, and the new term",
      points: 1,
      hint: "The candidate learns from the reply that it is behind.",
      run(answer) {
        const tried = ask(answer, { currentTerm: 5 }, { term: 4 });
        expectVote(tried, false, "it is in term 5, the request of term 4");
        grading.expectEqual(tried.state.currentTerm, 5, "the term");
        grading.expectTrue(
          tried.sent.length === 0 || (tried.sent[0]!.message as { term: number }).term === 5,
          "the reply does not tell term 5",
        );
        grading.expectEqual(granted(ask(answer, {}, {})), true, "and a request of its own term is granted");
      },
    }),
    grading.seeds({
      name: "with crashes and a bad line there is never more than one leader a term, and there is one in the end",
      points: 3,
      hint: "Two leaders: who voted twice, and what had it forgotten? Nobody leads: whose election timer is not set?",
      seeds: 60,
      simulate: (answer) => ({
        run: (seed) => ({
          protocol: raftElectionWith({ requestVote: ruleOf(answer) })({ members: 3 }),
          network: { latencyMs: [1, 40], loss: 0.1 },
          faults: [
            crash("A", { atMs: 160 + (seed % 150), restartAtMs: 400 }),
            crash("B", { atMs: 200 + (seed % 170), restartAtMs: 420 }),
          ],
          untilMs: 2500,
          seed,
        }),
        properties: [electionSafety, someoneLeads],
        check: (run) =>
          run.nodes.some((node) => (run.states[node] as RaftElectionState | null)?.role === "leader") ||
          "after 2.5 seconds nobody leads",
      }),
    }),
    grading.exhaustive({
      name: "in every run with a crash, two candidates and three servers, at most one leads a term",
      points: 4,
      hint: "A crash may come between any two of the things that your rule does. What has been said by then, and what saved?",
      explore: (answer) => ({
        protocol: raftElectionWith({ requestVote: ruleOf(answer) })({ members: 3 }),
        properties: [electionSafety, someoneLeads],
        time: "asynchronous",
        firings: 2,
        faults: { crashes: 1, restarts: 1 },
      }),
    }),
  ],
});
