// Lets C crash and come back again and again, which changes nothing.
// caught by: no more than half as many events again as it takes
import type { Move } from "distlab";

export const schedule: Move[] = [
  { kind: "crash", node: "C" },
  { kind: "restart", node: "C" },
  { kind: "crash", node: "C" },
  { kind: "restart", node: "C" },
  { kind: "crash", node: "C" },
  { kind: "restart", node: "C" },
  { kind: "crash", node: "C" },
  { kind: "restart", node: "C" },
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
