// C is the voter who forgets.
import type { Move } from "distlab";

export const schedule: Move[] = [
  { kind: "timer", node: "A", timer: "election" },
  { kind: "deliver", from: "A", to: "C", nth: 1 },
  { kind: "crash", node: "C" },
  { kind: "restart", node: "C" },
  { kind: "timer", node: "B", timer: "election" },
  { kind: "deliver", from: "B", to: "C", nth: 1 },
  { kind: "deliver", from: "C", to: "A", nth: 1 },
  { kind: "deliver", from: "C", to: "B", nth: 1 },
];
