/** Judges `10-cap/ap-register`: replicas that are cut off, write, and meet again in every order. */
import { createRandom, grading } from "distlab";
import type { Data } from "distlab";

type Replica = grading.Made;

function group(answer: grading.Answer, names: readonly string[]): Replica[] {
  return names.map((name) => answer.create("createReplica", name));
}

const tell = (from: Replica, to: Replica): unknown => to.call("hear", from.call("tell"));
const reads = (replicas: readonly Replica[]): Data => replicas.map((replica) => replica.call("read"));

/** Everybody hears from everybody, until nothing can be new any more. */
function meet(replicas: readonly Replica[]): void {
  for (let round = 0; round < replicas.length; round++) {
    for (const from of replicas) for (const to of replicas) if (from !== to) tell(from, to);
  }
}

function expectSame(replicas: readonly Replica[], allowed: readonly string[], what: string): void {
  const values = reads(replicas) as (string | null)[];
  grading.expectTrue(new Set(values).size === 1, `${what}: the replicas read ${values.join(", ")}`);
  grading.expectTrue(
    allowed.includes(String(values[0])),
    `${what}: all read ${values[0]}, allowed is ${allowed.join(" or ")}`,
  );
}

export default grading.exercise({
  id: "10-cap/ap-register",
  title: "A register that always answers",
  kind: "write",
  exports: ["createReplica"],
  hints: [
    "A value alone cannot be compared with another one. What must it carry, so that all replicas prefer the same one of two?",
    "A counter that only its own replica moves is not enough: after hearing of counter 7, the next write must be above 7.",
    "Two replicas may reach the same counter. Something must still decide, and alike everywhere.",
  ],
  difference:
    "The reference tells one value; a replica that kept both of two rivals would be as right, and would have to choose when it is read.",
  checks: [
    grading.example({
      name: "a replica reads what it has written, at once and alone",
      points: 1,
      hint: "It asks nobody.",
      run(answer) {
        const [replica] = group(answer, ["A"]);
        replica!.call("write", "red");
        grading.expectEqual(replica!.call("read"), "red", "what A reads after it has written red");
      },
    }),
    grading.example({
      name: "a write is read elsewhere after it was told",
      points: 1,
      hint: "tell() on one, hear() on the other.",
      run(answer) {
        const [a, b] = group(answer, ["A", "B"]);
        a!.call("write", "red");
        tell(a!, b!);
        grading.expectEqual(b!.call("read"), "red", "what B reads after A wrote red and told it");
      },
    }),
    grading.example({
      name: "who writes after having heard overrules what it heard",
      points: 2,
      hint: "Its own counter may be far behind the one that it heard of.",
      run(answer) {
        const [a, z] = group(answer, ["A", "Z"]);
        for (const value of ["one", "two", "three"]) z!.call("write", value);
        tell(z!, a!);
        a!.call("write", "four");
        meet([a!, z!]);
        grading.expectEqual(
          reads([a!, z!]),
          ["four", "four"],
          "what A and Z read after Z wrote three times, A heard of it and wrote four",
        );
      },
    }),
    grading.example({
      name: "two that wrote in a split agree afterwards, whoever tells first",
      points: 2,
      hint: "The same counter on both sides: what decides?",
      run(answer) {
        for (const order of [0, 1]) {
          const [a, b] = group(answer, ["A", "B"]);
          a!.call("write", "red");
          b!.call("write", "blue");
          meet(order === 0 ? [a!, b!] : [b!, a!]);
          expectSame([a!, b!], ["red", "blue"], order === 0 ? "A told first" : "B told first");
        }
      },
    }),
    grading.example({
      name: "200 histories of four replicas, news late, twice and lost: all read the same in the end, one of the values that nobody overruled",
      points: 4,
      hint: "Old news must not overrule what is newer.",
      run(answer) {
        for (let seed = 1; seed <= 200; seed++) history(answer, seed);
        return "200 histories";
      },
    }),
  ],
});

/** Writes and news at random. `known[r]` are the writes that replica r has heard of; a write overrules those. */
function history(answer: grading.Answer, seed: number): void {
  const random = createRandom(seed);
  const replicas = group(answer, ["A", "B", "C", "D"]);
  const known = replicas.map(() => new Set<string>());
  const overruled = new Set<string>();
  const news: { told: Data; known: string[] }[] = [];
  for (let step = 1; step <= 60; step++) {
    const index = random.index(4);
    const what = random.index(3);
    if (what === 0) {
      const value = `w${step}`;
      replicas[index]!.call("write", value);
      for (const old of known[index]!) overruled.add(old);
      known[index]!.add(value);
    } else if (what === 1) news.push({ told: replicas[index]!.call("tell"), known: [...known[index]!] });
    else if (news.length > 0) {
      const one = random.pick(news);
      replicas[index]!.call("hear", one.told);
      for (const value of one.known) known[index]!.add(value);
    }
  }
  const written = [...new Set(known.flatMap((one) => [...one]))];
  meet(random.shuffled(replicas));
  if (written.length > 0)
    expectSame(
      replicas,
      written.filter((value) => !overruled.has(value)),
      `history ${seed}`,
    );
}
