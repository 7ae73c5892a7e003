// Lets C crash and come back five times more.
// caught by: no more than half as many events again as it takes
import type { Move } from "distlab";

export const schedule: Move[] = [
  { kind: "crash", node: "C" },
  { kind: "restart", node: "C" },
  { kind: "crash", node: "C" },
  { kind: "restart", node: "C" },
  { kind: "crash", node: "C" },
  { kind: "restart", node: "C" },
  { kind: "crash", node: "C" },
  { kind: "restart", node: "C" },
  { kind: "crash", node: "C" },
  { kind: "restart", node: "C" },
  { kind: "timer", node: "Ann", timer: "next" },
  { kind: "deliver", from: "Ann", to: "A", nth: 1 },
  { kind: "timer", node: "Ben", timer: "next" },
  { kind: "deliver", from: "Ben", to: "A", nth: 1 },
  { kind: "deliver", from: "Ben", to: "B", nth: 1 },
  { kind: "deliver", from: "A", to: "Ben", nth: 1 },
  { kind: "deliver", from: "B", to: "Ben", nth: 1 },
  { kind: "timer", node: "Ben", timer: "next" },
  { kind: "deliver", from: "Ben", to: "B", nth: 3 },
  { kind: "deliver", from: "Ben", to: "C", nth: 2 },
  { kind: "deliver", from: "B", to: "Ben", nth: 2 },
  { kind: "deliver", from: "C", to: "Ben", nth: 1 },
];
