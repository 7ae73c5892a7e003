// Sorts the versions and compares names of versions.
import type { NodeId, QuorumHeld, QuorumVersion } from "distlab";

const nameOf = (held: QuorumHeld): string => (held === null ? "" : `${held.counter} ${held.writer}`);

export function repairs(answers: { [replica: NodeId]: QuorumHeld }): { [replica: NodeId]: QuorumVersion } {
  const [newest] = Object.values(answers)
    .filter((held) => held !== null)
    .toSorted((left, right) => right.counter - left.counter || (left.writer < right.writer ? 1 : -1));
  if (newest === undefined) return {};
  const behind = Object.keys(answers).filter((replica) => nameOf(answers[replica]!) !== nameOf(newest));
  return Object.fromEntries(behind.map((replica) => [replica, newest]));
}
