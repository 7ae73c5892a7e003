// Asks the same two replicas twice.
// caught by: the second read is older than the first, and ABD is unharmed
import type { Move } from "distlab";

export const schedule: Move[] = [
  { kind: "timer", node: "Ann", timer: "next" },
  { kind: "deliver", from: "Ann", to: "A", nth: 1 },
  { kind: "timer", node: "Ben", timer: "next" },
  { kind: "deliver", from: "Ben", to: "A", nth: 1 },
  { kind: "deliver", from: "Ben", to: "B", nth: 1 },
  { kind: "deliver", from: "A", to: "Ben", nth: 1 },
  { kind: "deliver", from: "B", to: "Ben", nth: 1 },
  { kind: "timer", node: "Ben", timer: "next" },
  { kind: "deliver", from: "Ben", to: "A", nth: 2 },
  { kind: "deliver", from: "Ben", to: "B", nth: 3 },
  { kind: "deliver", from: "A", to: "Ben", nth: 2 },
  { kind: "deliver", from: "B", to: "Ben", nth: 2 },
];
