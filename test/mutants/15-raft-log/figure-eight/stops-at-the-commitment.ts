// Stops where A counts a majority, before anybody is elected without the entry.
// caught by: a committed entry is lost, and a correct cluster is unharmed
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
];
