// Delivers all that comes too late to change anything.
// caught by: no more than half as many events again as it takes
import type { Move } from "distlab";

export const schedule: Move[] = [
  { kind: "deliver", from: "C", to: "P1", nth: 1 },
  { kind: "deliver", from: "P1", to: "C", nth: 1 },
  { kind: "timer", node: "P1", timer: "silence" },
  { kind: "timer", node: "P1", timer: "replies" },
  { kind: "deliver", from: "C", to: "P2", nth: 1 },
  { kind: "deliver", from: "P2", to: "C", nth: 1 },
  { kind: "timer", node: "C", timer: "replies" },
  { kind: "deliver", from: "P1", to: "P2", nth: 1 },
  { kind: "deliver", from: "P2", to: "P1", nth: 1 },
  { kind: "deliver", from: "C", to: "P1", nth: 2 },
  { kind: "deliver", from: "C", to: "P1", nth: 3 },
  { kind: "deliver", from: "C", to: "P2", nth: 2 },
  { kind: "deliver", from: "P2", to: "C", nth: 2 },
  { kind: "deliver", from: "C", to: "P2", nth: 3 },
];
