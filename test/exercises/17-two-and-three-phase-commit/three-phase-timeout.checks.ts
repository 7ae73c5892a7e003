/** Judges `17-two-and-three-phase-commit/three-phase-timeout`: the schedule is played with and without taking over. */
import { always, grading, playSchedule, threePhaseCommit, threePhaseCommitWith, threePhaseRules } from "distlab";
import type { Move, Property, SimulateOptions, ThreePhaseState, World } from "distlab";

/** Of the participants only: that C decides differently from one of them is the chapter's own run. */
const together: Property = always("no participant commits where the other aborts", (world: World) => {
  const phases = ["P1", "P2"].map((node) => (world.state(node) as ThreePhaseState | null)?.phase);
  if (!phases.includes("commit") || !phases.includes("abort")) return true;
  return phases[0] === "commit" ? "P1 has committed and P2 has aborted" : "P2 has committed and P1 has aborted";
});

/** Once they have voted they wait, as in two-phase commit. */
const patient = threePhaseCommitWith({
  silence(state, out, config) {
    if (state.phase === "working") threePhaseRules.silence(state, out, config);
    else out.setTimer("silence", [config.replyTimeoutMs, config.replyTimeoutMs]);
  },
});

const wrong = { protocol: threePhaseCommit({ participants: 2 }), properties: [together] } as SimulateOptions;
const correct = { protocol: patient({ participants: 2 }), properties: [together] } as SimulateOptions;

/** The length of the shortest run that there is. */
const par = 8;

const movesOf = (answer: grading.Answer): readonly Move[] => answer.value("schedule") as unknown as readonly Move[];

export default grading.exercise({
  id: "17-two-and-three-phase-commit/three-phase-timeout",
  title: "One timer too early",
  kind: "break",
  exports: ["schedule"],
  hints: [
    "Whoever takes over asks those behind it only, and takes the silent ones for dead. P1 has P2 behind it, and C before it.",
    "P1 must vote and then abort: its timer `silence` makes it take over, its timer `replies` makes it decide by what it knows.",
    "C needs both votes and its own timer to commit. Of the messages on the way to P2, one says Decision: CanCommit, PreCommit, Decision.",
  ],
  difference: "The reference takes eight events, and no run within these rules takes fewer.",
  checks: [
    grading.example({
      name: "every move is possible at its place, and nobody crashes and nothing is lost",
      points: 1,
      hint: "Messages are counted on each link from 1. A timer must have been set: `replies` belongs to leaders.",
      run(answer) {
        const moves = movesOf(answer);
        grading.expectTrue(Array.isArray(moves) && moves.length > 0, "the schedule is empty");
        const others = moves.filter(({ kind }) => kind !== "deliver" && kind !== "timer").map(({ kind }) => kind);
        grading.expectEqual(others, [], "moves that are neither a delivery nor a timer");
        // Without properties the run does not end where something goes wrong.
        playSchedule({ ...wrong, properties: [] }, { moves });
        return `${moves.length} moves`;
      },
    }),
    grading.breaks({
      name: "one participant commits, the other aborts, and patient ones are unharmed",
      points: 5,
      hint: "Only P1 and P2 count here, not C. One of them must get the Decision, and the other decide without it: by which timers?",
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
