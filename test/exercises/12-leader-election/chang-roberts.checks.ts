/** Judges `12-leader-election/chang-roberts`: one node, then whole rings in any order. */
import { createRandom, grading } from "distlab";
import type { Data, RingMessage } from "distlab";

const candidate = (number: number): RingMessage => ({ kind: "Candidate", number });
const elected = (number: number): RingMessage => ({ kind: "Elected", number });

type Lap = { leaders: Data[]; sent: number };

/** Runs a ring until nothing is on its way; messages arrive in the order that `seed` gives. */
function lap(answer: grading.Answer, numbers: readonly number[], seed: number): Lap {
  const random = createRandom(seed, "ring");
  const highest = Math.max(...numbers);
  const nodes = numbers.map((number) => answer.create("createNode", number));
  const most = 4 * numbers.length * (numbers.length + 2);
  const pending: { to: number; message: RingMessage }[] = [];
  let sent = 0;
  const send = (from: number, messages: Data): void => {
    for (const message of messages as RingMessage[]) pending.push({ to: (from + 1) % nodes.length, message });
    sent += (messages as RingMessage[]).length;
    grading.expectTrue(sent <= most, `the ring ${numbers.join(" ")} does not come to rest: ${sent} messages so far`);
  };
  for (const [index, node] of nodes.entries()) send(index, node.call("begin"));
  while (pending.length > 0) {
    const [next] = pending.splice(Math.floor(random.next() * pending.length), 1);
    const { to, message } = next!;
    send(to, nodes[to]!.call("receive", message as unknown as Data));
    const believed = nodes[to]!.call("leader");
    grading.expectTrue(
      believed === null || believed === highest,
      `in the ring ${numbers.join(" ")}, number ${numbers[to]} believes in ${JSON.stringify(believed)}`,
    );
  }
  return { leaders: nodes.map((node) => node.call("leader")), sent };
}

const upTo = (count: number): number[] => Array.from({ length: count }, (_, index) => index + 1);

export default grading.exercise({
  id: "12-leader-election/chang-roberts",
  title: "Once around",
  kind: "write",
  exports: ["createNode"],
  hints: [
    "A candidate that arrives is higher than you, lower than you, or you. Each has its own line.",
    "A lower number goes no further: what would happen to it later anyway?",
    "Passing on a higher number does not make it the leader. What does?",
  ],
  difference:
    "The reference keeps nothing but the leader. One that remembers the highest number it has passed on needs fewer messages.",
  checks: [
    grading.example({
      name: "higher numbers are passed on, lower ones swallowed",
      points: 2,
      hint: "Compare with the node's own number.",
      run(answer) {
        const node = answer.create("createNode", 9);
        grading.expectEqual(node.call("begin"), [candidate(9)], "what number 9 sends at the beginning");
        grading.expectEqual(
          [node.call("receive", candidate(10)), node.call("receive", candidate(8))],
          [[candidate(10)], []],
          "what number 9 sends when 10 arrives, and 8",
        );
      },
    }),
    grading.example({
      name: "who comes home is elected, and says so once around",
      points: 2,
      hint: "Your own number comes home once: then it is announced, not passed on. The announcement comes home too, and stops there.",
      run(answer) {
        const winner = answer.create("createNode", 5);
        winner.call("begin");
        grading.expectEqual(
          [winner.call("receive", candidate(5)), winner.call("receive", elected(5))],
          [[elected(5)], []],
          "what number 5 sends when its number comes home, and then its announcement",
        );
        const other = answer.create("createNode", 3);
        other.call("begin");
        grading.expectEqual(
          [other.call("receive", elected(5)), other.call("leader"), winner.call("leader")],
          [[elected(5)], 5, 5],
          "what number 3 sends when 5 is announced, and whom the two then take for the leader",
        );
      },
    }),
    grading.example({
      name: "in three hundred rings the highest number wins, everybody knows, and nothing goes on for ever",
      points: 3,
      hint: "Small rings too: in a ring of one, the next node is oneself.",
      run(answer) {
        for (let seed = 1; seed <= 300; seed++) {
          const numbers = createRandom(seed)
            .shuffled(upTo(12))
            .slice(0, 1 + (seed % 7));
          const { leaders } = lap(answer, numbers, seed);
          grading.expectEqual(
            leaders,
            numbers.map(() => Math.max(...numbers)),
            `the leaders of the ring ${numbers.join(" ")}`,
          );
        }
        return "300 rings";
      },
    }),
    grading.example({
      name: "no more messages than Chang and Roberts say",
      points: 2,
      hint: "Falling order is the worst. Does anything travel that cannot win?",
      run(answer) {
        const size = 24;
        const worst = lap(answer, upTo(size).toReversed(), 1).sent;
        grading.expectEqual(lap(answer, [1, 2, 3], 1).leaders, [3, 3, 3], "the leaders of the ring 1 2 3");
        grading.expectBudget(worst, (size * (size + 1)) / 2 + size, "messages in a ring of 24 in falling order");
        const mean =
          [1, 2, 3, 4, 5]
            .map((seed) => lap(answer, createRandom(seed).shuffled(upTo(size)), seed).sent)
            .reduce((a, b) => a + b) / 5;
        return `worst ${worst}, at random about ${mean}`;
      },
    }),
  ],
});
