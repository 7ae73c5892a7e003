// Remembers the highest number that it has seen, and swallows what is below that.
import type { RingNode } from "distlab";

export function createNode(number: number): RingNode {
  let leader: number | null = null;
  let highest = number;
  return {
    begin: () => [{ kind: "Candidate", number }],
    receive(message) {
      if (message.kind === "Elected") {
        leader = message.number;
        return message.number === number ? [] : [message];
      }
      if (message.number > highest) {
        highest = message.number;
        return [message];
      }
      return message.number === number ? [{ kind: "Elected", number }] : [];
    },
    leader: () => leader,
  };
}
