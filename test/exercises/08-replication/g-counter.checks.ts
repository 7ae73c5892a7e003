/** Judges `08-replication/g-counter`: the laws of merging, one by one, and then replicas that meet in any order. */
import { createRandom, grading } from "distlab";
import type { Data } from "distlab";

const count = (answer: grading.Answer, counter: Data): Data => answer.call("value", counter);
const merge = (answer: grading.Answer, left: Data, right: Data): Data => answer.call("merge", left, right);

function counted(answer: grading.Answer, ...increments: readonly (readonly [replica: string, by: number])[]): Data {
  return increments.reduce(
    (counter, [replica, by]) => answer.call("increment", counter, replica, by),
    answer.call("empty"),
  );
}

export default grading.exercise({
  id: "08-replication/g-counter",
  title: "Counting without asking",
  kind: "write",
  exports: ["empty", "increment", "merge", "value"],
  pure: ["increment", "merge", "value"],
  hints: [
    "Two copies both show 5. Have they seen the same visitors or ten different ones? What would they have to carry to know?",
    "Only the replica itself raises its own number. Which of two copies of that number is newer?",
  ],
  difference: "The reference keeps an object with a number for each replica, and takes the larger of each.",
  checks: [
    grading.example({
      name: "one replica counts",
      points: 1,
      hint: "The second argument says who counts, the third how much.",
      run: (answer) =>
        grading.expectEqual(
          [count(answer, counted(answer)), count(answer, counted(answer, ["A", 2], ["A", 3]))],
          [0, 5],
          "the value at first, and after A counts 2 and 3",
        ),
    }),
    grading.example({
      name: "two replicas' counts are added up",
      points: 2,
      hint: "Two that both show 2 may have seen four visitors.",
      run: (answer) =>
        grading.expectEqual(
          count(answer, merge(answer, counted(answer, ["A", 2]), counted(answer, ["B", 2]))),
          4,
          "the value after A's 2 and B's 2 are merged",
        ),
    }),
    grading.example({
      name: "merging twice is merging once",
      points: 2,
      hint: "News comes twice.",
      run(answer) {
        const [a, b] = [counted(answer, ["A", 2]), counted(answer, ["B", 3])];
        const merged = merge(answer, a, b);
        grading.expectEqual(
          [count(answer, merge(answer, merged, b)), count(answer, merge(answer, merged, merged))],
          [5, 5],
          "the value after B is merged again, and after the whole is merged with itself",
        );
      },
    }),
    grading.example({
      name: "old news takes nothing back",
      points: 2,
      hint: "A copy of A's number from yesterday meets today's.",
      run(answer) {
        const yesterday = counted(answer, ["A", 2]);
        const today = answer.call("increment", yesterday, "A", 4);
        grading.expectEqual(
          [count(answer, merge(answer, today, yesterday)), count(answer, merge(answer, yesterday, today))],
          [6, 6],
          "the value after yesterday's 2 and today's 6 are merged, either way round",
        );
        grading.expectEqual(
          count(answer, yesterday),
          2,
          "the value of yesterday's counter, which was counted on afterwards",
        );
      },
    }),
    grading.example({
      name: "300 histories of four replicas: in the end all show every visit once",
      points: 3,
      hint: "A merge must go on counting under its own name only.",
      run(answer) {
        for (let seed = 1; seed <= 300; seed++) {
          const random = createRandom(seed);
          const names = ["A", "B", "C", "D"];
          const held = names.map(() => answer.call("empty"));
          let visits = 0;
          for (let step = 0; step < 16; step++) {
            const [one, other] = random.shuffled([0, 1, 2, 3]);
            if (random.chance(0.5)) {
              const by = 1 + random.index(3);
              visits += by;
              held[one!] = answer.call("increment", held[one!]!, names[one!]!, by);
            } else held[one!] = merge(answer, held[one!]!, held[other!]!);
          }
          for (const one of [0, 1, 2, 3, 0, 1, 2])
            held[(one + 1) % 4] = merge(answer, held[one]!, held[(one + 1) % 4]!);
          grading.expectEqual(
            held.map((counter) => count(answer, counter)),
            names.map(() => visits),
            `history ${seed}: what the four show after ${visits} visits`,
          );
        }
        return "300 histories";
      },
    }),
  ],
});
