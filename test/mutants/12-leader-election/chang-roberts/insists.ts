// Answers a lower number with its own once more, instead of nothing.
// caught by: higher numbers are passed on, lower ones swallowed
import type { RingNode } from "distlab";

export function createNode(number: number): RingNode {
  let leader: number | null = null;
  return {
    begin: () => [{ kind: "Candidate", number }],
    receive(message) {
      if (message.kind === "Elected") {
        leader = message.number;
        return message.number === number ? [] : [message];
      }
      if (message.number > number) return [message];
      return message.number === number ? [{ kind: "Elected", number }] : [{ kind: "Candidate", number }];
    },
    leader: () => leader,
  };
}
