/**
 * B stands in term 2 and A hears of it, so that A can stand in term 3; B is elected in term 2 by C, and writes an entry
 * that nobody else gets. B hears of term 3 and stands in term 4, but its requests are slow. A is elected in term 3 by C,
 * copies its entry of term 1 to C, counts two of three, and calls it committed. Then C votes for B, whose last entry is
 * of term 2 and beats C's of term 1: B leads, and lacks what was committed.
 */
import type { Move } from "distlab";

export const schedule: Move[] = [
  { kind: "timer", node: "B", timer: "election" },
  { kind: "deliver", from: "B", to: "A", nth: 1 },
  { kind: "timer", node: "A", timer: "election" },
  { kind: "deliver", from: "B", to: "C", nth: 1 },
  { kind: "deliver", from: "C", to: "B", nth: 1 },
  { kind: "deliver", from: "A", to: "B", nth: 3 },
  { kind: "timer", node: "B", timer: "election" },
  { kind: "deliver", from: "A", to: "C", nth: 2 },
  { kind: "deliver", from: "C", to: "A", nth: 1 },
  { kind: "deliver", from: "A", to: "C", nth: 1 },
  { kind: "deliver", from: "C", to: "A", nth: 2 },
  { kind: "deliver", from: "A", to: "C", nth: 4 },
  { kind: "deliver", from: "C", to: "A", nth: 3 },
  { kind: "deliver", from: "B", to: "C", nth: 3 },
  { kind: "deliver", from: "C", to: "B", nth: 2 },
];
