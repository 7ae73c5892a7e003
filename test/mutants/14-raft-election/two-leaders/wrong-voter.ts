// Crashes the candidate instead of the voter.
// caught by: two lead the same term, and a correct cluster is unharmed
import type { Move } from "distlab";

export const schedule: Move[] = [
  { kind: "timer", node: "A", timer: "election" },
  { kind: "deliver", from: "A", to: "B", nth: 1 },
  { kind: "deliver", from: "B", to: "A", nth: 1 },
  { kind: "timer", node: "C", timer: "election" },
  { kind: "crash", node: "C" },
  { kind: "restart", node: "C" },
  { kind: "timer", node: "C", timer: "election" },
  { kind: "deliver", from: "C", to: "B", nth: 2 },
  { kind: "deliver", from: "B", to: "C", nth: 1 },
];
