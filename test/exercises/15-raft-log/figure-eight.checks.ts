/** Judges `15-raft-log/figure-eight`: the schedule is played on the cluster with the mistake, and on a correct one. */
import { grading, playSchedule, raft, raftHandlers, raftWith } from "distlab";
import type { Move, RaftOptions, RaftOut, SimulateOptions } from "distlab";

const options: RaftOptions = { members: 3, firstLeader: "A", entriesPerMessage: 1 };
const sound = raft(options);

/** Everything as it is, except that no rule of this one function is in force. */
const careless = (out: RaftOut): RaftOut => Object.create(out, { guard: { value: () => true } }) as RaftOut;
const hasty = raftWith({
  advanceCommit: (state, out, config) => raftHandlers.advanceCommit(state, careless(out), config),
})(options);

const properties = sound.contract!.safety.filter(({ kind }) => kind === "always");
const wrong = { protocol: hasty, properties } as SimulateOptions;
const correct = { protocol: sound, properties } as SimulateOptions;

/** The length of the shortest run that there is. */
const par = 15;

const movesOf = (answer: grading.Answer): readonly Move[] => answer.value("schedule") as unknown as readonly Move[];

export default grading.exercise({
  id: "15-raft-log/figure-eight",
  title: "Figure eight",
  kind: "break",
  exports: ["schedule"],
  hints: [
    "The entry of term 1 must get onto a majority *late*: in term 3, when an entry of term 2 is already on somebody's disk.",
    "B is elected in term 2 with C's vote and keeps its entry to itself. A must have heard of term 2, to stand in term 3.",
    "After A has counted two of three, B needs one vote, and gets it, because its last entry is of term 2 and C's is of term 1.",
  ],
  difference:
    "The reference takes fifteen events, and no run within four terms takes fewer: B's request for term 4 is sent early and is slow.",
  checks: [
    grading.example({
      name: "every move is possible at its place",
      points: 1,
      hint: "Messages are counted on each link from 1, heartbeats and refusals too; a timer must have been set, and a leader has no election timer.",
      run(answer) {
        const moves = movesOf(answer);
        grading.expectTrue(Array.isArray(moves) && moves.length > 0, "the schedule is empty");
        // Without properties the run does not end where something goes wrong.
        playSchedule({ ...wrong, properties: [] }, { moves });
        return `${moves.length} moves`;
      },
    }),
    grading.breaks({
      name: "a committed entry is lost, and a correct cluster is unharmed",
      points: 5,
      hint: "Look at the terms of the last entries: who may be elected, and whose vote decides?",
      wrong,
      correct,
      par,
    }),
    grading.example({
      name: "no more than half as many events again as it takes",
      points: 2,
      hint: `Par is ${par}. Which of your moves changes nothing?`,
      run(answer) {
        const moves = movesOf(answer).length;
        grading.expectBroken(answer, wrong);
        grading.expectBetween(moves, 1, par * 1.5, "how many moves");
      },
    }),
  ],
});
