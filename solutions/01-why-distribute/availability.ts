/**
 * Series and parallel are k of n with k = n and k = 1; their short forms are kept because they say what they mean.
 *
 * k of n goes through the parts once and keeps the chance that exactly so many of them are up. So it needs no list of
 * the 2ⁿ cases, and the parts may differ.
 */
import type { AvailabilityAnswer } from "distlab";

export const series: AvailabilityAnswer["series"] = (parts) => parts.reduce((up, part) => up * part, 1);

// It is down only while all are down. An empty product is 1: of no parts at all, none is enough.
export const parallel: AvailabilityAnswer["parallel"] = (parts) =>
  1 - parts.reduce((down, part) => down * (1 - part), 1);

export const kOfN: AvailabilityAnswer["kOfN"] = (needed, parts) => {
  // chances[up]: exactly `up` of the parts looked at so far work.
  let chances = [1];
  for (const part of parts) {
    const next: number[] = [];
    for (let up = 0; up <= chances.length; up++) {
      // So many were up and this one is down; or one less was, and this one is up.
      next.push((chances[up] ?? 0) * (1 - part) + (chances[up - 1] ?? 0) * part);
    }
    chances = next;
  }
  // More needed than there are: nothing is left to add up.
  return chances.slice(needed).reduce((sum, chance) => sum + chance, 0);
};
