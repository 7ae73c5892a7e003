/** Judges `18-sagas/dirty-read`: the schedule is played where orders overlap, and where one waits for the other. */
import { always, grading, playSchedule, sagaOrchestrated, sagaOrchestratedWith, sagaRules } from "distlab";
import type { Move, Property, SagaState, SagaSaved, SimulateOptions, World } from "distlab";

const options = {
  orders: ["Ann's", "Bob's"],
  capacity: { reserve: 1 },
  willingness: { ship: "refuses" },
  tries: 99,
} as const;

/** The books say who was refused, and whose reservation was undone. */
const soldOutIsTrue: Property = always(
  "nobody is told sold out because of an order that came to nothing",
  (world: World) => {
    const shelf = (world.state("reserve") as SagaState | null) ?? (world.saved("reserve") as SagaSaved | null);
    const deeds = Object.entries(shelf?.books?.deeds ?? {});
    const refused = deeds.find(([, deed]) => deed === "refused");
    const undone = deeds.find(([, deed]) => deed === "undone");
    return (
      refused === undefined ||
      undone === undefined ||
      `${refused[0]} order was refused, and the bicycle that ${undone[0]} order held is on the shelf`
    );
  },
);

/** As a database would do it, and without the speed that sagas are for: an order begins when the one before has ended. */
const serial = sagaOrchestratedWith({
  proceed(state, order, out) {
    const open = Object.entries(state.orders).find(
      ([, { direction }]) => direction === "forward" || direction === "back",
    );
    if (open === undefined || open[0] === order) return sagaRules.proceed(state, order, out);
    const ended = state.orders[order]!.direction === "done" || state.orders[order]!.direction === "compensated";
    if (ended) sagaRules.proceed(state, open[0], out);
  },
});

const wrong = { protocol: sagaOrchestrated(options), properties: [soldOutIsTrue] } as SimulateOptions;
const correct = { protocol: serial(options), properties: [soldOutIsTrue] } as SimulateOptions;

/** The length of the shortest run that there is. */
const par = 14;

const movesOf = (answer: grading.Answer): readonly Move[] => answer.value("schedule") as unknown as readonly Move[];

export default grading.exercise({
  id: "18-sagas/dirty-read",
  title: "Sold out",
  kind: "break",
  exports: ["schedule"],
  hints: [
    "Both orders are created, then both ask for the bicycle. Who gets it must go on to the carrier and come back.",
    "A question and its answer are two moves. Going on from `reserve` takes charge, ship, and charge again.",
    "The last move is the third message to `reserve`: undo. Of Bob's order it is enough that its question has arrived there.",
  ],
  difference: "The reference takes fourteen events, and no run within these rules takes fewer.",
  checks: [
    grading.example({
      name: "every move is possible at its place, and all moves are deliveries",
      points: 1,
      hint: "Messages are counted on each link from 1, whichever order they are about.",
      run(answer) {
        const moves = movesOf(answer);
        grading.expectTrue(Array.isArray(moves) && moves.length > 0, "the schedule is empty");
        grading.expectEqual(
          moves.filter(({ kind }) => kind !== "deliver").map(({ kind }) => kind),
          [],
          "moves that are no deliveries",
        );
        // Without properties the run does not end where something goes wrong.
        playSchedule({ ...wrong, properties: [] }, { moves });
        return `${moves.length} moves`;
      },
    }),
    grading.breaks({
      name: "sold out because of an order that comes to nothing, and not where orders wait for each other",
      points: 4,
      hint: "Two things must stand in the books of `reserve`: one order refused, the other undone.",
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
