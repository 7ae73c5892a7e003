// Ann's last attempt arrives, too, and the answers overtake each other.
import type { Move } from "distlab";

export const schedule: Move[] = [
  { kind: "timer", node: "ann", timer: "patience" },
  { kind: "timer", node: "ann", timer: "patience" },
  { kind: "timer", node: "ann", timer: "patience" },
  { kind: "deliver", from: "ann", to: "server", nth: 1 },
  { kind: "deliver", from: "ann", to: "server", nth: 2 },
  { kind: "deliver", from: "ann", to: "server", nth: 3 },
  { kind: "deliver", from: "ann", to: "server", nth: 4 },
  { kind: "timer", node: "server", timer: "work" },
  { kind: "timer", node: "server", timer: "work" },
  { kind: "timer", node: "server", timer: "work" },
  { kind: "deliver", from: "server", to: "ann", nth: 3 },
  { kind: "deliver", from: "server", to: "ann", nth: 1 },
  { kind: "deliver", from: "server", to: "ann", nth: 2 },
];
