/** Judges `04-back-pressure/retry-storm`: the schedule is played with a queue of everything, and with one that forgets. */
import { always, grading, playSchedule } from "distlab";
import type { AnyProtocol, Move, Property, Protocol, SimulateOptions } from "distlab";

type Message = { kind: "Ask"; attempt: number } | { kind: "Answer"; attempt: number };
type AnnState = { attempt: number; late: number; answered: boolean };
type ServerState = { waiting: number[] };

const attemptsMax = 4;

const ann: Protocol<AnnState, Message, "patience"> = {
  name: "ann",
  start(_self, _saved, out) {
    out.send("server", { kind: "Ask", attempt: 1 });
    out.setTimer("patience", [100, 100]);
    return { attempt: 1, late: 0, answered: false };
  },
  onMessage(state, { attempt }) {
    if (state.answered) return;
    if (attempt === state.attempt) state.answered = true;
    else state.late += 1;
  },
  onTimer(state, _timer, out) {
    if (state.answered) return;
    state.attempt += 1;
    out.send("server", { kind: "Ask", attempt: state.attempt });
    if (state.attempt < attemptsMax) out.setTimer("patience", [100, 100]);
  },
  view: ({ attempt, late, answered }) => ({ role: answered ? "served" : "waits", fields: { attempt, late } }),
};

/** @param forgets whether a newer attempt takes the place of those before it */
function server(forgets: boolean): Protocol<ServerState, Message, "work"> {
  return {
    name: "server",
    start: () => ({ waiting: [] }),
    onMessage(state, { attempt }, _from, out) {
      if (forgets) state.waiting = state.waiting.filter((older) => older > attempt);
      state.waiting.push(attempt);
      if (state.waiting.length === 1) out.setTimer("work", [50, 50]);
    },
    onTimer(state, _timer, out) {
      const attempt = state.waiting.shift();
      if (attempt !== undefined) out.send("ann", { kind: "Answer", attempt });
      if (state.waiting.length > 0) out.setTimer("work", [50, 50]);
    },
  };
}

const inTime: Property = always("three answers in a row do not all come too late", (world) => {
  const { late, answered } = world.state("ann") as AnnState;
  return late < 3 || answered || `the server has done ${late} jobs, and Ann had given up on each of them`;
});

const shop = (forgets: boolean): SimulateOptions => ({
  protocol: { ann, server: server(forgets) } as unknown as { readonly [node: string]: AnyProtocol },
  properties: [inTime],
});

/** The length of the shortest run that there is, found by going through all of them. */
const par = 12;

const movesOf = (answer: grading.Answer): readonly Move[] => answer.value("schedule") as unknown as readonly Move[];

export default grading.exercise({
  id: "04-back-pressure/retry-storm",
  title: "A storm in a teacup",
  kind: "break",
  exports: ["schedule"],
  hints: [
    "An answer comes too late if Ann has asked again before it arrives. How far ahead must she be for three of them?",
    "The server stands still at first. What has piled up when it works again? Let the asks arrive *before* it works, or the network is to blame.",
    "Ann's patience three times; her first three asks arrive; then three times: the server's work, and the answer arrives.",
  ],
  difference:
    "The reference takes twelve events, and no run takes fewer. The server did as many jobs as ever; its queue was only three long. In the chapter's shop it was eleven thousand when the standstill ended.",
  checks: [
    grading.example({
      name: "every move is possible at its place",
      points: 1,
      hint: "Messages are counted on each link from 1; the timer work is set only while the server has something to do.",
      run(answer) {
        const moves = movesOf(answer);
        grading.expectTrue(Array.isArray(moves) && moves.length > 0, "the schedule is empty");
        // Without properties the run does not end where something goes wrong.
        playSchedule({ ...shop(false), properties: [] }, { moves });
        return `${moves.length} moves`;
      },
    }),
    grading.breaks({
      name: "three answers come too late, and a server that forgets would have been in time",
      points: 3,
      hint: "If it breaks the other server too: it had not heard of the newer attempt when it worked on the old one.",
      wrong: shop(false),
      correct: shop(true),
      par,
    }),
    grading.example({
      name: "no more than half as many events again as it takes",
      points: 1,
      hint: `Par is ${par}. Which of your moves changes nothing?`,
      run(answer) {
        const moves = movesOf(answer).length;
        grading.expectBroken(answer, shop(false));
        grading.expectBetween(moves, 1, par * 1.5, "how many moves");
      },
    }),
  ],
});
