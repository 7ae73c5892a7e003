/** Judges `15-raft-log/append-entries`: each rule by itself, then a leader's messages in any order, late and twice. */
import { createRandom, grading } from "distlab";
import type { AppendRequest, AppendResult, LogEntry, LogServer } from "distlab";

/** A log as a string of terms: `entries("112")` has three entries, the last of term 2. */
const entries = (terms: string, letter = "x"): LogEntry[] =>
  [...terms].map((term, place) => ({ term: Number(term), command: `${letter}${place + 1}` }));

const terms = (log: readonly LogEntry[]): string => log.map(({ term }) => term).join("");

function ask(answer: grading.Answer, server: LogServer, request: Partial<AppendRequest>): AppendResult {
  const { currentTerm: term } = server;
  const whole = { term, prevLogIndex: 0, prevLogTerm: 0, entries: [], leaderCommit: 0, ...request };
  return answer.call("appendEntries", server, whole) as unknown as AppendResult;
}

const follower = (log: string, commitIndex = 0, currentTerm = 3): LogServer => ({
  currentTerm,
  log: entries(log),
  commitIndex,
});

/** What a leader of term 4 may have sent in its time: any stretch of its log, with what was committed then. */
function requestsOf(log: readonly LogEntry[]): AppendRequest[] {
  const found: AppendRequest[] = [];
  for (let from = 0; from <= log.length; from++) {
    for (let to = from; to <= log.length; to++) {
      const prevLogTerm = from === 0 ? 0 : log[from - 1]!.term;
      const request = { term: 4, prevLogIndex: from, prevLogTerm, entries: log.slice(from, to) };
      for (const leaderCommit of new Set([0, from, to])) found.push({ ...request, leaderCommit });
    }
  }
  return found;
}

/** What must be so after each message, whatever came before. */
function faultOf(
  before: LogServer,
  request: AppendRequest,
  { server, success }: AppendResult,
  leader: LogEntry[],
): string | null {
  const agreed = request.prevLogIndex + request.entries.length;
  if (success && terms(server.log.slice(0, agreed)) !== terms(leader.slice(0, agreed))) {
    return `said success, and holds ${terms(server.log)} where the leader has ${terms(leader)}`;
  }
  if (server.commitIndex < before.commitIndex) return "the commit index goes back";
  if (server.commitIndex > server.log.length) return "more is committed than there is";
  const committed = terms(server.log.slice(0, server.commitIndex));
  if (committed !== terms(leader.slice(0, server.commitIndex)))
    return `${committed} counts as committed, and the leader has ${terms(leader)}`;
  const shared = common(before.log, leader);
  if (common(server.log, leader) < shared)
    return `held ${shared} of the leader's entries, and now ${common(server.log, leader)}`;
  return null;
}

/** How many entries from the first on are the same. */
function common(left: readonly LogEntry[], right: readonly LogEntry[]): number {
  let count = 0;
  while (left[count] !== undefined && left[count]!.term === right[count]?.term) count += 1;
  return count;
}

/** Plays messages in a random order, some twice, and returns how many were handled. */
function playAll(answer: grading.Answer, seed: number): number {
  const random = createRandom(seed);
  const leader = entries(`${"1124".slice(0, 1 + random.index(4))}4`);
  const requests = requestsOf(leader);
  const old = random.pick(["", "1", "113", "1133", "1333"]);
  let server: LogServer = { currentTerm: 4, log: entries(old), commitIndex: 0 };
  for (let message = 0; message < 12; message++) {
    const request = random.pick(requests);
    const result = answer.call("appendEntries", server, request) as unknown as AppendResult;
    const fault = faultOf(server, request, result, leader);
    const said = `prev ${request.prevLogIndex}, entries ${terms(request.entries) || "none"}, leaderCommit ${request.leaderCommit}`;
    grading.expectTrue(fault === null, `log ${terms(server.log) || "empty"}, then ${said}: ${fault}`);
    server = result.server;
  }
  const [whole] = requests
    .filter((request) => request.prevLogIndex === 0 && request.entries.length === leader.length)
    .slice(-1);
  const last = answer.call("appendEntries", server, whole!) as unknown as AppendResult;
  grading.expectEqual(terms(last.server.log), terms(leader), "the log after the leader has sent all of its own");
  grading.expectEqual(last.server.commitIndex, leader.length, "the commit index after everything is committed");
  return 13;
}

