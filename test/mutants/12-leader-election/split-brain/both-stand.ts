// Both of each half stand, vote for themselves, and refuse each other.
// caught by: two lead the same term, and servers that ask for a majority are unharmed
import type { Move } from "distlab";

export const schedule: Move[] = [
  { kind: "timer", node: "A", timer: "election" },
  { kind: "timer", node: "B", timer: "election" },
  { kind: "deliver", from: "A", to: "B", nth: 1 },
  { kind: "deliver", from: "B", to: "A", nth: 2 },
  { kind: "timer", node: "C", timer: "election" },
  { kind: "timer", node: "D", timer: "election" },
  { kind: "deliver", from: "C", to: "D", nth: 1 },
  { kind: "deliver", from: "D", to: "C", nth: 2 },
];
