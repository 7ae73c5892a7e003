// P2 hears nothing from C nor from P1, takes over as the last in line, and aborts; P1 commits.
import type { Move } from "distlab";

export const schedule: Move[] = [
  { kind: "deliver", from: "C", to: "P1", nth: 1 },
  { kind: "deliver", from: "P1", to: "C", nth: 1 },
  { kind: "deliver", from: "C", to: "P2", nth: 1 },
  { kind: "deliver", from: "P2", to: "C", nth: 1 },
  { kind: "timer", node: "P2", timer: "silence" },
  { kind: "timer", node: "P2", timer: "silence" },
  { kind: "timer", node: "C", timer: "replies" },
  { kind: "deliver", from: "C", to: "P1", nth: 3 },
];
