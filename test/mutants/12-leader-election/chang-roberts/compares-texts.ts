// Compares the numbers as texts, where 9 is above 10.
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
      if (String(message.number) > String(number)) return [message];
      return message.number === number ? [{ kind: "Elected", number }] : [];
    },
    leader: () => leader,
  };
}
