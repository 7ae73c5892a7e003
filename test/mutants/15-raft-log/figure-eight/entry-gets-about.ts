// B is elected in term 2, and its entry reaches C before A comes back.
// caught by: a committed entry is lost, and a correct cluster is unharmed
import type { Move } from "distlab";

export const schedule: Move[] = [
  { kind: "timer", node: "B", timer: "election" },
  { kind: "deliver", from: "B", to: "C", nth: 1 },
  { kind: "deliver", from: "C", to: "B", nth: 1 },
  { kind: "deliver", from: "B", to: "C", nth: 2 },
  { kind: "deliver", from: "C", to: "B", nth: 2 },
];
