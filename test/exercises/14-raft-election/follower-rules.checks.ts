/** Judges `14-raft-election/follower-rules`: each rule by itself, then whole elections with both rules in them. */
import { crash, electionSafety, grading, partition, raftElectionWith, sometimes } from "distlab";
import type { FollowerRules, Property, RaftElectionState, World } from "distlab";

const config = { members: ["A", "B", "C"], electionTimeoutMs: [150, 300], heartbeatMs: 75 };
const follower: RaftElectionState = {
  self: "B",
  role: "follower",
  currentTerm: 4,
  votedFor: "A",
  votesGranted: [],
  lastLogIndex: 0,
  lastLogTerm: 0,
};

function heartbeat(answer: grading.Answer, state: Partial<RaftElectionState>, term: number) {
  const rule = answer.handler<FollowerRules["appendEntries"]>("appendEntries");
  const given = [{ kind: "AppendEntries", term }, "A"] as const;
  return grading.attempt(rule, { ...follower, ...state }, (out) => [...given, out, config]);
}

function reply(answer: grading.Answer, state: Partial<RaftElectionState>, term: number) {
  const rule = answer.handler<FollowerRules["appendEntriesReply"]>("appendEntriesReply");
  const given = [{ kind: "AppendEntriesReply", term }, "C"] as const;
  return grading.attempt(rule, { ...follower, ...state }, (out) => [...given, out, config]);
}

type Tried = ReturnType<typeof heartbeat>;

function expectAdopted({ state, saved }: Tried, term: number, who: string): void {
  grading.expectEqual(
    [state.role, state.currentTerm, state.votedFor],
    ["follower", term, null],
    `role, term and vote of ${who}`,
  );
  grading.expectEqual(saved.at(-1) ?? null, { currentTerm: term, votedFor: null }, `what ${who} has saved`);
}

const leader = { role: "leader", votedFor: "B", votesGranted: ["A", "B"] } as const;

/** `grading.attempt` wants states that can be written to. */
const leading = (): Partial<RaftElectionState> => ({ ...leader, votesGranted: [...leader.votesGranted] });

const leads = (world: Pick<World, "nodes" | "state">): boolean =>
  world.nodes.some((node) => (world.state(node) as RaftElectionState | null)?.role === "leader");
const someoneLeads: Property = sometimes("a leader is elected", leads);

function cluster(answer: grading.Answer) {
  return raftElectionWith({
    appendEntries: answer.handler<FollowerRules["appendEntries"]>("appendEntries"),
    appendEntriesReply: answer.handler<FollowerRules["appendEntriesReply"]>("appendEntriesReply"),
  });
}

export default grading.exercise({
  id: "14-raft-election/follower-rules",
  title: "When to follow, and when to wait anew",
  kind: "write",
  exports: ["appendEntries", "appendEntriesReply"],
  hints: [
    "Both functions begin alike: is the term that I hear higher than mine? Write that once.",
    "After that, only `heartbeat.term === state.currentTerm` matters: then the sender is my leader.",
    "A leader that steps down needs an election timer and no heartbeat timer; a follower that hears its leader sets its election timer again.",
  ],
  difference: "The reference answers old leaders too: from the reply they learn that they are leaders no more.",
  checks: [
    grading.example({
      name: "the leader's heartbeat makes a follower wait anew",
      points: 1,
      hint: "`out.setTimer` with the same name replaces the timer that runs.",
      run(answer) {
        const tried = heartbeat(answer, {}, 4);
        grading.expectEqual([...(tried.timers["election"] ?? [])], [150, 300], "the election timer after a heartbeat");
        grading.expectEqual(tried.state.votedFor, "A", "the vote of this term");
      },
    }),
    grading.example({
      name: "the leader's heartbeat makes a candidate follow",
      points: 1,
      hint: "Somebody else has the majority of this term.",
      run: (answer) =>
        grading.expectEqual(
          heartbeat(answer, { role: "candidate", votedFor: "B", votesGranted: ["B"] }, 4).state.role,
          "follower",
          "the role of a candidate of term 4 that hears the leader of term 4",
        ),
    }),
    grading.example({
      name: "an old leader's heartbeat changes nothing, and is answered with the new term",
      points: 2,
      hint: "Who waits for an old leader may wait for ever.",
      run(answer) {
        const tried = heartbeat(answer, { role: "candidate", votedFor: "B" }, 3);
        grading.expectEqual(
          tried.state.role,
          "candidate",
          "the role of a candidate of term 4 that hears an old leader of term 3",
        );
        grading.expectTrue(!("election" in tried.timers), "the election timer is set again for an old leader");
        grading.expectEqual(
          tried.sent.map(({ message }) => (message as { term: number }).term).slice(0, 1),
          [4],
          "the terms in the reply",
        );
      },
    }),
    grading.example({
      name: "a higher term in a heartbeat is adopted and saved",
      points: 1,
      hint: "A vote belongs to its term.",
      run: (answer) => expectAdopted(heartbeat(answer, {}, 7), 7, "a follower that hears of term 7"),
    }),
    grading.example({
      name: "a leader that hears of a higher term in a reply steps down",
      points: 2,
      hint: "It leads no more: no heartbeats, and an election timer like everybody else.",
      run(answer) {
        const tried = reply(answer, leading(), 7);
        expectAdopted(tried, 7, "a leader that hears of term 7");
        grading.expectTrue("election" in tried.timers, "a leader that stepped down sets no election timer");
        grading.expectTrue(
          tried.cancelled.includes("heartbeat"),
          "a leader that stepped down goes on with its heartbeats",
        );
        grading.expectEqual(
          reply(answer, leading(), 4).state.role,
          "leader",
          "the role of a leader that hears of its own term",
        );
      },
    }),
    grading.seeds({
      name: "a cluster that was split and crashed has one leader in the end, and never two in a term",
      points: 3,
      hint: "Read the run from its end.",
      seeds: 40,
      simulate: (answer) => ({
        run: (seed) => ({
          protocol: cluster(answer)({ members: 3, firstLeader: "A" }),
          network: { latencyMs: [1, 20] },
          faults: [
            partition([["A"], ["B", "C"]], { atMs: 100, healAtMs: 700 }),
            crash("B", { atMs: 900 + (seed % 90), restartAtMs: 1300 }),
          ],
          untilMs: 2500,
          seed,
        }),
        properties: [electionSafety, someoneLeads],
        check(run) {
          const states = run.nodes.map((node) => run.states[node] as RaftElectionState | null);
          const leaders = states.filter((state) => state?.role === "leader").length;
          return leaders === 1 || `after 2.5 seconds ${leaders} servers lead`;
        },
      }),
    }),
  ],
});
