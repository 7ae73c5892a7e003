/** Judges `03-building-blocks/two-choices`: which servers get requests, and how often, for loads that stand still. */
import { grading } from "distlab";

/** The answer's balancer picks so many times; how often each server was picked. */
function picks(answer: grading.Answer, loads: readonly number[], times: number, seed: number): number[] {
  const balancer = answer.create("createBalancer", grading.randomFrom(seed));
  // Who asks for a third time learns nothing: it throws.
  const loadOf = grading.code(
    (list: number[]) => {
      let asked = 0;
      return (server: number) => {
        asked += 1;
        if (asked > 2) throw new Error("a third question was asked");
        if (!(server in list)) throw new Error(`server ${server} of ${list.length} was asked`);
        return list[server];
      };
    },
    [...loads],
  );
  const counts = loads.map(() => 0);
  for (let time = 0; time < times; time++) {
    const picked = Number(balancer.call("pick", loads.length, loadOf));
    grading.expectTrue(picked in counts, `of ${loads.length} servers, ${String(picked)} was picked`);
    counts[picked]! += 1;
  }
  return counts;
}

/** Each count lies within five standard deviations of what is expected. */
function expectShares(counts: readonly number[], shares: readonly number[], what: string): void {
  const times = counts.reduce((sum, count) => sum + count, 0);
  for (const [server, share] of shares.entries()) {
    const spread = 5 * Math.sqrt(times * share * (1 - share));
    const [least, most] = [Math.floor(times * share - spread), Math.ceil(times * share + spread)];
    grading.expectBetween(counts[server]!, least, most, `${what}: how often server ${server} gets one of ${times}`);
  }
}

export default grading.exercise({
  id: "03-building-blocks/two-choices",
  title: "Two choices",
  kind: "write",
  exports: ["createBalancer"],
  hints: [
    "`Math.floor(random() * n)` draws one of n. How can the second be drawn so that it is not the first?",
    "Draw again until it differs, or draw from n − 1 and step over the first.",
    "second = floor(random · (n − 1)); if it is not below the first, add 1. Then two questions, and the smaller load wins; on a tie keep the first, which was drawn at random anyway.",
  ],
  difference:
    "The reference draws without repetition. Drawing twice from all (as `randomChoices` in the library does) is a little worse with few servers and the same with many.",
  checks: [
    grading.example({
      name: "one server gets everything",
      points: 1,
      hint: "There is no second one to draw.",
      run: (answer) =>
        grading.expectEqual(picks(answer, [7], 20, 1), [20], "how many of 20 requests the only server gets"),
    }),
    grading.example({
      name: "of two servers the one that has less to do gets it, always",
      points: 2,
      hint: "Two *different* servers: with two of them these are both.",
      run(answer, { seedOffset }) {
        const seed = 1 + seedOffset;
        grading.expectEqual(picks(answer, [3, 1], 200, seed), [0, 200], "loads 3 and 1: how the requests are spread");
        grading.expectEqual(picks(answer, [0, 1], 200, seed), [200, 0], "loads 0 and 1: how the requests are spread");
      },
    }),
    grading.example({
      name: "with nothing to choose between, all get the same",
      points: 2,
      hint: "On a tie the lower number must not win each time; and the last server is a server too.",
      run(answer, { seedOffset }) {
        expectShares(picks(answer, [2, 2, 2, 2, 2], 4000, 2 + seedOffset), Array<number>(5).fill(1 / 5), "equal loads");
        expectShares(picks(answer, [4, 4], 2000, 3 + seedOffset), [1 / 2, 1 / 2], "equal loads");
      },
    }),
    grading.example({
      name: "every pair is drawn equally often, and the better of it is picked",
      points: 3,
      hint: "Of 5 servers there are 10 pairs. In how many of them is the best, in how many the second best?",
      run(answer, { seedOffset }) {
        // So many that a pair drawn in twelve cases of a hundred, instead of ten, lies outside of what chance allows.
        const loads = [0, 1, 2, 3, 4];
        const shares = [4 / 10, 3 / 10, 2 / 10, 1 / 10, 0];
        expectShares(picks(answer, loads, 12_000, 4 + seedOffset), shares, "loads 0 to 4");
        expectShares(picks(answer, loads.toReversed(), 12_000, 5 + seedOffset), shares.toReversed(), "loads 4 to 0");
        const mixed = [5, 0, 5, 5];
        const rest = 1 / 6;
        expectShares(picks(answer, mixed, 4000, 6 + seedOffset), [rest, 1 / 2, rest, rest], "loads 5, 0, 5, 5");
      },
    }),
    grading.example({
      name: "nobody who was not asked is picked, whatever the number of servers",
      points: 1,
      hint: "The number of servers may be another one each time.",
      run(answer, { seedOffset }) {
        for (let servers = 2; servers <= 12; servers++) {
          const loads = Array.from({ length: servers }, (_, index) => (index === servers - 1 ? 9 : 1));
          const counts = picks(answer, loads, 60, servers + seedOffset);
          grading.expectEqual(counts.at(-1)!, 0, `of ${servers} servers, how often the most loaded one was picked`);
        }
      },
    }),
  ],
});
