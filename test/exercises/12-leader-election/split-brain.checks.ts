/** Judges `12-leader-election/split-brain`: the schedule is played where two votes of four are enough, and where they are not. */
import { brokenProtocols, electionSafety, grading, playSchedule, raftElection } from "distlab";
import type { Move, SimulateOptions } from "distlab";

const content = brokenProtocols.find(({ name }) => name === "wrong quorum")!;
const wrong = { protocol: content.protocol, properties: [electionSafety] } as SimulateOptions;
const correct = { protocol: raftElection({ members: 4 }), properties: [electionSafety] } as SimulateOptions;

/** The length of the shortest run that there is. */
const par = 6;

const movesOf = (answer: grading.Answer): readonly Move[] => answer.value("schedule") as unknown as readonly Move[];
const half = (node: string): string => ("AB".includes(node) ? "A and B" : "C and D");

export default grading.exercise({
  id: "12-leader-election/split-brain",
  title: "Half is not a majority",
  kind: "break",
  exports: ["schedule"],
  hints: [
    "A candidate votes for itself. How many votes does it still need, and who can give it one?",
    "Three moves make a leader in one half: a timer, a request, a reply.",
    "Do the same in the other half, with the first timer there: a second one would be for term 2.",
  ],
  difference: "The reference takes six events, three for each leader, and no run takes fewer.",
  checks: [
    grading.example({
      name: "every move is possible at its place, and nothing crosses the cut",
      points: 1,
      hint: "Messages are counted on each link from 1. A reply can arrive only when there is one.",
      run(answer) {
        const moves = movesOf(answer);
        grading.expectTrue(Array.isArray(moves) && moves.length > 0, "the schedule is empty");
        for (const move of moves) {
          grading.expectTrue(
            move.kind === "timer" || move.kind === "deliver",
            `a move is of the kind ${move.kind}; only timers and deliveries are to be had`,
          );
          if (move.kind !== "deliver") continue;
          const { from, to } = move as { from: string; to: string };
          grading.expectTrue(half(to) === half(from), `a message from ${from} to ${to} arrives, and the cable is cut`);
        }
        // Without properties the run does not end where something goes wrong.
        playSchedule({ ...wrong, properties: [] }, { moves });
        return `${moves.length} moves`;
      },
    }),
    grading.breaks({
      name: "two lead the same term, and servers that ask for a majority are unharmed",
      points: 3,
      hint: "Are both elected in the same term? Two leaders of different terms are no violation: the older one is only late.",
      wrong,
      correct,
      par,
    }),
    grading.example({
      name: "no more than half as many events again as it takes",
      points: 1,
      hint: `Par is ${par}. Which of your moves changes nothing?`,
      run(answer) {
        const moves = movesOf(answer).length;
        grading.expectBroken(answer, wrong);
        grading.expectBetween(moves, 1, par * 1.5, "how many moves");
      },
    }),
  ],
});
