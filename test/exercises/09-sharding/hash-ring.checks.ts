/** Judges `09-sharding/hash-ring`: balance and movement, never positions. */
import { grading } from "distlab";

const keysOf = (count: number, offset: number): string[] =>
  Array.from({ length: count }, (_, index) => `customer ${index + offset}`);
const machinesOf = (count: number, ring: number): string[] =>
  Array.from({ length: count }, (_, index) => `machine ${ring}-${index}`);

/** The machines of each key. */
function find(
  answer: grading.Answer,
  nodes: readonly string[],
  keys: readonly string[],
  copies = 1,
): readonly string[][] {
  const found = answer.create("createRing", nodes).call("find", keys, copies) as string[][];
  const wanted = Math.min(copies, nodes.length);
  grading.expectTrue(
    Array.isArray(found) && found.length === keys.length,
    `find of ${keys.length} keys: expected as many lists of machines`,
    {
      happened: JSON.stringify(found).slice(0, 100),
    },
  );
  found.forEach((machines, index) => {
    const fine =
      Array.isArray(machines) && machines.length === wanted && machines.every((name) => nodes.includes(name));
    grading.expectTrue(
      fine && new Set(machines).size === wanted,
      `find of ${keys[index]}, ${copies} copies, ${nodes.length} machines: expected ${wanted} different ones of them, got ${JSON.stringify(machines)}`,
    );
  });
  return found;
}

const owners = (answer: grading.Answer, nodes: readonly string[], keys: readonly string[]): readonly string[] =>
  find(answer, nodes, keys).map(([owner]) => owner!);

function countBy(names: readonly string[]): Map<string, number> {
  const counts = new Map<string, number>();
  for (const name of names) counts.set(name, (counts.get(name) ?? 0) + 1);
  return counts;
}

const balanceMost = 1.45;
const rings = 4;

