// Tells the other backup, and thinks that it matters.
// caught by: no more than half as many events again as it takes
import type { Move } from "distlab";

export const schedule: Move[] = [
  { kind: "timer", node: "Ann", timer: "next" },
  { kind: "deliver", from: "Ann", to: "A", nth: 1 },
  { kind: "deliver", from: "A", to: "Ann", nth: 1 },
  { kind: "deliver", from: "A", to: "B", nth: 1 },
  { kind: "deliver", from: "B", to: "A", nth: 1 },
  { kind: "crash", node: "B" },
  { kind: "restart", node: "B" },
  { kind: "timer", node: "Ben", timer: "next" },
  { kind: "deliver", from: "Ben", to: "C", nth: 1 },
  { kind: "deliver", from: "C", to: "Ben", nth: 1 },
];
