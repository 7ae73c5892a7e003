/** Judges `11-quorums/overlap-is-not-enough`: the schedule is played on a store of quorums, and on the ABD register. */
import { abdRegister, grading, linearizable, models, playSchedule, quorumStore } from "distlab";
import type { Move, SimulateOptions } from "distlab";

const clients = { Ann: [{ kind: "write", value: "lamp" }], Ben: [{ kind: "read" }, { kind: "read" }] } as const;
const properties = [linearizable(models.register())];
const wrong = {
  protocol: quorumStore({ replicas: 3, writeQuorum: 2, readQuorum: 2, clients, retryMs: Infinity }),
  properties,
} as SimulateOptions;
const correct = {
  protocol: abdRegister({ clients, retryMs: Infinity, pauseMs: [1, 9] }),
  properties,
} as SimulateOptions;

/** The length of the shortest run that there is. */
const par = 12;

const movesOf = (answer: grading.Answer): readonly Move[] => answer.value("schedule") as unknown as readonly Move[];

export default grading.exercise({
  id: "11-quorums/overlap-is-not-enough",
  title: "Overlap is not enough",
  kind: "break",
  exports: ["schedule"],
  hints: [
    "As soon as the write has ended, two replicas have it and every read meets it. So Ann must not be told during all this.",
    "One replica has the lamp. The first read meets it, the second does not: which two does it ask?",
    "After the first read Ben has sent a repair. It is a message on its link, and your next question on this link comes after it.",
  ],
  difference: "The reference takes twelve events: two for the write, five for each read.",
  checks: [
    grading.example({
      name: "every move is possible at its place",
      points: 1,
      hint: "Messages are counted on each link from 1, repairs too.",
      run(answer) {
        const moves = movesOf(answer);
        grading.expectTrue(Array.isArray(moves) && moves.length > 0, "the schedule is empty");
        // Without properties the run does not end where something goes wrong.
        playSchedule({ ...wrong, properties: [] }, { moves });
        return `${moves.length} moves`;
      },
    }),
    grading.breaks({
      name: "the second read is older than the first, and ABD is unharmed",
      points: 5,
      hint: "Which two answers did each of the reads take?",
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