export default grading.exercise({
  id: "15-raft-log/append-entries",
  title: "A follower and the leader's entries",
  kind: "write",
  exports: ["appendEntries"],
  pure: ["appendEntries"],
  hints: [
    "Four questions, in this order: is the leader's term old? Do I hold the entry before? Which of the new ones do I hold already? What is known to be committed?",
    "Only a conflict removes anything: the same place, another term. Then everything from there on goes.",
    "The last entry that the request vouches for is `prevLogIndex + entries.length`; nothing behind it may be called committed.",
  ],
  difference: "The reference keeps the old array where nothing changes, which a real server uses to save nothing.",
  checks: [
    grading.example({
      name: "new entries are appended after the one before",
      points: 1,
      hint: "Entry 1 is log[0].",
      run(answer) {
        const { server, success } = ask(answer, follower("11"), {
          prevLogIndex: 2,
          prevLogTerm: 1,
          entries: entries("33"),
        });
        grading.expectEqual(
          [terms(server.log), success],
          ["1133", true],
          "log and success of a follower with 11 that gets 33 after entry 2",
        );
      },
    }),
    grading.example({
      name: "without exactly the entry before, it refuses",
      points: 2,
      hint: "The same index is not enough: the term must be the same too.",
      run(answer) {
        const missing = ask(answer, follower("1"), { prevLogIndex: 2, prevLogTerm: 1, entries: entries("3") });
        grading.expectEqual(
          [terms(missing.server.log), missing.success],
          ["1", false],
          "log and success where entry 2 is missing",
        );
        const other = ask(answer, follower("12"), { prevLogIndex: 2, prevLogTerm: 1, entries: entries("3") });
        grading.expectEqual(other.success, false, "success where entry 2 is of term 2, not 1");
        const right = ask(answer, follower("11"), { prevLogIndex: 2, prevLogTerm: 1 });
        grading.expectEqual(right.success, true, "success of a heartbeat that names exactly the last entry");
      },
    }),
    grading.example({
      name: "an old leader is refused and changes nothing",
      points: 1,
      hint: "Compare the terms before anything else.",
      run(answer) {
        const { server, success } = ask(answer, follower("11"), {
          term: 2,
          prevLogIndex: 1,
          prevLogTerm: 1,
          entries: entries("2"),
          leaderCommit: 2,
        });
        grading.expectEqual(
          [server.currentTerm, terms(server.log), server.commitIndex, success],
          [3, "11", 0, false],
          "a follower of term 3 that hears from term 2",
        );
        const newer = ask(answer, follower("11"), { term: 5, prevLogIndex: 2, prevLogTerm: 1, entries: entries("5") });
        grading.expectEqual(newer.server.currentTerm, 5, "the term after a message of term 5");
      },
    }),
    grading.example({
      name: "what conflicts is removed, with all behind it",
      points: 1,
      hint: "A conflict: the same place, another term.",
      run(answer) {
        const { server } = ask(answer, follower("1222"), { prevLogIndex: 1, prevLogTerm: 1, entries: entries("3") });
        grading.expectEqual(terms(server.log), "13", "the log 1222 after entry 2 came with term 3");
      },
    }),
    grading.example({
      name: "a late message takes nothing away",
      points: 2,
      hint: "The entries of a late message are there already. What stands behind them may be newer than the message.",
      run(answer) {
        const { server, success } = ask(answer, follower("1133"), {
          prevLogIndex: 1,
          prevLogTerm: 1,
          entries: entries("1"),
        });
        grading.expectEqual(
          [terms(server.log), success],
          ["1133", true],
          "log and success of the log 1133 after a late message that brings entry 2 again",
        );
      },
    }),
    grading.example({
      name: "only what the leader has vouched for is committed",
      points: 2,
      hint: "A heartbeat that agrees up to entry 1 says nothing about entry 2.",
      run(answer) {
        const left = ask(answer, follower("122"), { prevLogIndex: 1, prevLogTerm: 1, leaderCommit: 3 });
        grading.expectEqual(
          left.server.commitIndex,
          1,
          "the commit index after a heartbeat that vouches for entry 1, with leaderCommit 3",
        );
        const back = ask(answer, follower("113", 2), { prevLogIndex: 3, prevLogTerm: 3, leaderCommit: 1 });
        grading.expectEqual(back.server.commitIndex, 2, "the commit index 2 after a late message with leaderCommit 1");
      },
    }),
    grading.example({
      name: "300 histories of late, repeated and reordered messages end with the leader's log",
      points: 3,
      hint: "The message before the verdict is the one to think about.",
      run(answer) {
        let messages = 0;
        for (let seed = 1; seed <= 300; seed++) messages += playAll(answer, seed);
        return `${messages} messages in 300 histories`;
      },
    }),
  ],
});