export default grading.exercise({
  id: "09-sharding/hash-ring",
  title: "Which machine has my key?",
  kind: "write",
  exports: ["createRing"],
  imports: ["hashUnit", "hash53"],
  hints: [
    "A machine's places on the circle depend on its name alone: hashUnit(`${node}/${place}`) for place 0 to 99, or more.",
    "Sort the places. A key belongs to the first place from its own hash on, or to the very first of all, beyond the end of the circle.",
    "For copies go on clockwise and skip the machines that you have met already. A binary search finds the place; and two places at the same point must not be told apart by the order of the list.",
  ],
  difference:
    "The reference is a ring of 128 places a machine, searched by halving. Rendezvous hashing, which sorts the machines by a hash of name and key, keeps the same promises in three lines, at a hash for every machine and key.",
  checks: [
    grading.example({
      name: "every key has an owner, and always the same",
      points: 1,
      hint: "A key beyond the last place belongs to the first one.",
      run(answer, { seedOffset }) {
        const keys = keysOf(600, seedOffset);
        const first = owners(answer, machinesOf(4, 0), keys);
        const again = owners(answer, machinesOf(4, 0), keys);
        const other = keys.findIndex((_, index) => first[index] !== again[index]);
        grading.expectTrue(other < 0, `${keys[other]} is on ${first[other]}; asked again, on ${again[other]}`);
        find(answer, ["alone"], keys);
        find(answer, ["left", "right"], keys);
      },
    }),
    grading.example({
      name: "the order in which the machines are listed does not matter",
      points: 1,
      hint: "Two clients that list them in another order must find the same. Do two machines ever share a place?",
      run(answer, { seedOffset }) {
        const keys = keysOf(600, seedOffset);
        const names = ["n1", "n11", "n111", "n2", "n21", "n211"];
        const there = owners(answer, names, keys);
        const back = owners(answer, names.toReversed(), keys);
        const other = keys.findIndex((_, index) => there[index] !== back[index]);
        grading.expectTrue(
          other < 0,
          `${keys[other]} is on ${there[other]}, or on ${back[other]} if ${names.join(", ")} are listed backwards`,
        );
      },
    }),
    grading.example({
      name: "the fullest machine has little more than the average",
      points: 2,
      hint: "One place for each machine is not enough, and ten are not.",
      run(answer, { seedOffset }) {
        const keys = keysOf(1000, seedOffset);
        let sum = 0;
        for (let ring = 1; ring <= rings; ring++) {
          const counts = countBy(owners(answer, machinesOf(10, ring + seedOffset), keys));
          sum += (Math.max(...counts.values()) * 10) / keys.length;
        }
        const fullest = Number((sum / rings).toFixed(2));
        grading.expectBetween(
          fullest,
          1,
          balanceMost,
          `the fullest of 10 machines, times the average, mean of ${rings} rings`,
        );
        return `${fullest} times the average`;
      },
    }),
    grading.example({
      name: "a machine that is added takes keys, and no other key moves",
      points: 2,
      hint: "The places of the others must stay where they were.",
      run(answer, { seedOffset }) {
        const keys = keysOf(1200, seedOffset);
        const nodes = machinesOf(8, seedOffset);
        const before = owners(answer, nodes, keys);
        // Not at the end of the list: nothing may depend on numbers.
        const after = owners(answer, [...nodes.slice(0, 3), "the new one", ...nodes.slice(3)], keys);
        const moved = keys.flatMap((_, index) => (before[index] === after[index] ? [] : [after[index]!]));
        const stray = moved.filter((owner) => owner !== "the new one").length;
        grading.expectEqual(stray, 0, "keys that moved between machines that stay");
        grading.expectBetween(
          moved.length,
          1200 / 9 / 2,
          (1200 / 9) * 2,
          "keys that the new one of 9 machines took, of 1,200",
        );
        return `${moved.length} of 1200 keys moved`;
      },
    }),
    grading.example({
      name: "a machine that leaves is inherited from by many",
      points: 2,
      hint: "If all its keys go to one neighbour, that one dies next.",
      run(answer, { seedOffset }) {
        const keys = keysOf(1200, seedOffset);
        const nodes = machinesOf(10, seedOffset + 7);
        const dead = nodes[4]!;
        const before = owners(answer, nodes, keys);
        const after = owners(
          answer,
          nodes.filter((node) => node !== dead),
          keys,
        );
        const stray = keys.filter((_, index) => before[index] !== dead && before[index] !== after[index]).length;
        grading.expectEqual(stray, 0, "keys that moved and were not on the machine that left");
        const orphans = after.filter((_, index) => before[index] === dead);
        const heirs = countBy(orphans);
        grading.expectBetween(heirs.size, 7, 9, "machines that inherit something, of 9");
        const most = Math.round((100 * Math.max(...heirs.values())) / orphans.length);
        grading.expectBetween(most, 0, 45, "per cent of the dead machine's keys that the greatest heir got");
        return `${heirs.size} heirs`;
      },
    }),
    grading.example({
      name: "copies are on different machines, and the second is the heir",
      points: 2,
      hint: "Two places in a row may belong to the same machine: skip what you have met already. And behind the last place comes the first.",
      run(answer, { seedOffset }) {
        const keys = keysOf(500, seedOffset);
        const nodes = machinesOf(6, seedOffset + 3);
        const dead = nodes[2]!;
        const before = find(answer, nodes, keys, 3);
        const after = find(
          answer,
          nodes.filter((node) => node !== dead),
          keys,
          2,
        );
        keys.forEach((key, index) => {
          const expected = before[index]!.filter((node) => node !== dead).slice(0, 2);
          grading.expectEqual(
            after[index]!,
            expected,
            `${key} was on ${before[index]!.join(", ")}; ${dead} has left; the first two are now`,
          );
        });
        find(answer, nodes, keys.slice(0, 50), 9);
        find(answer, ["A", "B"], keys.slice(0, 50), 2);
        return "500 keys";
      },
    }),
  ],
});
