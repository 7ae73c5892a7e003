/** Judges `09-sharding/jump-inverted`: with a placement that throws when it is asked more often than it takes. */
import { grading } from "distlab";
import type { Data, Place } from "distlab";

/** `because`: where the limit comes from, for whoever goes beyond it. */
type PlaceOptions = { seed: number; asksMax: number; because?: string };

/**
 * Plays the tosses of jump hash one after the other: when the n-th machine came, the key moved to it with a chance of 1/n.
 * It crosses to the answer as text, so it needs nothing from around it.
 */
function placement({ seed, asksMax, because = "" }: PlaceOptions): Place {
  let asks = 0;
  return (key, machines) => {
    asks += 1;
    if (asks > asksMax) throw new Error(`place was called more than ${asksMax} times${because}`);
    if (!(Number.isInteger(machines) && machines >= 1)) throw new Error(`place was called for ${machines} machines`);
    let found = 0;
    for (let newest = 1; newest < machines; newest++) {
      let mixed = seed ^ Math.imul(newest, 0x9e3779b1);
      for (const letter of String(key)) mixed = Math.imul(mixed ^ letter.charCodeAt(0), 0x5bd1e995) ^ (mixed >>> 13);
      mixed = Math.imul(mixed ^ (mixed >>> 15), 0x2c1b3c6d);
      if (((mixed ^ (mixed >>> 12)) >>> 0) % (newest + 1) === 0) found = newest;
    }
    return found;
  };
}

const keysOf = (count: number): string[] => Array.from({ length: count }, (_, index) => `order ${(index * 37) % 1009}`);

function shardsOf(keys: readonly string[], machines: number, seed: number): string[][] {
  const place = placement({ seed, asksMax: Infinity });
  const found = Array.from({ length: machines }, (): string[] => []);
  for (const key of keys) found[place(key, machines)]!.push(key);
  return found;
}

function sorted(lists: Data): Data {
  if (!Array.isArray(lists)) return lists;
  return lists.map((list) => (Array.isArray(list) ? list.toSorted() : list));
}

/** What must go where, and how many keys one has to ask about to know it. */
function expectedMove(before: readonly (readonly string[])[], machines: number, seed: number) {
  const place = placement({ seed, asksMax: Infinity });
  const found = Array.from({ length: machines }, (): string[] => []);
  before.forEach((keys, from) => {
    for (const key of keys) if (place(key, machines) !== from) found[place(key, machines)]!.push(key);
  });
  const leaving = before.slice(machines).flat().length;
  const all = before.flat().length;
  const asks = machines > before.length ? all : leaving;
  return { found, asks };
}

function judgeMove(
  answer: grading.Answer,
  [from, to]: readonly [number, number],
  options: { seed: number; budget?: true },
): void {
  const { seed } = options;
  const before = shardsOf(keysOf(120), from, seed);
  const { found, asks } = expectedMove(before, to, seed);
  const because =
    to < from
      ? `; from ${from} machines to ${to}, so many keys are on those that leave`
      : `; from ${from} machines to ${to}, no more need it`;
  const place = grading.code(placement, options.budget ? { seed, asksMax: asks, because } : { seed, asksMax: 1e6 });
  const moved = answer.call("arrivals", before, to, place);
  grading.expectEqual(sorted(moved), sorted(found), `120 keys, from ${from} machines to ${to}: what arrives`);
}

