// The votes are given, and C never hears of its own.
// caught by: two lead the same term, and servers that ask for a majority are unharmed
import type { Move } from "distlab";

export const schedule: Move[] = [
  { kind: "timer", node: "A", timer: "election" },
  { kind: "deliver", from: "A", to: "B", nth: 1 },
  { kind: "deliver", from: "B", to: "A", nth: 1 },
  { kind: "timer", node: "C", timer: "election" },
  { kind: "deliver", from: "C", to: "D", nth: 1 },
];
