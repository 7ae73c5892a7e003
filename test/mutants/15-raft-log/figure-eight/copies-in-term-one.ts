// A copies its entry to C in term 1, where counting is right.
// caught by: a committed entry is lost, and a correct cluster is unharmed
import type { Move } from "distlab";

export const schedule: Move[] = [
  { kind: "deliver", from: "A", to: "C", nth: 1 },
  { kind: "deliver", from: "C", to: "A", nth: 1 },
  { kind: "timer", node: "B", timer: "election" },
  { kind: "deliver", from: "B", to: "C", nth: 1 },
  { kind: "deliver", from: "C", to: "B", nth: 1 },
];
