/** Judges `10-cap/stale-read`: the schedule is played on an asynchronous store, and on a synchronous one. */
import { grading, linearizable, models, playSchedule, primaryBackup } from "distlab";
import type { Move, ReplicationMode, SimulateOptions } from "distlab";

const store = (mode: ReplicationMode): SimulateOptions =>
  ({
    protocol: primaryBackup({
      mode,
      clients: { Ann: [{ kind: "write", value: "red", at: "A" }], Ben: [{ kind: "read", at: "C" }] },
    }),
    properties: [linearizable(models.register())],
  }) as SimulateOptions;
const wrong = store("asynchronous");
const correct = store("synchronous");

/** The length of the shortest run that there is. */
const par = 6;

const movesOf = (answer: grading.Answer): readonly Move[] => answer.value("schedule") as unknown as readonly Move[];

export default grading.exercise({
  id: "10-cap/stale-read",
  title: "A stale read",
  kind: "break",
  exports: ["schedule"],
  hints: [
    "A read is stale only if the write had *returned* before the read was *called*. Who must have heard what?",
    "Ann asks, A answers, Ann hears it. Then Ben.",
  ],
  difference: "The reference takes six events, three for each client; the copies from A to B and C stay under way.",
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
      name: "Ben reads what had been replaced, and the synchronous store is unharmed",
      points: 3,
      hint: "If the two overlap in time, either order explains them.",
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
