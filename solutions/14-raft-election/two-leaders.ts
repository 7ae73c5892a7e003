/**
 * B votes for A, forgets it in a crash, and votes for C in the same term. Both count honestly: each has its own vote and
 * that of B. In the correct cluster B comes back knowing that it has voted, and refuses.
 */
import type { Move } from "distlab";

export const schedule: Move[] = [
  { kind: "timer", node: "A", timer: "election" },
  { kind: "deliver", from: "A", to: "B", nth: 1 },
  { kind: "crash", node: "B" },
  { kind: "restart", node: "B" },
  { kind: "timer", node: "C", timer: "election" },
  { kind: "deliver", from: "C", to: "B", nth: 1 },
  { kind: "deliver", from: "B", to: "A", nth: 1 },
  { kind: "deliver", from: "B", to: "C", nth: 1 },
];
