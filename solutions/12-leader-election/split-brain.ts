/** Each half does what a whole cluster would do. Neither breaks a rule, and neither can know of the other. */
import type { Move } from "distlab";

export const schedule: Move[] = [
  { kind: "timer", node: "A", timer: "election" },
  { kind: "deliver", from: "A", to: "B", nth: 1 },
  { kind: "deliver", from: "B", to: "A", nth: 1 },
  { kind: "timer", node: "C", timer: "election" },
  { kind: "deliver", from: "C", to: "D", nth: 1 },
  { kind: "deliver", from: "D", to: "C", nth: 1 },
];
