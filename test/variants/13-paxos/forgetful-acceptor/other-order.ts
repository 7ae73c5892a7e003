// What does not depend on each other happens the other way round.
import type { Move } from "distlab";

export const schedule: Move[] = [
  { kind: "timer", node: "A", timer: "propose" },
  { kind: "deliver", from: "A", to: "B", nth: 1 },
  { kind: "deliver", from: "B", to: "A", nth: 1 },
  { kind: "deliver", from: "A", to: "A", nth: 1 },
  { kind: "deliver", from: "A", to: "A", nth: 2 },
  { kind: "deliver", from: "A", to: "B", nth: 2 },
  { kind: "deliver", from: "B", to: "A", nth: 2 },
  { kind: "deliver", from: "A", to: "A", nth: 3 },
  { kind: "deliver", from: "A", to: "A", nth: 4 },
  { kind: "crash", node: "B" },
  { kind: "restart", node: "B" },
  { kind: "timer", node: "C", timer: "propose" },
  { kind: "deliver", from: "C", to: "B", nth: 1 },
  { kind: "deliver", from: "C", to: "C", nth: 1 },
  { kind: "deliver", from: "B", to: "C", nth: 2 },
  { kind: "deliver", from: "C", to: "C", nth: 2 },
  { kind: "deliver", from: "C", to: "B", nth: 2 },
  { kind: "deliver", from: "C", to: "C", nth: 3 },
  { kind: "deliver", from: "B", to: "C", nth: 3 },
  { kind: "deliver", from: "C", to: "C", nth: 4 },
];