export default grading.exercise({
  id: "09-sharding/jump-inverted",
  title: "Who is on this machine?",
  kind: "write",
  exports: ["shards", "arrivals"],
  hints: [
    "Turned round is: go through the keys once and put each into the list of its machine. Make all lists first, the empty ones as well.",
    "With more machines a key stays or goes to a new one. With fewer, all that were on a machine that stays, stay: you need not even ask.",
    "From `first` on, the machines to ask about: growing, all of them (0); shrinking, those from `machines` on; as many as before, none. A key arrives where `place` says something else than where it is.",
  ],
  difference:
    "The reference asks about every key when machines are added. Databases ask about fewer: they move shards as a whole, a few thousand of them, and a key never changes its shard.",
  checks: [
    grading.example({
      name: "each machine has its keys, in order",
      points: 1,
      hint: "One list for each machine, from 0.",
      run(answer, { seedOffset }) {
        for (const machines of [1, 2, 3, 8]) {
          const place = grading.code(placement, { seed: machines + seedOffset, asksMax: 1e6 });
          const expected = shardsOf(keysOf(200), machines, machines + seedOffset);
          grading.expectEqual(
            answer.call("shards", keysOf(200), machines, place),
            expected,
            `200 keys on ${machines} ${machines === 1 ? "machine" : "machines"}`,
          );
        }
      },
    }),
    grading.example({
      name: "a machine without keys has an empty list",
      points: 1,
      hint: "There may be more machines than keys, or no keys at all.",
      run(answer) {
        const place = grading.code(placement, { seed: 5, asksMax: 1e6 });
        grading.expectEqual(answer.call("shards", [], 3, place), [[], [], []], "no keys on 3 machines");
        grading.expectEqual(
          answer.call("shards", keysOf(2), 12, place),
          shardsOf(keysOf(2), 12, 5),
          "2 keys on 12 machines",
        );
      },
    }),
    grading.example({
      name: "no key is asked about twice",
      points: 1,
      hint: "To go through all keys for each machine asks about each as many times as there are machines.",
      run(answer) {
        const place = grading.code(placement, { seed: 6, asksMax: 300 });
        grading.expectEqual(
          answer.call("shards", keysOf(300), 10, place),
          shardsOf(keysOf(300), 10, 6),
          "300 keys on 10 machines",
        );
        return "300 keys, 300 questions";
      },
    }),
    grading.example({
      name: "when machines are added, keys arrive on the new ones",
      points: 2,
      hint: "A machine that was there receives nothing, and has an empty list. Those that stay do not arrive.",
      run(answer, { seedOffset }) {
        for (const move of [
          [4, 5],
          [1, 2],
          [3, 7],
          [1, 12],
        ] as const)
          judgeMove(answer, move, { seed: 11 + seedOffset });
        return "4 moves";
      },
    }),
    grading.example({
      name: "when machines leave, their keys arrive on those that stay",
      points: 2,
      hint: "As many lists as there will be. What was on the machines that stay is there already.",
      run(answer, { seedOffset }) {
        for (const move of [
          [5, 4],
          [2, 1],
          [7, 3],
          [12, 1],
        ] as const)
          judgeMove(answer, move, { seed: 12 + seedOffset });
        return "4 moves";
      },
    }),
    grading.example({
      name: "with as many machines nothing moves, and nobody is asked",
      points: 1,
      hint: "You know that without asking.",
      run: (answer) => judgeMove(answer, [6, 6], { seed: 13, budget: true }),
    }),
    grading.example({
      name: "nothing is asked that is known",
      points: 2,
      hint: "When machines leave, ask about their keys only.",
      run(answer, { seedOffset }) {
        for (const move of [
          [10, 9],
          [10, 2],
          [4, 5],
          [2, 6],
        ] as const)
          judgeMove(answer, move, { seed: 14 + seedOffset, budget: true });
        return "4 moves";
      },
    }),
    grading.example({
      name: "the lists that it is given are left as they were",
      points: 1,
      hint: "They belong to machines that are working.",
      run(answer) {
        const before = shardsOf(keysOf(120), 5, 15);
        const frozen = grading.code(
          (lists: readonly (readonly string[])[]) => Object.freeze(lists.map((list) => Object.freeze(list))),
          before,
        );
        for (const machines of [3, 7]) {
          const place = grading.code(placement, { seed: 15, asksMax: 1e6 });
          const { found } = expectedMove(before, machines, 15);
          grading.expectEqual(
            sorted(answer.call("arrivals", frozen, machines, place)),
            sorted(found),
            `from 5 machines, that cannot be changed, to ${machines}`,
          );
        }
      },
    }),
  ],
});
