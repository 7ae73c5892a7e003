// C is promoted first, which nobody hears of.
import type { Move } from "distlab";

export const schedule: Move[] = [
  { kind: "timer", node: "C", timer: "promote-2" },
  { kind: "timer", node: "Ann", timer: "next" },
  { kind: "deliver", from: "Ann", to: "A", nth: 1 },
  { kind: "deliver", from: "A", to: "B", nth: 1 },
  { kind: "deliver", from: "B", to: "A", nth: 1 },
  { kind: "deliver", from: "A", to: "Ann", nth: 1 },
];
