// Stops before the second vote has arrived.
// caught by: two lead the same term, and a correct cluster is unharmed
import type { Move } from "distlab";

export const schedule: Move[] = [
  { kind: "timer", node: "A", timer: "election" },
  { kind: "deliver", from: "A", to: "B", nth: 1 },
  { kind: "crash", node: "B" },
  { kind: "restart", node: "B" },
  { kind: "timer", node: "C", timer: "election" },
  { kind: "deliver", from: "C", to: "B", nth: 1 },
  { kind: "deliver", from: "B", to: "A", nth: 1 },
];
