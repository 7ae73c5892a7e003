/** Judges `13-paxos/multi-paxos-log`: slots in order, out of order, again, and empty. */
import { createRandom, grading } from "distlab";
import type { Data } from "distlab";

type Told = readonly [slot: number, command: string | null];

function carriedOut(answer: grading.Answer, told: readonly Told[]): Data {
  const log = answer.create("createLog");
  return told.map(([slot, command]) => log.call("chosen", slot, command));
}

export default grading.exercise({
  id: "13-paxos/multi-paxos-log",
  title: "Nothing past a hole",
  kind: "write",
  exports: ["createLog"],
  hints: [
    "Keep what you are told by slot, and remember which slot comes next.",
    "One message may close a hole behind which several commands wait.",
  ],
  difference:
    "The reference never takes a slot out again, so a replica could show its log; a real one forgets what a snapshot holds.",
  checks: [
    grading.example({
      name: "slots in order are carried out at once",
      points: 1,
      hint: "The first slot is 1.",
      run: (answer) =>
        grading.expectEqual(
          carriedOut(answer, [
            [1, "a"],
            [2, "b"],
          ]),
          [["a"], ["b"]],
          "what is carried out after slots 1 and 2",
        ),
    }),
    grading.example({
      name: "nothing past a hole",
      points: 2,
      hint: "Slot 3 may hold something that changes what slot 4 means.",
      run: (answer) =>
        grading.expectEqual(
          carriedOut(answer, [
            [2, "b"],
            [3, "c"],
            [1, "a"],
            [5, "e"],
            [4, "d"],
          ]),
          [[], [], ["a", "b", "c"], [], ["d", "e"]],
          "what is carried out after slots 2, 3, 1, 5, 4",
        ),
    }),
    grading.example({
      name: "told twice, carried out once",
      points: 2,
      hint: "Learners may tell you again.",
      run: (answer) =>
        grading.expectEqual(
          carriedOut(answer, [
            [1, "a"],
            [1, "a"],
            [3, "c"],
            [3, "c"],
            [2, "b"],
            [3, "c"],
          ]),
          [["a"], [], [], [], ["b", "c"], []],
          "what is carried out after slots 1, 1, 3, 3, 2, 3",
        ),
    }),
    grading.example({
      name: "an empty command closes a hole and does nothing",
      points: 2,
      hint: "It takes a slot like every other.",
      run: (answer) =>
        grading.expectEqual(
          carriedOut(answer, [
            [2, "b"],
            [1, null],
            [3, null],
            [4, "d"],
          ]),
          [[], ["b"], [], ["d"]],
          "what is carried out after b in 2, nothing in 1, nothing in 3, d in 4",
        ),
    }),
    grading.example({
      name: "two hundred logs in any order, each command once and in its place",
      points: 2,
      hint: "Is a log of its own made each time?",
      run(answer) {
        for (let seed = 1; seed <= 200; seed++) {
          const random = createRandom(seed);
          const whole: Told[] = Array.from({ length: 8 }, (_, index) => [
            index + 1,
            random.chance(0.2) ? null : `c${index + 1}`,
          ]);
          const told = random.shuffled([...whole, ...whole.slice(0, 3)]);
          const all = (carriedOut(answer, told) as string[][]).flat();
          const expected = whole.flatMap(([, command]) => (command === null ? [] : [command]));
          grading.expectEqual(
            all,
            expected,
            `everything that is carried out after slots ${told.map(([slot]) => slot).join(", ")}`,
          );
        }
        return "200 logs";
      },
    }),
  ],
});
