/**
 * P1 has voted, grows impatient, takes over, and grows impatient again: it is alone as far as it knows, and uncertain, so
 * it aborts. Meanwhile C has both votes, waits in vain for acknowledgements that its network is only slow to bring, and
 * commits; its decision, the third message to P2, overtakes the second.
 */
import type { Move } from "distlab";

export const schedule: Move[] = [
  { kind: "deliver", from: "C", to: "P1", nth: 1 },
  { kind: "deliver", from: "P1", to: "C", nth: 1 },
  { kind: "timer", node: "P1", timer: "silence" },
  { kind: "timer", node: "P1", timer: "replies" },
  { kind: "deliver", from: "C", to: "P2", nth: 1 },
  { kind: "deliver", from: "P2", to: "C", nth: 1 },
  { kind: "timer", node: "C", timer: "replies" },
  { kind: "deliver", from: "C", to: "P2", nth: 3 },
];
