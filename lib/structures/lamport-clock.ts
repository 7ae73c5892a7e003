/**
 * Lamport's clock: a counter that never lags behind anything that its owner has heard of.
 *
 * Every event gets a number. A message carries its sender's; the receiver jumps past it. So an event that could have
 * caused another has the smaller number. The reverse does not hold: of two events that know nothing of each other,
 * one has the smaller number all the same.
 *
 * Source: Lamport, "Time, clocks, and the ordering of events in a distributed system", CACM 21(7), 1978.
 */

/** The number of the last event; 0 before the first. */
export type LamportClock = number;

/**
 * The clock after an event of one's own, such as sending: the event's timestamp. (Rule IR1.)
 * @example
 * tickLamport(2); // → 3
 */
export function tickLamport(clock: LamportClock): LamportClock {
  return clock + 1;
}

/**
 * The clock after a message stamped `received` has arrived. (Rule IR2.)
 * @example
 * receiveLamport(1, 3); // → 4
 */
export function receiveLamport(clock: LamportClock, received: LamportClock): LamportClock {
  return Math.max(clock, received) + 1;
}

/**
 * A total order that respects causality: by timestamp, ties by the node's name. Negative where `left` is first.
 * @example
 * compareLamport({ clock: 2, node: "A" }, { clock: 2, node: "B" }) < 0; // → true
 */
export function compareLamport(
  left: { readonly clock: LamportClock; readonly node: string },
  right: { readonly clock: LamportClock; readonly node: string },
): number {
  if (left.clock !== right.clock) return left.clock - right.clock;
  return left.node < right.node ? -1 : left.node > right.node ? 1 : 0;
}
