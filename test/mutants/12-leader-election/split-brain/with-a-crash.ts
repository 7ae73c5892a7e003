// Lets B crash when it has voted, which nobody needs.
// caught by: every move is possible at its place, and nothing crosses the cut
import type { Move } from "distlab";

export const schedule: Move[] = [
  { kind: "timer", node: "A", timer: "election" },
  { kind: "deliver", from: "A", to: "B", nth: 1 },
  { kind: "deliver", from: "B", to: "A", nth: 1 },
  { kind: "crash", node: "B" },
  { kind: "timer", node: "C", timer: "election" },
  { kind: "deliver", from: "C", to: "D", nth: 1 },
  { kind: "deliver", from: "D", to: "C", nth: 1 },
];
