// Announces the first lower number's defeat as its own victory.
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
      return message.number <= number ? [{ kind: "Elected", number }] : [];
    },
    leader: () => leader,
  };
}
