// B crashes before A has learnt that Ann is chosen.
// caught by: two values are chosen, and a group with working disks is unharmed
import type { Move } from "distlab";

export const schedule: Move[] = [
  { kind: "timer", node: "A", timer: "propose" },
  { kind: "deliver", from: "A", to: "A", nth: 1 },
  { kind: "deliver", from: "A", to: "A", nth: 2 },
  { kind: "deliver", from: "A", to: "B", nth: 1 },
  { kind: "deliver", from: "B", to: "A", nth: 1 },
  { kind: "deliver", from: "A", to: "A", nth: 3 },
  { kind: "deliver", from: "A", to: "A", nth: 4 },
  { kind: "deliver", from: "A", to: "B", nth: 2 },
  { kind: "crash", node: "B" },
  { kind: "restart", node: "B" },
  { kind: "timer", node: "C", timer: "propose" },
  { kind: "deliver", from: "C", to: "B", nth: 1 },
  { kind: "deliver", from: "C", to: "C", nth: 1 },
  { kind: "deliver", from: "B", to: "C", nth: 2 },
  { kind: "deliver", from: "C", to: "C", nth: 2 },
  { kind: "deliver", from: "C", to: "B", nth: 2 },
  { kind: "deliver", from: "C", to: "C", nth: 3 },
  { kind: "deliver", from: "B", to: "C", nth: 3 },
  { kind: "deliver", from: "C", to: "C", nth: 4 },
];
