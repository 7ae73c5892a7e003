// P2 answers that it is uncertain, hears P1's decision, and aborts too.
// caught by: one participant commits, the other aborts, and patient ones are unharmed
import type { Move } from "distlab";

export const schedule: Move[] = [
  { kind: "deliver", from: "C", to: "P1", nth: 1 },
  { kind: "deliver", from: "P1", to: "C", nth: 1 },
  { kind: "deliver", from: "C", to: "P2", nth: 1 },
  { kind: "deliver", from: "P2", to: "C", nth: 1 },
  { kind: "timer", node: "P1", timer: "silence" },
  { kind: "deliver", from: "P1", to: "P2", nth: 1 },
  { kind: "deliver", from: "P2", to: "P1", nth: 1 },
  { kind: "deliver", from: "P1", to: "P2", nth: 2 },
  { kind: "timer", node: "C", timer: "replies" },
];
