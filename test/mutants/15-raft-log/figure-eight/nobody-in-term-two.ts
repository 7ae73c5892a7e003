// Nobody is elected in term 2, so that B has no entry of its own.
// caught by: a committed entry is lost, and a correct cluster is unharmed
import type { Move } from "distlab";

export const schedule: Move[] = [
  { kind: "timer", node: "B", timer: "election" },
  { kind: "deliver", from: "B", to: "A", nth: 1 },
  { kind: "timer", node: "A", timer: "election" },
  { kind: "deliver", from: "A", to: "C", nth: 2 },
  { kind: "deliver", from: "C", to: "A", nth: 1 },
];
