// A's vote arrives at once, and a heartbeat is delivered besides.
import type { Move } from "distlab";

export const schedule: Move[] = [
  { kind: "timer", node: "A", timer: "election" },
  { kind: "deliver", from: "A", to: "B", nth: 1 },
  { kind: "deliver", from: "B", to: "A", nth: 1 },
  { kind: "crash", node: "B" },
  { kind: "restart", node: "B" },
  { kind: "timer", node: "C", timer: "election" },
  { kind: "deliver", from: "C", to: "B", nth: 1 },
  { kind: "deliver", from: "B", to: "C", nth: 1 },
];
