/** Judges `15-raft-log/advance-commit`: the cases that decide, then every small cluster against the rule's own words. */
import { grading } from "distlab";
import type { CountingLeader, Data } from "distlab";

const names = ["A", "B", "C", "D", "E"];

function leader(terms: string, indices: readonly number[], commitIndex = 0): CountingLeader {
  const members = names.slice(0, indices.length);
  const log = [...terms].map((term, place) => ({ term: Number(term), command: `x${place + 1}` }));
  const matchIndex = Object.fromEntries(members.map((name, place) => [name, indices[place]!]));
  return { self: "A", members, currentTerm: 4, log, commitIndex, matchIndex };
}

/** The rule word for word (figure 2, "If there exists an N …"), tried for every N. */
function byTheBook({ self, members, log, currentTerm, commitIndex, matchIndex }: CountingLeader): number {
  let best = commitIndex;
  for (let index = commitIndex + 1; index <= log.length; index++) {
    const holders = members.filter((name) => name === self || (matchIndex[name] ?? 0) >= index);
    if (holders.length * 2 > members.length && log[index - 1]!.term === currentTerm) best = index;
  }
  return best;
}

const asked = (answer: grading.Answer, given: CountingLeader): Data => answer.call("advanceCommit", given);

export default grading.exercise({
  id: "15-raft-log/advance-commit",
  title: "When is an entry committed?",
  kind: "write",
  exports: ["advanceCommit"],
  hints: [
    "Sort the servers' indices. Which of them have at least a majority of servers at or above them?",
    "Of five servers, the third highest index is on three. Of four, the third as well: two of four is no majority.",
    "Figure 8: an entry of an older term on a majority is not safe by being counted. One of the leader's own term is, and makes all before it safe.",
  ],
  difference: "The reference sorts once; trying every index is as right.",
  checks: [
    grading.example({
      name: "what a majority of five holds is committed",
      points: 1,
      hint: "The leader counts as one of the five.",
      run(answer) {
        grading.expectEqual(
          asked(answer, leader("444", [3, 2, 2, 0, 0])),
          2,
          "the commit index with indices 3, 2, 2, 0, 0",
        );
        grading.expectEqual(
          asked(answer, leader("444", [3, 3, 1, 1, 0], 1)),
          1,
          "the commit index 1 with indices 3, 3, 1, 1, 0",
        );
        grading.expectEqual(
          asked(answer, leader("444", [3, 1, 1, 0, 0], 2)),
          2,
          "the commit index 2 with indices 3, 1, 1, 0, 0",
        );
      },
    }),
    grading.example({
      name: "half of an even number is no majority",
      points: 2,
      hint: "Two halves of four servers share nobody.",
      run: (answer) =>
        grading.expectEqual(
          asked(answer, leader("44", [2, 2, 0, 0])),
          0,
          "the commit index of four servers with indices 2, 2, 0, 0",
        ),
    }),
    grading.example({
      name: "entries of older terms are not counted",
      points: 3,
      hint: "This is figure 8.",
      run(answer) {
        grading.expectEqual(
          asked(answer, leader("12", [2, 2, 2, 0, 0])),
          0,
          "the commit index where three of five hold entries of terms 1 and 2 in term 4",
        );
        grading.expectEqual(
          asked(answer, leader("124", [3, 3, 3, 0, 0])),
          3,
          "the commit index once an entry of term 4 is on three of five",
        );
      },
    }),
    grading.example({
      name: "the leader counts once, as far as its log goes",
      points: 2,
      hint: "`matchIndex` holds the leader's own index too, and it may be behind.",
      run(answer) {
        grading.expectEqual(
          asked(answer, leader("4", [1, 0, 0])),
          0,
          "the commit index with indices 1 (the leader's), 0, 0",
        );
        grading.expectEqual(
          asked(answer, leader("44", [0, 2, 0])),
          2,
          "the commit index with the leader's own index behind, and 2, 0",
        );
      },
    }),
    grading.example({
      name: "every cluster of up to five servers with up to three entries",
      points: 3,
      hint: "The case in the verdict is a whole one: try it by hand.",
      run(answer) {
        let cases = 0;
        for (const terms of ["4", "14", "44", "12", "114", "124", "144", "444"]) {
          for (const size of [3, 4, 5]) {
            for (let code = 0; code < (terms.length + 1) ** (size - 1); code++) {
              const others = names
                .slice(1, size)
                .map((_, place) => Math.floor(code / (terms.length + 1) ** place) % (terms.length + 1));
              if (others.some((index, place) => place > 0 && index > others[place - 1]!)) continue;
              const given = leader(terms, [terms.length, ...others]);
              grading.expectEqual(
                asked(answer, given),
                byTheBook(given),
                `the commit index in term 4 with log ${terms} and indices ${[terms.length, ...others].join(", ")}`,
              );
              cases += 1;
            }
          }
        }
        return `${cases} clusters`;
      },
    }),
  ],
});
