/**
 * The only source of chance. A stream is named, so that each concern (a link's latencies, a link's losses, a node's
 * timers, …) draws from its own: turning one knob, or adding a fault or a node, leaves what the others draw as it was.
 *
 * Source: Baagøe's Alea, by the package seedrandom: fast, and the same on every machine.
 */
import seedrandom from "seedrandom";

/** A stream of chance. Two streams of the same seed and name draw the same. */
export interface Random {
  /** From 0 up to, not including, 1. */
  next(): number;
  /** From `min` up to, not including, `max`; `min` where they are equal. */
  between(min: number, max: number): number;
  /** A whole number from 0 to `count` − 1. */
  index(count: number): number;
  /** True with this probability. */
  chance(probability: number): boolean;
  /** One of `list`, which must not be empty. */
  pick<Item>(list: readonly Item[]): Item;
  /** A copy of `list` in random order (Fisher and Yates). */
  shuffled<Item>(list: readonly Item[]): Item[];
}

class Alea implements Random {
  constructor(readonly next: () => number) {}

  between(min: number, max: number): number {
    return min + this.next() * (max - min);
  }

  index(count: number): number {
    return Math.floor(this.next() * count);
  }

  chance(probability: number): boolean {
    return this.next() < probability;
  }

  pick<Item>(list: readonly Item[]): Item {
    if (list.length === 0) throw new RangeError("pick: the list is empty; allowed is a list of at least one");
    return list[this.index(list.length)]!;
  }

  shuffled<Item>(list: readonly Item[]): Item[] {
    const copy = [...list];
    for (let last = copy.length - 1; last > 0; last--) {
      const other = this.index(last + 1);
      [copy[last], copy[other]] = [copy[other]!, copy[last]!];
    }
    return copy;
  }
}

/**
 * A stream of chance, the same for the same seed and name.
 * @param seed a run's seed
 * @param stream the concern, for example `latency A->B`
 * @example
 * createRandom(1, "timers").next() === createRandom(1, "timers").next(); // → true
 * createRandom(1, "timers").next() === createRandom(1, "latency").next(); // → false
 */
export function createRandom(seed: number | string, stream = ""): Random {
  return new Alea(seedrandom.alea(`${seed}/${stream}`));
}
