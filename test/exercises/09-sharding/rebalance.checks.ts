/** Judges `09-sharding/rebalance`: the fewest moves are worked out here, whichever slots they are. */
import { createRandom, grading } from "distlab";

type Case = { readonly owners: readonly string[]; readonly machines: readonly string[] };

const countOf = (owners: readonly string[], machine: string): number =>
  owners.filter((owner) => owner === machine).length;

/** A machine keeps what it has, up to its share; those that have most get the larger shares. What is not kept must move. */
function fewestMoves({ owners, machines }: Case): number {
  const small = Math.floor(owners.length / machines.length);
  const larger = owners.length % machines.length;
  const counts = machines.map((machine) => countOf(owners, machine)).toSorted((left, right) => right - left);
  const kept = counts.reduce((sum, count, index) => sum + Math.min(count, index < larger ? small + 1 : small), 0);
  return owners.length - kept;
}

const told = ({ owners, machines }: Case): string => {
  const had = [...new Set(owners)].map((owner) => `${owner} ${countOf(owners, owner)}`).join(", ");
  return `${owners.length} slots (${had || "none"}), now ${machines.join(", ")}`;
};

function askFor(answer: grading.Answer, asked: Case): readonly string[] {
  const after = answer.call("rebalance", asked.owners, asked.machines) as string[];
  const { length } = asked.owners;
  const complete = Array.isArray(after) && after.length === length;
  grading.expectTrue(
    complete,
    `${told(asked)}: expected a list of ${length} owners, got ${JSON.stringify(after).slice(0, 80)}`,
  );
  const stray = after.findIndex((owner) => !asked.machines.includes(owner));
  grading.expectTrue(
    stray < 0,
    `${told(asked)}: slot ${stray} is given to ${JSON.stringify(after[stray] ?? null)}, which is none of them`,
  );
  return after;
}

function expectBalanced(after: readonly string[], asked: Case): void {
  const counts = asked.machines.map((machine) => countOf(after, machine));
  const far = Math.max(...counts) - Math.min(...counts);
  grading.expectTrue(far <= 1, `${told(asked)}: some machines have ${far} slots more than others`, {
    expected: "no two differ by more than one",
    happened: asked.machines.map((machine, index) => `${machine} ${counts[index]}`).join(", "),
  });
}

const movedOf = (after: readonly string[], { owners }: Case): number =>
  after.filter((owner, slot) => owner !== owners[slot]).length;

/** Balanced, and with the fewest moves. */
function judge(answer: grading.Answer, asked: Case): void {
  const after = askFor(answer, asked);
  expectBalanced(after, asked);
  grading.expectBudget(movedOf(after, asked), fewestMoves(asked), `${told(asked)}: slots that move`);
}

/** Dealt out in turn, or in blocks. */
const inTurn = (count: number, machines: readonly string[]): string[] =>
  Array.from({ length: count }, (_, slot) => machines[slot % machines.length]!);
const inBlocks = (shares: { readonly [machine: string]: number }): string[] =>
  Object.entries(shares).flatMap(([machine, count]) => Array<string>(count).fill(machine));

const four = ["A", "B", "C", "D"];

function anyCase(seed: number): Case {
  const random = createRandom(seed, "slots");
  const names = ["A", "B", "C", "D", "E", "F", "G"];
  const now = names.filter(() => random.next() < 0.6);
  const favourite = names[Math.floor(random.next() * names.length)]!;
  const owners = Array.from({ length: Math.floor(random.next() * 40) }, () =>
    random.next() < 0.3 ? favourite : names[Math.floor(random.next() * names.length)]!,
  );
  return { owners, machines: now.length > 0 ? now.toReversed() : ["H"] };
}

