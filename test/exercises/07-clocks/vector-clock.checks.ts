/** Judges `07-clocks/vector-clock`: the four answers, then histories against the definition of "happened before". */
import { grading } from "distlab";
import type { ClockedEvent, Data, VectorClock } from "distlab";
import { historyOf, pastOf, tell } from "../clock-histories";

const text = (value: Data): string => JSON.stringify(value);

/** A clock without its zeros: whether they are written down is nobody's business. */
function bare(clock: Data): Data {
  return Object.fromEntries(
    Object.entries(clock as VectorClock)
      .filter(([, count]) => count !== 0)
      .toSorted(([left], [right]) => (left < right ? -1 : 1)),
  );
}

function expectCompared(answer: grading.Answer, left: VectorClock, right: VectorClock, expected: string): void {
  grading.expectEqual(answer.call("compare", left, right), expected, `compare(${text(left)}, ${text(right)})`);
}

/** The clock of every event, made by the answer's own tick and receive. */
function clocksOf(answer: grading.Answer, events: readonly ClockedEvent[]): VectorClock[] {
  const nodes: { [node: string]: VectorClock } = {};
  const sent: { [message: string]: VectorClock } = {};
  return events.map((event) => {
    const own = nodes[event.node] ?? {};
    const clock =
      event.kind === "receive"
        ? answer.call("receive", own, sent[event.message]!, event.node)
        : answer.call("tick", own, event.node);
    nodes[event.node] = clock as VectorClock;
    if (event.kind === "send") sent[event.message] = clock as VectorClock;
    return clock as VectorClock;
  });
}

function relation(past: readonly number[][], left: number, right: number): string {
  if (left === right) return "equal";
  if (past[right]!.includes(left)) return "before";
  return past[left]!.includes(right) ? "after" : "concurrent";
}

export default grading.exercise({
  id: "07-clocks/vector-clock",
  title: "Vector clocks",
  kind: "write",
  exports: ["tick", "receive", "compare"],
  pure: ["tick", "receive", "compare"],
  hints: [
    "Write one function that reads a node's count and says 0 where there is none. Use it everywhere.",
    "On arrival: for every node that stands in either clock the larger count, and then one more for the receiver itself.",
    "To compare, ask two questions: is any count of the left one smaller, and is any larger? There are four pairs of answers.",
  ],
  difference: "The reference writes no zeros down of itself, and keeps those that it is given.",
  checks: [
    grading.example({
      name: "an event counts on its own node",
      points: 1,
      hint: "A node's first event takes it from nothing to 1.",
      run(answer) {
        grading.expectEqual(bare(answer.call("tick", { A: 1 }, "B")), { A: 1, B: 1 }, 'tick({ A: 1 }, "B")');
        grading.expectEqual(
          bare(answer.call("tick", { A: 1, B: 4 }, "B")),
          { A: 1, B: 5 },
          'tick({ A: 1, B: 4 }, "B")',
        );
      },
    }),
    grading.example({
      name: "an arrival brings what its sender knew, and is an event too",
      points: 2,
      hint: "Place by place the larger one, and one more in the receiver's own place.",
      run(answer) {
        const tried = (clock: VectorClock, received: VectorClock, node: string, expected: Data): void =>
          grading.expectEqual(
            bare(answer.call("receive", clock, received, node)),
            expected,
            `receive(${text(clock)}, ${text(received)}, "${node}")`,
          );
        tried({ B: 1 }, { A: 1 }, "B", { A: 1, B: 2 });
        tried({ A: 5, B: 2, C: 1 }, { A: 3, B: 1, C: 4 }, "B", { A: 5, B: 3, C: 4 });
        tried({}, { A: 0, C: 2 }, "B", { B: 1, C: 2 });
      },
    }),
    grading.example({
      name: "before and after",
      points: 1,
      hint: "No count is larger, and one at least is smaller.",
      run(answer) {
        expectCompared(answer, { A: 1, B: 0 }, { A: 1, B: 2 }, "before");
        expectCompared(answer, { A: 3, B: 2 }, { A: 1, B: 2 }, "after");
        expectCompared(answer, { A: 1, B: 1 }, { A: 2, B: 2 }, "before");
      },
    }),
    grading.example({
      name: "neither can have known of the other",
      points: 1,
      hint: "Each knows something that the other does not.",
      run(answer) {
        expectCompared(answer, { A: 1, B: 0 }, { A: 0, B: 1 }, "concurrent");
        expectCompared(answer, { A: 9, B: 1 }, { A: 1, B: 2 }, "concurrent");
      },
    }),
    grading.example({
      name: "equal clocks are equal",
      points: 1,
      hint: "Neither smaller nor larger anywhere.",
      run(answer) {
        expectCompared(answer, { A: 1, B: 2 }, { B: 2, A: 1 }, "equal");
        expectCompared(answer, {}, {}, "equal");
      },
    }),
    grading.example({
      name: "a missing entry is a zero",
      points: 2,
      hint: "Look through the names of both clocks, not only of one.",
      run(answer) {
        expectCompared(answer, { A: 2 }, { A: 2, B: 1 }, "before");
        expectCompared(answer, { A: 2, B: 1 }, { A: 2 }, "after");
        expectCompared(answer, { A: 1 }, { B: 1 }, "concurrent");
        expectCompared(answer, { A: 1, B: 0 }, { A: 1 }, "equal");
        expectCompared(answer, {}, { A: 1 }, "before");
      },
    }),
    grading.example({
      name: "in any history: before exactly where it happened before",
      points: 3,
      hint: "The clocks are made with your own tick and receive, starting from {}.",
      run(answer) {
        let pairs = 0;
        for (let seed = 1; seed <= 40; seed++) {
          const events = historyOf(seed, 9);
          const [clocks, past] = [clocksOf(answer, events), pastOf(events)];
          for (let left = 0; left < events.length; left++) {
            for (let right = 0; right < events.length; right++) {
              const found = answer.call("compare", clocks[left]!, clocks[right]!);
              const what = `in ${tell(events)}: event ${left + 1}, beside event ${right + 1}`;
              grading.expectEqual(found, relation(past, left, right), what);
              pairs += 1;
            }
          }
        }
        return `${pairs} pairs of events`;
      },
    }),
  ],
});
