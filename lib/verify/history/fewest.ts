/** Leaving out as much as can be left out. */
import type { Effort } from "./effort";

/**
 * A part of `items` that still fails and from which nothing more can be left out, as far as `fails` knows. Many items
 * are left out at a time first, the earliest first.
 * @param fails of the items that remain; it holds for all of them
 * @param effort asked before each attempt; when it is spent, what remains is the answer
 */
export function fewest<Item>(
  items: readonly Item[],
  fails: (remaining: readonly Item[]) => boolean,
  effort: Effort,
): readonly Item[] {
  let remaining = items;
  for (let size = items.length; size >= 1; size = size === 1 ? 0 : Math.ceil(size / 2)) {
    const round = remaining;
    for (let start = 0; start < round.length; start += size) {
      if (effort.isSpent) return remaining;
      const left = new Set(round.slice(start, start + size));
      const fewer = remaining.filter((item) => !left.has(item));
      if (fails(fewer)) remaining = fewer;
    }
  }
  return remaining;
}
