/** Judges `07-clocks/lamport`: the chapter's nodes, then histories against the definition of "happened before". */
import { grading } from "distlab";
import type { ClockedEvent, NumberedEvent } from "distlab";
import { historyOf, pastOf, tell } from "../clock-histories";

const local = (node: string): ClockedEvent => ({ kind: "local", node });
const send = (node: string, message: string): ClockedEvent => ({ kind: "send", node, message });
const receive = (node: string, message: string): ClockedEvent => ({ kind: "receive", node, message });

const expectStamps = (answer: grading.Answer, events: ClockedEvent[], expected: number[]): void =>
  grading.expectEqual(answer.call("stamp", events), expected, `the numbers of ${tell(events)}`);

const sign = (answer: grading.Answer, left: NumberedEvent, right: NumberedEvent): number =>
  Math.sign(answer.call("compare", left, right) as number);

/** How many events the longest chain has that ends with each event. */
function longestChains(past: readonly number[][]): number[] {
  const lengths: number[] = [];
  for (const causes of past) lengths.push(1 + Math.max(0, ...causes.map((cause) => lengths[cause]!)));
  return lengths;
}

export default grading.exercise({
  id: "07-clocks/lamport",
  title: "Numbers for what happened",
  kind: "write",
  exports: ["stamp", "compare"],
  hints: [
    "Keep a number for each node, and another for each message: the one that it was sent with.",
    "What is received is later than the sending and later than all that its receiver did before. What is the smallest number that is larger than both?",
    "Equal numbers are told apart by the names of the nodes. Strings can be compared with <.",
  ],
  difference: "The reference never forgets a message, since somebody else may receive it later.",
  checks: [
    grading.example({
      name: "a node counts its own events from 1",
      points: 1,
      hint: "Each node has a clock of its own.",
      run: (answer) =>
        expectStamps(answer, [local("A"), local("B"), local("A"), send("A", "m"), local("B")], [1, 1, 2, 3, 2]),
    }),
    grading.example({
      name: "who receives goes on from the larger number",
      points: 2,
      hint: "A message that comes from behind sets no clock back.",
      run(answer) {
        expectStamps(
          answer,
          [local("A"), local("A"), send("A", "m"), local("B"), receive("B", "m"), local("B")],
          [1, 2, 3, 1, 4, 5],
        );
        expectStamps(answer, [send("A", "m"), local("B"), local("B"), local("B"), receive("B", "m")], [1, 1, 2, 3, 4]);
      },
    }),
    grading.example({
      name: "a message carries the number that it was sent with",
      points: 2,
      hint: "Its sender may do much before it arrives, and two may receive it.",
      run(answer) {
        expectStamps(
          answer,
          [send("A", "m"), local("A"), local("A"), receive("B", "m"), receive("C", "m")],
          [1, 2, 3, 2, 2],
        );
      },
    }),
    grading.example({
      name: "in any history: larger than all that happened before, and no larger than it must be",
      points: 3,
      hint: "The number of an event is the length of the longest chain of events that leads to it.",
      run(answer) {
        for (let seed = 1; seed <= 150; seed++) {
          const events = historyOf(seed, 4 + (seed % 12));
          expectStamps(answer, events, longestChains(pastOf(events)));
        }
        return "150 histories";
      },
    }),
    grading.example({
      name: "everybody puts all events in the same order, by number first",
      points: 2,
      hint: "Ask for two events both ways round.",
      run(answer) {
        const all = [1, 2, 9, 10].flatMap((clock) => ["A", "B", "C"].map((node): NumberedEvent => ({ clock, node })));
        for (const left of all) {
          for (const right of all.filter((other) => other !== left)) {
            const what = `compare(${JSON.stringify(left)}, ${JSON.stringify(right)})`;
            const found = sign(answer, left, right);
            grading.expectTrue(found !== 0 && !Number.isNaN(found), `${what} says that they are equal, or nothing`);
            grading.expectEqual(found, -sign(answer, right, left), `the sign of ${what}, beside the other way round`);
            if (left.clock < right.clock) grading.expectEqual(found, -1, `the sign of ${what}`);
          }
        }
        const tied = ["A", "B", "C"].map((node): NumberedEvent => ({ clock: 5, node }));
        const firsts = tied.map((one) => tied.filter((other) => other !== one && sign(answer, other, one) < 0).length);
        grading.expectEqual(firsts.toSorted(), [0, 1, 2], "how many of A, B and C, all at 5, stand before each");
      },
    }),
  ],
});
