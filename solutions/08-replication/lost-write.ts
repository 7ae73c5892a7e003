/**
 * B has the write and says so; A tells Ann. C is promoted before it has heard of anything. A majority had the write, and
 * nobody asked a majority.
 */
import type { Move } from "distlab";

export const schedule: Move[] = [
  { kind: "timer", node: "Ann", timer: "next" },
  { kind: "deliver", from: "Ann", to: "A", nth: 1 },
  { kind: "deliver", from: "A", to: "B", nth: 1 },
  { kind: "deliver", from: "B", to: "A", nth: 1 },
  { kind: "deliver", from: "A", to: "Ann", nth: 1 },
  { kind: "timer", node: "C", timer: "promote-2" },
];
