/** Ann is told that it is done before C has heard of it; Ben asks C afterwards. A's message to C is still under way. */
import type { Move } from "distlab";

export const schedule: Move[] = [
  { kind: "timer", node: "Ann", timer: "next" },
  { kind: "deliver", from: "Ann", to: "A", nth: 1 },
  { kind: "deliver", from: "A", to: "Ann", nth: 1 },
  { kind: "timer", node: "Ben", timer: "next" },
  { kind: "deliver", from: "Ben", to: "C", nth: 1 },
  { kind: "deliver", from: "C", to: "Ben", nth: 1 },
];
