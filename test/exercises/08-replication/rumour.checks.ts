/** Judges `08-replication/rumour`: one node, then whole populations, whose residue must be the paper's. */
import { createRandom, grading } from "distlab";
import type { Data } from "distlab";

const isInterested = (made: grading.Made): Data => made.call("isInterested");

/** One rumour among so many nodes; the share that never heard, and the calls a node. */
function spread(answer: grading.Answer, nodes: number, k: number, seed: number): { residue: number; traffic: number } {
  const random = createRandom(seed, "rumour");
  const made = Array.from({ length: nodes }, () => answer.create("createSpreader", k));
  const knows = made.map((_, index) => index === 0);
  let callers = [0];
  made[0]!.call("hears");
  let calls = 0;
  while (callers.length > 0 && calls < 12 * nodes) {
    const found = callers.map((caller) => (caller + 1 + random.index(nodes - 1)) % nodes);
    const useful = found.map((node) => !knows[node]);
    callers.forEach((caller, place) => made[caller]!.call("called", !useful[place]));
    calls += callers.length;
    const fresh = [...new Set(found.filter((_, place) => useful[place]))];
    for (const node of fresh) {
      knows[node] = true;
      made[node]!.call("hears");
    }
    callers = [...callers, ...fresh].filter((node) => isInterested(made[node]!) === true);
  }
  return { residue: knows.filter((known) => !known).length / nodes, traffic: calls / nodes };
}

export default grading.exercise({
  id: "08-replication/rumour",
  title: "When a rumour gets boring",
  kind: "write",
  exports: ["createSpreader"],
  hints: [
    "Two things to remember: has it heard, and how many futile calls since the last useful one?",
    "After it has lost interest it stays so, whatever it hears.",
  ],
  difference: "The reference never counts beyond k, so that nothing can bring the interest back.",
  checks: [
    grading.example({
      name: "it calls once it has heard, and not before",
      points: 1,
      hint: "isInterested() before and after hears().",
      run(answer) {
        const made = answer.create("createSpreader", 2);
        const before = isInterested(made);
        made.call("hears");
        grading.expectEqual([before, isInterested(made)], [false, true], "isInterested before and after it hears");
      },
    }),
    grading.example({
      name: "after k futile calls it stops",
      points: 2,
      hint: "Not after k + 1, and not after k − 1. A futile call is called(true): the other knew already.",
      run(answer) {
        const made = answer.create("createSpreader", 3);
        made.call("hears");
        const found = [1, 2, 3].map(() => {
          made.call("called", true);
          return isInterested(made);
        });
        grading.expectEqual(found, [true, true, false], "isInterested after one, two and three futile calls, k = 3");
      },
    }),
    grading.example({
      name: "a useful call sets the counter back",
      points: 2,
      hint: "k in a row.",
      run(answer) {
        const made = answer.create("createSpreader", 2);
        made.call("hears");
        for (const knew of [true, false, true]) made.call("called", knew);
        const still = isInterested(made);
        made.call("called", true);
        grading.expectEqual(
          [still, isInterested(made)],
          [true, false],
          "isInterested after futile, useful, futile, and after one futile call more, k = 2",
        );
      },
    }),
    grading.example({
      name: "who has lost interest stays so",
      points: 1,
      hint: "It hears the rumour again, many times.",
      run(answer) {
        const made = answer.create("createSpreader", 1);
        made.call("hears");
        const first = isInterested(made);
        made.call("called", true);
        made.call("hears");
        grading.expectEqual(
          [first, isInterested(made)],
          [true, false],
          "isInterested at first, and after it has stopped and hears again",
        );
      },
    }),
    grading.example({
      name: "in 5 populations of 400, k = 2 leaves out about 1 in 27, at about 3.3 calls a node",
      points: 3,
      hint: "The paper's table 1: residue 0.037, traffic 3.3. Which of the two is off?",
      run(answer) {
        const found = [1, 2, 3, 4, 5].map((seed) => spread(answer, 400, 2, seed));
        const mean = (of: "residue" | "traffic"): number => found.reduce((sum, one) => sum + one[of], 0) / found.length;
        grading.expectBetween(mean("residue"), 0.022, 0.05, "the share that never hears");
        grading.expectBetween(mean("traffic"), 3.1, 3.6, "the calls a node");
        return `residue ${mean("residue").toFixed(3)}, traffic ${mean("traffic").toFixed(2)}`;
      },
    }),
  ],
});
