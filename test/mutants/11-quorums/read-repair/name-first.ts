// Compares names before counters.
// caught by: between equal counters the name decides, and counters are numbers
import type { NodeId, QuorumHeld, QuorumVersion } from "distlab";

function isNewer(left: QuorumVersion, right: QuorumHeld): boolean {
  if (right === null) return true;
  if (left.writer !== right.writer) return left.writer > right.writer;
  return left.counter > right.counter;
}

export function repairs(answers: { [replica: NodeId]: QuorumHeld }): { [replica: NodeId]: QuorumVersion } {
  let newest: QuorumHeld = null;
  for (const held of Object.values(answers)) if (held !== null && isNewer(held, newest)) newest = held;
  const sent: { [replica: NodeId]: QuorumVersion } = {};
  for (const [replica, held] of Object.entries(answers)) {
    if (newest !== null && isNewer(newest, held)) sent[replica] = newest;
  }
  return sent;
}
