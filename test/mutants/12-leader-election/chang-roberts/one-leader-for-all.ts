// Keeps the leader in one variable for all nodes.
// caught by: in three hundred rings the highest number wins, everybody knows, and nothing goes on for ever
import type { RingNode } from "distlab";

let leader: number | null = null;

export function createNode(number: number): RingNode {
  return {
    begin: () => [{ kind: "Candidate", number }],
    receive(message) {
      if (message.kind === "Elected") {
        leader = message.number;
        return message.number === number ? [] : [message];
      }
      if (message.number > number) return [message];
      return message.number === number ? [{ kind: "Elected", number }] : [];
    },
    leader: () => leader,
  };
}
