// Lets the server work before anything has arrived.
// caught by: every move is possible at its place
import type { Move } from "distlab";

export const schedule: Move[] = [
  { kind: "timer", node: "ann", timer: "patience" },
  { kind: "timer", node: "ann", timer: "patience" },
  { kind: "timer", node: "ann", timer: "patience" },
  { kind: "timer", node: "server", timer: "work" },
  { kind: "deliver", from: "ann", to: "server", nth: 1 },
  { kind: "deliver", from: "server", to: "ann", nth: 1 },
  { kind: "deliver", from: "ann", to: "server", nth: 2 },
  { kind: "timer", node: "server", timer: "work" },
  { kind: "deliver", from: "server", to: "ann", nth: 2 },
  { kind: "deliver", from: "ann", to: "server", nth: 3 },
  { kind: "timer", node: "server", timer: "work" },
  { kind: "deliver", from: "server", to: "ann", nth: 3 },
];
