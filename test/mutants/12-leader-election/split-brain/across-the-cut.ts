// Lets A ask C, across the cut.
// caught by: every move is possible at its place, and nothing crosses the cut
import type { Move } from "distlab";

export const schedule: Move[] = [
  { kind: "timer", node: "A", timer: "election" },
  { kind: "deliver", from: "A", to: "C", nth: 1 },
  { kind: "deliver", from: "C", to: "A", nth: 1 },
  { kind: "timer", node: "B", timer: "election" },
  { kind: "deliver", from: "B", to: "D", nth: 1 },
  { kind: "deliver", from: "D", to: "B", nth: 1 },
];
