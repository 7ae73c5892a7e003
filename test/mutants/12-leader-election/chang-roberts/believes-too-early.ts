// Believes in every number that it passes on.
// caught by: in three hundred rings the highest number wins, everybody knows, and nothing goes on for ever
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
      if (message.number > number) {
        leader = message.number;
        return [message];
      }
      return message.number === number ? [{ kind: "Elected", number }] : [];
    },
    leader: () => leader,
  };
}
