// Kills the primary, as a promotion usually follows that; but none follows here.
// caught by: an acknowledged write is lost, and a synchronous store is unharmed
import type { Move } from "distlab";

export const schedule: Move[] = [
  { kind: "timer", node: "Ann", timer: "next" },
  { kind: "deliver", from: "Ann", to: "A", nth: 1 },
  { kind: "deliver", from: "A", to: "B", nth: 1 },
  { kind: "deliver", from: "B", to: "A", nth: 1 },
  { kind: "deliver", from: "A", to: "Ann", nth: 1 },
  { kind: "crash", node: "A" },
];
