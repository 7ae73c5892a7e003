// Lets C crash when it has committed, as if that were needed.
// caught by: every move is possible at its place, and nobody crashes and nothing is lost
import type { Move } from "distlab";

export const schedule: Move[] = [
  { kind: "deliver", from: "C", to: "P1", nth: 1 },
  { kind: "deliver", from: "P1", to: "C", nth: 1 },
  { kind: "timer", node: "P1", timer: "silence" },
  { kind: "timer", node: "P1", timer: "replies" },
  { kind: "deliver", from: "C", to: "P2", nth: 1 },
  { kind: "deliver", from: "P2", to: "C", nth: 1 },
  { kind: "timer", node: "C", timer: "replies" },
  { kind: "crash", node: "C" },
  { kind: "deliver", from: "C", to: "P2", nth: 3 },
];
