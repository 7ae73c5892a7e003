// P1 hears of the precommit before it takes over, and so commits.
// caught by: one participant commits, the other aborts, and patient ones are unharmed
import type { Move } from "distlab";

export const schedule: Move[] = [
  { kind: "deliver", from: "C", to: "P1", nth: 1 },
  { kind: "deliver", from: "P1", to: "C", nth: 1 },
  { kind: "deliver", from: "C", to: "P2", nth: 1 },
  { kind: "deliver", from: "P2", to: "C", nth: 1 },
  { kind: "deliver", from: "C", to: "P1", nth: 2 },
  { kind: "timer", node: "P1", timer: "silence" },
  { kind: "timer", node: "P1", timer: "replies" },
  { kind: "timer", node: "C", timer: "replies" },
  { kind: "deliver", from: "C", to: "P2", nth: 3 },
];
