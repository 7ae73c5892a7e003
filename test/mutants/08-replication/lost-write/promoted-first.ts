// C is promoted and tells A before Ann asks.
// caught by: an acknowledged write is lost, and a synchronous store is unharmed
import type { Move } from "distlab";

export const schedule: Move[] = [
  { kind: "timer", node: "C", timer: "promote-2" },
  { kind: "deliver", from: "C", to: "A", nth: 1 },
  { kind: "timer", node: "Ann", timer: "next" },
  { kind: "deliver", from: "Ann", to: "A", nth: 1 },
];
