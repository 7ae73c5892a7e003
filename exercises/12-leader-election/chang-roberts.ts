/**
 * Once around.
 *
 * Nodes sit in a ring, each with a number of its own, and speak only to the next one. All begin at once. Find the highest
 * number, and let everybody know. Messages take any time and may overtake each other, and none is lost.
 *
 * `createNode(number)` returns a node of its own each time:
 * - `begin()` and `receive(message)` return the messages that it sends to the next node, in order;
 * - `leader()` is the number of the leader, or `null` as long as this node does not know it.
 *
 * Messages are `{ kind: "Candidate", number }` and, for the lap of honour, `{ kind: "Elected", number }`. When all is said
 * nothing may be on its way any more. Be frugal: n candidates need n(n + 1)/2 messages at worst, and the news n more.
 *
 * Try it: `npx distlab check 12-leader-election/chang-roberts`, or the button Check in the page.
 */
import type { RingNode } from "distlab";

export function createNode(number: number): RingNode {
  return {
    begin() {
      void number;
      throw new Error("not written yet"); // Your answer goes here, instead of these lines.
    },
    receive(message) {
      void message;
      throw new Error("not written yet"); // And here.
    },
    leader: () => null,
  };
}
