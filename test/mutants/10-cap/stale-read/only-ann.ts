// Ann's write alone, and nobody reads.
// caught by: Ben reads what had been replaced, and the synchronous store is unharmed
import type { Move } from "distlab";

export const schedule: Move[] = [
  { kind: "timer", node: "Ann", timer: "next" },
  { kind: "deliver", from: "Ann", to: "A", nth: 1 },
  { kind: "deliver", from: "A", to: "Ann", nth: 1 },
];
