/** Judges `13-paxos/learner`: what must be counted, and what must not. */
import { createRandom, grading } from "distlab";
import type { AcceptanceHeard, Data } from "distlab";

const heard = (from: string, round: number, value: string, proposer = "A"): AcceptanceHeard => ({
  from,
  ballot: { round, proposer },
  value,
});

const learns = (answer: grading.Answer, messages: readonly AcceptanceHeard[], acceptors = ["A", "B", "C"]): Data =>
  answer.call("chosen", acceptors, messages as unknown as Data);

export default grading.exercise({
  id: "13-paxos/learner",
  title: "The learner",
  kind: "write",
  exports: ["chosen"],
  hints: [
    "What makes a value chosen, in the words of the chapter: a majority, and of what?",
    "Group by ballot. Within one ballot there is only one value, so you need not group by value as well.",
  ],
  difference: "The reference stops at the first majority: by agreement there can be no other.",
  checks: [
    grading.example({
      name: "a majority under one ballot has chosen",
      points: 2,
      hint: "Two of three; three of four; three of five.",
      run(answer) {
        grading.expectEqual(
          learns(answer, [heard("A", 1, "Ann"), heard("C", 1, "Ann")]),
          { value: "Ann" },
          "what is chosen after A and C of three accepted Ann under 1A",
        );
        grading.expectEqual(learns(answer, [heard("A", 1, "Ann")]), null, "what is chosen after A alone accepted Ann");
        grading.expectEqual(
          learns(answer, [heard("A", 1, "Ann"), heard("B", 1, "Ann")], ["A", "B", "C", "D"]),
          null,
          "what is chosen after two of four accepted Ann",
        );
      },
    }),
    grading.example({
      name: "an acceptor that is heard twice counts once",
      points: 2,
      hint: "The network may duplicate.",
      run: (answer) =>
        grading.expectEqual(
          [
            learns(answer, [heard("A", 1, "Ann"), heard("A", 1, "Ann")]),
            learns(answer, [heard("A", 1, "Ann"), heard("A", 1, "Ann"), heard("B", 1, "Ann"), heard("C", 1, "Ann")]),
          ],
          [null, { value: "Ann" }],
          "what is chosen after A is heard twice, and then B and C",
        ),
    }),
    grading.example({
      name: "one value under two ballots is not counted together",
      points: 3,
      hint: "Ann under 1A and Ann under 2A are two attempts. Each needs a majority of its own.",
      run(answer) {
        const mixed = [heard("A", 1, "Ann"), heard("B", 2, "Ann"), heard("C", 3, "Ann")];
        grading.expectEqual(
          [learns(answer, mixed), learns(answer, [...mixed, heard("A", 2, "Ann")])],
          [null, { value: "Ann" }],
          "what is chosen after Ann once under each of 1A, 2A, 3A, and then once more under 2A",
        );
        const sameRound = [heard("A", 1, "Ann", "A"), heard("B", 1, "Bob", "C")];
        grading.expectEqual(
          [learns(answer, sameRound), learns(answer, [...sameRound, heard("C", 1, "Bob", "C")])],
          [null, { value: "Bob" }],
          "what is chosen after Ann under 1A and Bob under 1C, and then Bob again",
        );
      },
    }),
    grading.example({
      name: "in any order, and also when earlier ballots come late, or later ones early",
      points: 2,
      hint: "A late message of an old ballot takes nothing away, and one of a new ballot does not either.",
      run(answer) {
        for (let seed = 1; seed <= 200; seed++) {
          const random = createRandom(seed);
          const wins = [heard("A", 2, "Bob"), heard("B", 2, "Bob"), heard("C", 2, "Bob")];
          const noise = [heard("D", 1, "Ann"), heard("E", 1, "Ann"), heard("D", 1, "Ann"), heard("A", 3, "Bob")];
          const messages = random.shuffled([...noise, ...wins.slice(0, 2)]);
          grading.expectEqual(
            learns(answer, messages, ["A", "B", "C", "D", "E"]),
            null,
            `what is chosen of five after ${JSON.stringify(messages)}`,
          );
          const all = random.shuffled([...noise, ...wins]);
          grading.expectEqual(
            learns(answer, all, ["A", "B", "C", "D", "E"]),
            { value: "Bob" },
            `what is chosen of five after ${JSON.stringify(all)}`,
          );
        }
        return "400 orders";
      },
    }),
  ],
});
