// Lets five more timers fire that change nothing that matters.
// caught by: no more than half as many events again as it takes
import type { Move } from "distlab";

export const schedule: Move[] = [
  { kind: "crash", node: "C" },
  { kind: "restart", node: "C" },
  { kind: "crash", node: "C" },
  { kind: "restart", node: "C" },
  { kind: "crash", node: "C" },
  { kind: "restart", node: "C" },
  { kind: "timer", node: "A", timer: "election" },
  { kind: "deliver", from: "A", to: "B", nth: 1 },
  { kind: "crash", node: "B" },
  { kind: "restart", node: "B" },
  { kind: "timer", node: "C", timer: "election" },
  { kind: "deliver", from: "C", to: "B", nth: 1 },
  { kind: "deliver", from: "B", to: "A", nth: 1 },
  { kind: "deliver", from: "B", to: "C", nth: 1 },
];
