/**
 * Hybrid logical clocks: as good an order as Lamport's, with timestamps that stay close to the real time.
 *
 * A timestamp is the largest physical time that its owner has seen or heard of, and a counter for events that share
 * it. While clocks agree the counter stays small; if one runs ahead, the others follow its timestamps without
 * touching their own clocks.
 *
 * Source: Kulkarni, Demirbas, Madappa, Avva and Leone, "Logical physical clocks", OPODIS 2014, figure 5.
 */

/** `wallMs` is the paper's *l*, `counter` its *c*. */
export type HybridTimestamp = { readonly wallMs: number; readonly counter: number };

/** The timestamp of an event of one's own, such as sending. `physicalMs` is what the owner's clock shows now. */
export function tickHybrid(last: HybridTimestamp, physicalMs: number): HybridTimestamp {
  const wallMs = Math.max(last.wallMs, physicalMs);
  return { wallMs, counter: wallMs === last.wallMs ? last.counter + 1 : 0 };
}

/** The timestamp of the arrival of a message stamped `received`. */
export function receiveHybrid(last: HybridTimestamp, received: HybridTimestamp, physicalMs: number): HybridTimestamp {
  const wallMs = Math.max(last.wallMs, received.wallMs, physicalMs);
  const counters = [
    ...(wallMs === last.wallMs ? [last.counter] : []),
    ...(wallMs === received.wallMs ? [received.counter] : []),
  ];
  return { wallMs, counter: counters.length === 0 ? 0 : Math.max(...counters) + 1 };
}

/** Negative where `left` is earlier, 0 where equal. */
export function compareHybrid(left: HybridTimestamp, right: HybridTimestamp): number {
  return left.wallMs - right.wallMs || left.counter - right.counter;
}
