// Each ask arrives as soon as it is made, and the answers wait until the server has done all three jobs.
import type { Move } from "distlab";

export const schedule: Move[] = [
  { kind: "deliver", from: "ann", to: "server", nth: 1 },
  { kind: "timer", node: "ann", timer: "patience" },
  { kind: "deliver", from: "ann", to: "server", nth: 2 },
  { kind: "timer", node: "ann", timer: "patience" },
  { kind: "deliver", from: "ann", to: "server", nth: 3 },
  { kind: "timer", node: "ann", timer: "patience" },
  { kind: "timer", node: "server", timer: "work" },
  { kind: "timer", node: "server", timer: "work" },
  { kind: "timer", node: "server", timer: "work" },
  { kind: "deliver", from: "server", to: "ann", nth: 1 },
  { kind: "deliver", from: "server", to: "ann", nth: 2 },
  { kind: "deliver", from: "server", to: "ann", nth: 3 },
];
