// B and D lead, step by step in turn.
import type { Move } from "distlab";

export const schedule: Move[] = [
  { kind: "timer", node: "D", timer: "election" },
  { kind: "timer", node: "B", timer: "election" },
  { kind: "deliver", from: "D", to: "C", nth: 1 },
  { kind: "deliver", from: "B", to: "A", nth: 1 },
  { kind: "deliver", from: "A", to: "B", nth: 1 },
  { kind: "deliver", from: "C", to: "D", nth: 1 },
];
