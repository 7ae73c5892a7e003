// Sends a copy of the version to each, in another order.
import type { NodeId, QuorumHeld, QuorumVersion } from "distlab";

export function repairs(answers: { [replica: NodeId]: QuorumHeld }): { [replica: NodeId]: QuorumVersion } {
  const order = ({ counter, writer }: QuorumVersion): [number, string] => [counter, writer];
  const isBelow = (left: QuorumVersion, right: QuorumVersion): boolean => {
    const [[number, name], [otherNumber, otherName]] = [order(left), order(right)];
    return number < otherNumber || (number === otherNumber && name < otherName);
  };
  const behind = Object.entries(answers).flatMap(([replica, held]) => {
    const above = Object.values(answers).filter((other) => other !== null && (held === null || isBelow(held, other)));
    const best = above.find((one) => above.every((other) => one === other || !isBelow(one!, other!)));
    return best ? [[replica, { ...best }] as const] : [];
  });
  return Object.fromEntries(behind.toReversed());
}
