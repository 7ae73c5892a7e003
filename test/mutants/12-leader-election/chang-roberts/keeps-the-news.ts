// Keeps the news to itself.
// caught by: who comes home is elected, and says so once around
import type { RingNode } from "distlab";

export function createNode(number: number): RingNode {
  let leader: number | null = null;
  return {
    begin: () => [{ kind: "Candidate", number }],
    receive(message) {
      if (message.kind === "Elected") {
        leader = message.number;
        return [];
      }
      if (message.number > number) return [message];
      return message.number === number ? [{ kind: "Elected", number }] : [];
    },
    leader: () => leader,
  };
}
