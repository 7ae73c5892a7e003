// Elects two leaders, but of two terms: that is allowed.
// caught by: two lead the same term, and a correct cluster is unharmed
import type { Move } from "distlab";

export const schedule: Move[] = [
  { kind: "timer", node: "A", timer: "election" },
  { kind: "deliver", from: "A", to: "B", nth: 1 },
  { kind: "deliver", from: "B", to: "A", nth: 1 },
  { kind: "timer", node: "C", timer: "election" },
  { kind: "timer", node: "C", timer: "election" },
  { kind: "deliver", from: "C", to: "B", nth: 2 },
  { kind: "deliver", from: "B", to: "C", nth: 1 },
];
