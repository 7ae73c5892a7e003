/** Judges `14-raft-election/two-leaders`: the schedule is played on the cluster with the mistake, and on a correct one. */
import { brokenProtocols, electionSafety, grading, playSchedule, raftElection } from "distlab";
import type { Move, SimulateOptions } from "distlab";

const forgetful = brokenProtocols.find(({ name }) => name === "forgotten vote")!;
const wrong = { protocol: forgetful.protocol, properties: [electionSafety] } as SimulateOptions;
const correct = { protocol: raftElection({ members: 3 }), properties: [electionSafety] } as SimulateOptions;

/** The length of the shortest run that there is. */
const par = 8;

const movesOf = (answer: grading.Answer): readonly Move[] => answer.value("schedule") as unknown as readonly Move[];

export default grading.exercise({
  id: "14-raft-election/two-leaders",
  title: "Two leaders in one term",
  kind: "break",
  exports: ["schedule"],
  hints: [
    "Two majorities of three share one server. What would it have to do, and what would make it do that?",
    "Let B vote for A, crash and restart. Who else may ask B in the same term?",
    "A's timer, A's request to B, B's crash and restart, C's timer, C's request to B; then both votes arrive.",
  ],
  difference: "The reference takes eight events, and no run within these rules takes fewer.",
  checks: [
    grading.example({
      name: "every move is possible at its place",
      points: 1,
      hint: "Messages are counted on each link from 1; a server that is down hears nothing; a timer must have been set.",
      run(answer) {
        const moves = movesOf(answer);
        grading.expectTrue(Array.isArray(moves) && moves.length > 0, "the schedule is empty");
        // Without properties the run does not end where something goes wrong.
        playSchedule({ ...wrong, properties: [] }, { moves });
        return `${moves.length} moves`;
      },
    }),
    grading.breaks({
      name: "two lead the same term, and a correct cluster is unharmed",
      points: 3,
      hint: "Look at the terms: are the two elected in the same one?",
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
