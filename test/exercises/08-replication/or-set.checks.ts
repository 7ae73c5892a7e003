/** Judges `08-replication/or-set`: what each operation means, and then three replicas in every order. */
import { createRandom, grading } from "distlab";
import type { Data } from "distlab";

const add = (answer: grading.Answer, set: Data, element: string, replica: string): Data =>
  answer.call("add", set, element, replica);
const remove = (answer: grading.Answer, set: Data, element: string): Data => answer.call("remove", set, element);
const merge = (answer: grading.Answer, left: Data, right: Data): Data => answer.call("merge", left, right);
const shown = (answer: grading.Answer, set: Data): Data => answer.call("elements", set);
const withLamp = (answer: grading.Answer): Data => add(answer, answer.call("empty"), "lamp", "A");

export default grading.exercise({
  id: "08-replication/or-set",
  title: "A set that can be changed in two places",
  kind: "write",
  exports: ["empty", "add", "remove", "merge", "elements"],
  pure: ["add", "remove", "merge", "elements"],
  hints: [
    "Give each addition a tag that nobody will ever use again: the replica's name and a number.",
    "A removal takes away the tags that are there, not the element. A tag that it has not seen survives.",
    "A removed tag must stay known as removed, or it comes back with the next old message.",
  ],
  difference:
    "The reference keeps every tag for ever. With one counter for each replica, removed tags can be forgotten: see the library's own set.",
  checks: [
    grading.example({
      name: "what is added is there, what is removed is not",
      points: 1,
      hint: "Adding twice is adding once, and removing the lamp leaves the chair where it is.",
      run(answer) {
        const twice = add(answer, add(answer, withLamp(answer), "chair", "A"), "lamp", "A");
        grading.expectEqual(
          [shown(answer, twice), shown(answer, remove(answer, twice, "lamp"))],
          [["chair", "lamp"], ["chair"]],
          "the elements after lamp, chair, lamp are added, and after lamp is removed",
        );
      },
    }),
    grading.example({
      name: "two baskets become one",
      points: 1,
      hint: "Both additions were made by replicas that knew nothing of each other.",
      run(answer) {
        const chair = add(answer, answer.call("empty"), "chair", "B");
        grading.expectEqual(
          shown(answer, merge(answer, withLamp(answer), chair)),
          ["chair", "lamp"],
          "the elements after A's lamp and B's chair are merged",
        );
      },
    }),
    grading.example({
      name: "an addition that the remover had not seen wins",
      points: 3,
      hint: "Both begin with the lamp; A removes it while B adds it again.",
      run(answer) {
        const both = withLamp(answer);
        const [removed, again] = [remove(answer, both, "lamp"), add(answer, both, "lamp", "B")];
        grading.expectEqual(
          [shown(answer, merge(answer, removed, again)), shown(answer, merge(answer, again, removed))],
          [["lamp"], ["lamp"]],
          "the elements after A's removal and B's addition are merged, either way round",
        );
      },
    }),
    grading.example({
      name: "what was seen and removed does not come back with old news",
      points: 2,
      hint: "Merge the removal with a copy from before it.",
      run(answer) {
        const before = add(answer, withLamp(answer), "chair", "A");
        const after = remove(answer, before, "lamp");
        grading.expectEqual(
          [shown(answer, merge(answer, after, before)), shown(answer, merge(answer, before, after))],
          [["chair"], ["chair"]],
          "the elements after the removal is merged with a copy from before it",
        );
      },
    }),
    grading.example({
      name: "what is added again after a removal stays, also among those who know of the removal",
      points: 2,
      hint: "The second addition needs a tag that the removal has not taken away.",
      run(answer) {
        const removed = remove(answer, withLamp(answer), "lamp");
        const again = add(answer, removed, "lamp", "A");
        grading.expectEqual(
          [shown(answer, again), shown(answer, merge(answer, removed, again))],
          [["lamp"], ["lamp"]],
          "the elements after lamp is added, removed and added again, and after that is merged with the removal",
        );
      },
    }),
    grading.example({
      name: "400 histories of three replicas: all show the same in the end, and what nobody who knew of it removed is there",
      points: 4,
      hint: "The history in the verdict begins with the same number each time: play it by hand.",
      run(answer) {
        for (let seed = 1; seed <= 400; seed++) history(answer, seed);
        return "400 histories";
      },
    }),
  ],
});

/** Additions, removals and merges at random; beside them which additions each replica knows, and which were removed. */
function history(answer: grading.Answer, seed: number): void {
  const random = createRandom(seed);
  const names = ["A", "B", "C"];
  const sets = names.map(() => answer.call("empty"));
  const known = names.map(() => new Map<number, string>());
  const gone = names.map(() => new Set<number>());
  const meet = (one: number, other: number): void => {
    sets[one] = merge(answer, sets[one]!, sets[other]!);
    for (const [id, element] of known[other]!) known[one]!.set(id, element);
    for (const id of gone[other]!) gone[one]!.add(id);
  };
  for (let step = 1; step <= 14; step++) {
    const [one, other] = random.shuffled([0, 1, 2]) as [number, number];
    const element = random.pick(["lamp", "chair"]);
    const what = random.index(3);
    if (what === 0) {
      sets[one] = add(answer, sets[one]!, element, names[one]!);
      known[one]!.set(step, element);
    } else if (what === 1) {
      sets[one] = remove(answer, sets[one]!, element);
      for (const [id, added] of known[one]!) if (added === element) gone[one]!.add(id);
    } else meet(one, other);
  }
  for (const [one, other] of [
    [0, 1],
    [0, 2],
    [1, 0],
    [2, 0],
  ] as const)
    meet(one, other);
  const living = [...known[0]!].filter(([id]) => !gone[0]!.has(id)).map(([, element]) => element);
  const expected = [...new Set(living)].toSorted();
  grading.expectEqual(
    sets.map((set) => shown(answer, set)),
    names.map(() => expected),
    `history ${seed}: what the three show in the end`,
  );
}
