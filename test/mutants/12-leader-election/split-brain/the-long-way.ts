// Lets A send heartbeats before C stands.
// caught by: no more than half as many events again as it takes
import type { Move } from "distlab";

export const schedule: Move[] = [
  { kind: "timer", node: "A", timer: "election" },
  { kind: "deliver", from: "A", to: "B", nth: 1 },
  { kind: "deliver", from: "B", to: "A", nth: 1 },
  { kind: "deliver", from: "A", to: "B", nth: 2 },
  { kind: "deliver", from: "B", to: "A", nth: 2 },
  { kind: "timer", node: "A", timer: "heartbeat" },
  { kind: "deliver", from: "A", to: "B", nth: 3 },
  { kind: "deliver", from: "B", to: "A", nth: 3 },
  { kind: "timer", node: "C", timer: "election" },
  { kind: "deliver", from: "C", to: "D", nth: 1 },
  { kind: "deliver", from: "D", to: "C", nth: 1 },
];
