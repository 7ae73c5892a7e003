/** Judges `13-paxos/proposer`: the cases that decide, then a thousand against the rule in its own words. */
import { compareBallots, createRandom, grading } from "distlab";
import type { Ballot, Data, PromiseHeard, WaitingProposer } from "distlab";

const ballot = (round: number, proposer = "A"): Ballot => ({ round, proposer });
const asked = ballot(9, "C");

function promise(from: string, value?: string, under?: Ballot, of = asked): PromiseHeard {
  return { from, ballot: of, accepted: value === undefined ? null : { ballot: under!, value } };
}

function proposes(answer: grading.Answer, promises: readonly PromiseHeard[], acceptors = ["A", "B", "C"]): Data {
  const given: WaitingProposer = { ballot: asked, own: "own", acceptors: [...acceptors], promises: [...promises] };
  return answer.call("proposal", given as unknown as Data);
}

/** Wait for a majority of promises for this ballot; then the value of the highest ballot, or one's own. */
function byTheBook(acceptors: readonly string[], promises: readonly PromiseHeard[]): Data {
  const counted = promises.filter((one) => compareBallots(one.ballot, asked) === 0);
  if (acceptors.filter((name) => counted.some(({ from }) => from === name)).length <= acceptors.length / 2) return null;
  const told = counted.flatMap(({ accepted }) => (accepted === null ? [] : [accepted]));
  const [highest] = told.toSorted((left, right) => compareBallots(right.ballot, left.ballot));
  return { value: highest === undefined ? "own" : highest.value };
}

export default grading.exercise({
  id: "13-paxos/proposer",
  title: "The proposer's choice",
  kind: "write",
  exports: ["proposal"],
  hints: [
    "First: which promises count? Those for this ballot, and each acceptor once.",
    "More than half of the acceptors must have promised. Two of four is not more than half.",
    "Among what they tell, only the ballots matter: not how many tell of a value, nor who said it first.",
  ],
  difference: "The reference compares ballots by round, then by name, and looks at every promise once.",
  checks: [
    grading.example({
      name: "it waits for a majority",
      points: 2,
      hint: "Half is not a majority.",
      run(answer) {
        grading.expectEqual(proposes(answer, [promise("A")]), null, "the proposal after one promise of three");
        grading.expectEqual(
          proposes(answer, [promise("A"), promise("B")], ["A", "B", "C", "D"]),
          null,
          "the proposal after two promises of four",
        );
        grading.expectEqual(
          proposes(answer, [promise("A"), promise("B")]),
          { value: "own" },
          "the proposal after two promises of three, nothing accepted",
        );
      },
    }),
    grading.example({
      name: "an acceptor that promises twice counts once",
      points: 2,
      hint: "Count names, not messages.",
      run: (answer) =>
        grading.expectEqual(
          [
            proposes(answer, [promise("A"), promise("A")]),
            proposes(answer, [promise("A"), promise("A"), promise("B")]),
          ],
          [null, { value: "own" }],
          "the proposals after A promised twice, and then B",
        ),
    }),
    grading.example({
      name: "promises for another ballot do not count",
      points: 1,
      hint: "A late answer to an earlier attempt.",
      run: (answer) =>
        grading.expectEqual(
          [
            proposes(answer, [promise("A"), promise("B", "Ann", ballot(1), ballot(8, "C"))]),
            proposes(answer, [promise("A"), promise("C")]),
          ],
          [null, { value: "own" }],
          "the proposals after promises for 9C and 8C, and after two for 9C",
        ),
    }),
    grading.example({
      name: "what was accepted under the highest ballot is proposed",
      points: 3,
      hint: "Not the first that it hears of, and not the one that more acceptors tell of.",
      run(answer) {
        const two = [promise("A", "Ann", ballot(3)), promise("B", "Bob", ballot(5))];
        grading.expectEqual(
          [proposes(answer, two), proposes(answer, two.toReversed())],
          [{ value: "Bob" }, { value: "Bob" }],
          "the proposals after Ann under 3A and Bob under 5A, in either order",
        );
        const three = [
          promise("A", "Ann", ballot(3)),
          promise("B", "Ann", ballot(3)),
          promise("D", "Bob", ballot(3, "B")),
        ];
        grading.expectEqual(
          proposes(answer, three, ["A", "B", "C", "D", "E"]),
          { value: "Bob" },
          "the proposal after Ann under 3A, twice, and Bob under 3B",
        );
      },
    }),
    grading.example({
      name: "a thousand sets of promises",
      points: 2,
      hint: "The verdict holds a whole case.",
      run(answer) {
        let waits = 0;
        for (let seed = 1; seed <= 1000; seed++) {
          const random = createRandom(seed);
          const acceptors = ["A", "B", "C", "D", "E"].slice(0, 2 + random.index(4));
          const promises = Array.from({ length: random.index(7) }, () => {
            const of = random.chance(0.8) ? asked : ballot(8, "C");
            const under = ballot(1 + random.index(12), random.pick(["A", "B"]));
            // A ballot brings one value only.
            const value = random.chance(0.5) ? `v${under.round}${under.proposer}` : undefined;
            return promise(random.pick(acceptors), value, under, of);
          });
          const expected = byTheBook(acceptors, promises);
          if (expected === null) waits += 1;
          grading.expectEqual(
            proposes(answer, promises, acceptors),
            expected,
            `the proposal of 9C, own value "own", acceptors ${acceptors.join("")}, after ${JSON.stringify(promises)}`,
          );
        }
        return `1000 sets, ${waits} of them too few to propose`;
      },
    }),
  ],
});
