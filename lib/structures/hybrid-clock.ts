/**
 * Hybrid logical clocks: as good an order as Lamport's, with timestamps that stay close to the real time.
 *
 * A timestamp is the largest physical time that its owner has seen or heard of, and a counter for events that share
 * it. While clocks agree the counter stays small; if one runs ahead, the others follow its timestamps without
 * touching their own clocks.
 *
 * Source: Kulkarni, Demirbas, Madappa, Avva and Leone, "Logical physical clocks", OPODIS 2014, figure 5.
 */

/** `wallMs`, in ms, is the paper's *l*; `counter`, from 0, its *c*. Begins as `{ wallMs: 0, counter: 0 }`. */
export type HybridTimestamp = { readonly wallMs: number; readonly counter: number };

/**
 * The timestamp of an event of one's own, such as sending. `physicalMs` is what the owner's clock shows now.
 * @example
 * tickHybrid({ wallMs: 10, counter: 5 }, 9); // → { wallMs: 10, counter: 6 }
 * tickHybrid({ wallMs: 10, counter: 5 }, 11); // → { wallMs: 11, counter: 0 }
 */
export function tickHybrid(last: HybridTimestamp, physicalMs: number): HybridTimestamp {
  const wallMs = Math.max(last.wallMs, physicalMs);
  return { wallMs, counter: wallMs === last.wallMs ? last.counter + 1 : 0 };
}

/**
 * The timestamp of the arrival of a message stamped `received`: later than both that and the owner's `last`.
 * @example
 * receiveHybrid({ wallMs: 10, counter: 0 }, { wallMs: 12, counter: 3 }, 11); // → { wallMs: 12, counter: 4 }
 */
export function receiveHybrid(last: HybridTimestamp, received: HybridTimestamp, physicalMs: number): HybridTimestamp {
  const wallMs = Math.max(last.wallMs, received.wallMs, physicalMs);
  const counters = [
    ...(wallMs === last.wallMs ? [last.counter] : []),
    ...(wallMs === received.wallMs ? [received.counter] : []),
  ];
  return { wallMs, counter: counters.length === 0 ? 0 : Math.max(...counters) + 1 };
}

/**
 * Negative where `left` is earlier, positive where it is later, 0 where equal.
 * @example
 * compareHybrid({ wallMs: 10, counter: 5 }, { wallMs: 11, counter: 0 }) < 0; // → true
 */
export function compareHybrid(left: HybridTimestamp, right: HybridTimestamp): number {
  return left.wallMs - right.wallMs || left.counter - right.counter;
}
