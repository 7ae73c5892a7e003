/**
 * The write is under way all the time. The first read meets the one replica that has it, the second the other two. The
 * repair to B is the second message from Ben to B, and stays under way: nobody waits for it.
 */
import type { Move } from "distlab";

export const schedule: Move[] = [
  { kind: "timer", node: "Ann", timer: "next" },
  { kind: "deliver", from: "Ann", to: "A", nth: 1 },
  { kind: "timer", node: "Ben", timer: "next" },
  { kind: "deliver", from: "Ben", to: "A", nth: 1 },
  { kind: "deliver", from: "Ben", to: "B", nth: 1 },
  { kind: "deliver", from: "A", to: "Ben", nth: 1 },
  { kind: "deliver", from: "B", to: "Ben", nth: 1 },
  { kind: "timer", node: "Ben", timer: "next" },
  { kind: "deliver", from: "Ben", to: "B", nth: 3 },
  { kind: "deliver", from: "Ben", to: "C", nth: 2 },
  { kind: "deliver", from: "B", to: "Ben", nth: 2 },
  { kind: "deliver", from: "C", to: "Ben", nth: 1 },
];
