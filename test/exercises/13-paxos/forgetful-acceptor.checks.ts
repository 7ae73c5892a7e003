/** Judges `13-paxos/forgetful-acceptor`: the schedule is played on nodes whose disks lose everything, and on good ones. */
import { grading, paxos, playSchedule } from "distlab";
import type { Move, SimulateOptions } from "distlab";

const good = paxos({ proposals: { A: "Ann", C: "Bob" }, tries: 1, learners: ["A", "C"] });
const properties = good.contract!.safety.filter(({ kind }) => kind === "always");
const forgetful: typeof good = { ...good, start: (self, _saved, out) => good.start(self, null, out) };
const wrong = { protocol: forgetful, properties } as SimulateOptions;
const correct = { protocol: good, properties } as SimulateOptions;

/** The length of the shortest run that there is. */
const par = 20;

const movesOf = (answer: grading.Answer): readonly Move[] => answer.value("schedule") as unknown as readonly Move[];

export default grading.exercise({
  id: "13-paxos/forgetful-acceptor",
  title: "The acceptor that forgets",
  kind: "break",
  exports: ["schedule"],
  hints: [
    "Two majorities of three share one node. It has to help to choose Ann, and then know nothing of it.",
    "A's ballot takes nine moves: its timer, three messages each way with itself and with B. The last is B's Accepted, which A learns from.",
    "After B has come back, its first message to C was the Accepted that it sent to all learners: so its promise is the second.",
  ],
  difference: "The reference takes twenty events: two whole decisions of nine, and one crash with its restart.",
  checks: [
    grading.example({
      name: "every move is possible at its place",
      points: 1,
      hint: "Messages are counted on each link from 1, whatever they say. A promise has to be delivered to the proposer even if it is the same node.",
      run(answer) {
        const moves = movesOf(answer);
        grading.expectTrue(Array.isArray(moves) && moves.length > 0, "the schedule is empty");
        // Without properties the run does not end where something goes wrong.
        playSchedule({ ...wrong, properties: [] }, { moves });
        return `${moves.length} moves`;
      },
    }),
    grading.breaks({
      name: "two values are chosen, and a group with working disks is unharmed",
      points: 5,
      hint: "Who has learnt what, at the end? Both proposers must have heard of a majority for their own value.",
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