export default grading.exercise({
  id: "09-sharding/rebalance",
  title: "Sharing out the slots again",
  kind: "write",
  exports: ["rebalance"],
  hints: [
    "How many slots may each machine have? If it does not come out even, some may have one more: which ones, so that the fewest move?",
    "Let each machine keep what it has, up to its share. Everything else moves, once, to those below their share.",
    "Shares: floor(slots / machines), and one more for the slots % machines of them that have most now. First pass: keep while the owner is below its share. Second pass: give the rest to whoever is below.",
  ],
  difference:
    "The reference moves as few slots as possible and does not ask which. A real one also looks at how large and how busy each slot is, keeps copies of a slot apart, and moves a few at a time.",
  checks: [
    grading.example({
      name: "when a machine is added it gets its share, and nothing else moves",
      points: 2,
      hint: "It must get a fifth. The other machines have nothing to say to each other.",
      run(answer) {
        judge(answer, { owners: inTurn(20, four), machines: [...four, "E"] });
        judge(answer, { owners: inBlocks({ A: 5, B: 5, C: 5, D: 5 }), machines: ["E", ...four] });
        judge(answer, { owners: inTurn(12, ["A"]), machines: ["A", "B", "C"] });
      },
    }),
    grading.example({
      name: "when a machine is gone its slots are shared by all that are left",
      points: 2,
      hint: "Not all to one neighbour, and none that was on another machine moves.",
      run(answer) {
        judge(answer, { owners: inTurn(24, four), machines: ["A", "B", "D"] });
        judge(answer, { owners: inBlocks({ A: 6, B: 6, C: 6, D: 6 }), machines: ["B", "C", "D"] });
        judge(answer, { owners: inTurn(10, ["A", "B"]), machines: ["C", "D"] });
      },
    }),
    grading.example({
      name: "a machine that goes and one that comes at once",
      points: 1,
      hint: "The new one takes what the old one had.",
      run: (answer) => judge(answer, { owners: inTurn(16, four), machines: ["A", "C", "D", "E"] }),
    }),
    grading.example({
      name: "if nothing has changed nothing moves",
      points: 1,
      hint: "Also if the machines are listed in another order, and if it did not come out even before.",
      run(answer) {
        judge(answer, { owners: inBlocks({ A: 3, B: 4, C: 4 }), machines: ["C", "B", "A"] });
        judge(answer, { owners: inBlocks({ A: 3, B: 4, C: 4 }), machines: ["A", "B", "C"] });
        judge(answer, { owners: inTurn(16, four), machines: ["D", "A", "C", "B"] });
      },
    }),
    grading.example({
      name: "what does not come out even is left where it is",
      points: 2,
      hint: "Who may have one slot more? If it is somebody who has it already, one slot less moves.",
      run(answer) {
        judge(answer, { owners: inBlocks({ A: 2, B: 3, C: 5 }), machines: ["A", "B", "C"] });
        judge(answer, { owners: inBlocks({ A: 3, B: 7, C: 4 }), machines: ["A", "B", "C", "D"] });
        judge(answer, { owners: inBlocks({ A: 1, B: 1, C: 1 }), machines: ["A", "B", "C", "D", "E"] });
      },
    }),
    grading.example({
      name: "whatever there was and is, it is even in the end, with the fewest moves",
      points: 2,
      hint: "No slots at all, more machines than slots, all on machines that are gone: try them.",
      run(answer, { seedOffset }) {
        judge(answer, { owners: [], machines: ["A", "B"] });
        for (let seed = 1; seed <= 200; seed++) judge(answer, anyCase(seed + seedOffset));
        return "201 cases";
      },
    }),
    grading.example({
      name: "the same question has the same answer, and the lists stay as they are",
      points: 1,
      hint: "Work on a copy. Two administrators who both ask must not move slots to and fro.",
      run(answer) {
        const frozen = (list: readonly string[]) =>
          grading.code((items: readonly string[]) => Object.freeze(items), list);
        const asked: Case = { owners: inBlocks({ A: 9, B: 2, X: 3 }), machines: ["C", "B", "A"] };
        const ask = () => answer.call("rebalance", frozen(asked.owners), frozen(asked.machines)) as string[];
        const first = ask();
        grading.expectEqual(ask(), first, `${told(asked)}: asked a second time`);
        grading.expectEqual(first.length, asked.owners.length, `${told(asked)}: slots with an owner`);
        expectBalanced(first, asked);
      },
    }),
  ],
});
