// Lets the server crash, though its queue is the trouble: the jobs are gone.
// caught by: three answers come too late, and a server that forgets would have been in time
import type { Move } from "distlab";

export const schedule: Move[] = [
  { kind: "timer", node: "ann", timer: "patience" },
  { kind: "timer", node: "ann", timer: "patience" },
  { kind: "timer", node: "ann", timer: "patience" },
  { kind: "deliver", from: "ann", to: "server", nth: 1 },
  { kind: "deliver", from: "ann", to: "server", nth: 2 },
  { kind: "crash", node: "server" },
  { kind: "restart", node: "server" },
  { kind: "deliver", from: "ann", to: "server", nth: 3 },
  { kind: "deliver", from: "ann", to: "server", nth: 4 },
  { kind: "timer", node: "server", timer: "work" },
  { kind: "deliver", from: "server", to: "ann", nth: 1 },
];
