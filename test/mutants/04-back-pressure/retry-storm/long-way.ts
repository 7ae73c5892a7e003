// Lets the network lose and repeat what does not matter, and takes twenty moves.
// caught by: no more than half as many events again as it takes
import type { Move } from "distlab";

export const schedule: Move[] = [
  { kind: "duplicate", from: "ann", to: "server", nth: 1 },
  { kind: "drop", from: "ann", to: "server", nth: 1 },
  { kind: "duplicate", from: "ann", to: "server", nth: 1 },
  { kind: "drop", from: "ann", to: "server", nth: 1 },
  { kind: "duplicate", from: "ann", to: "server", nth: 1 },
  { kind: "drop", from: "ann", to: "server", nth: 1 },
  { kind: "duplicate", from: "ann", to: "server", nth: 1 },
  { kind: "drop", from: "ann", to: "server", nth: 1 },
  { kind: "timer", node: "ann", timer: "patience" },
  { kind: "timer", node: "ann", timer: "patience" },
  { kind: "timer", node: "ann", timer: "patience" },
  { kind: "deliver", from: "ann", to: "server", nth: 1 },
  { kind: "deliver", from: "ann", to: "server", nth: 2 },
  { kind: "deliver", from: "ann", to: "server", nth: 3 },
  { kind: "timer", node: "server", timer: "work" },
  { kind: "deliver", from: "server", to: "ann", nth: 1 },
  { kind: "timer", node: "server", timer: "work" },
  { kind: "deliver", from: "server", to: "ann", nth: 2 },
  { kind: "timer", node: "server", timer: "work" },
  { kind: "deliver", from: "server", to: "ann", nth: 3 },
];
