// P1 loses its patience before it has voted, so that C hears of no yes.
// caught by: one participant commits, the other aborts, and patient ones are unharmed
import type { Move } from "distlab";

export const schedule: Move[] = [
  { kind: "timer", node: "P1", timer: "silence" },
  { kind: "deliver", from: "C", to: "P1", nth: 1 },
  { kind: "deliver", from: "P1", to: "C", nth: 1 },
  { kind: "deliver", from: "C", to: "P2", nth: 1 },
  { kind: "deliver", from: "P2", to: "C", nth: 1 },
  { kind: "timer", node: "C", timer: "replies" },
  { kind: "deliver", from: "C", to: "P2", nth: 2 },
];
