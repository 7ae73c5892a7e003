/** Judges `08-replication/lost-write`: the schedule is played on a semi-synchronous store, and on a synchronous one. */
import { acknowledgedIsKept, grading, playSchedule, primaryBackup } from "distlab";
import type { Move, ReplicationMode, SimulateOptions } from "distlab";

const store = (mode: ReplicationMode): SimulateOptions =>
  ({
    protocol: primaryBackup({
      mode,
      promotions: [{ node: "C", atMs: 100 }],
      clients: { Ann: [{ kind: "write", value: "red", at: "A" }] },
    }),
    properties: [acknowledgedIsKept],
  }) as SimulateOptions;
const wrong = store("semi-synchronous");
const correct = store("synchronous");

/** The length of the shortest run that there is. */
const par = 6;

const movesOf = (answer: grading.Answer): readonly Move[] => answer.value("schedule") as unknown as readonly Move[];

export default grading.exercise({
  id: "08-replication/lost-write",
  title: "A write that two machines had",
  kind: "break",
  exports: ["schedule"],
  hints: [
    "Which backup has the write, and which one is promoted?",
    "Ann's request, A to B, B's answer, A to Ann: four messages. Nothing that A sends to C has to arrive.",
  ],
  difference: "The reference takes six events. No machine fails in it: the promotion alone does it.",
  checks: [
    grading.example({
      name: "every move is possible at its place",
      points: 1,
      hint: "Messages are counted on each link from 1.",
      run(answer) {
        const moves = movesOf(answer);
        grading.expectTrue(Array.isArray(moves) && moves.length > 0, "the schedule is empty");
        // Without properties the run does not end where something goes wrong.
        playSchedule({ ...wrong, properties: [] }, { moves });
        return `${moves.length} moves`;
      },
    }),
    grading.breaks({
      name: "an acknowledged write is lost, and a synchronous store is unharmed",
      points: 3,
      hint: "Ann must have heard that it is done.",
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
