// Sends the newest to everybody, also to those that hold it.
// caught by: where all hold the same, or nothing, nothing is sent
import type { NodeId, QuorumHeld, QuorumVersion } from "distlab";

function isNewer(left: QuorumVersion, right: QuorumHeld): boolean {
  if (right === null) return true;
  if (left.counter !== right.counter) return left.counter > right.counter;
  return left.writer > right.writer;
}

export function repairs(answers: { [replica: NodeId]: QuorumHeld }): { [replica: NodeId]: QuorumVersion } {
  let newest: QuorumHeld = null;
  for (const held of Object.values(answers)) if (held !== null && isNewer(held, newest)) newest = held;
  const sent: { [replica: NodeId]: QuorumVersion } = {};
  for (const [replica, held] of Object.entries(answers)) {
    if (newest !== null && (held === null || isNewer(newest, null))) sent[replica] = newest;
  }
  return sent;
}
