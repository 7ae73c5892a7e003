// A class, and the winner knows at once that it has won.
import type { RingMessage, RingNode } from "distlab";

class Member {
  readonly number: number;
  known: number | null = null;

  constructor(number: number) {
    this.number = number;
  }

  candidate(number: number): RingMessage[] {
    if (number < this.number) return [];
    if (number > this.number) return [{ kind: "Candidate", number }];
    this.known = number;
    return [{ kind: "Elected", number }];
  }

  elected(number: number): RingMessage[] {
    if (this.known === number) return [];
    this.known = number;
    return [{ kind: "Elected", number }];
  }
}

export function createNode(number: number): RingNode {
  const member = new Member(number);
  return {
    begin: () => [{ kind: "Candidate", number }],
    receive: (message) =>
      message.kind === "Candidate" ? member.candidate(message.number) : member.elected(message.number),
    leader: () => member.known,
  };
}
