/**
 * The server stands still while Ann asks four times. Then it works as fast as ever, oldest first: each of its answers is
 * to a question that she no longer asks. A server that keeps the newest attempt only would have done one job.
 */
import type { Move } from "distlab";

export const schedule: Move[] = [
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
