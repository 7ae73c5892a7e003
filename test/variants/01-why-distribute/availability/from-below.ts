// Works out the chance that too few are up, in one list that is changed in place, and takes it from 1.
import type { AvailabilityAnswer } from "distlab";

export const series: AvailabilityAnswer["series"] = (parts) => parts.reduce((up, part) => up * part, 1);

export const parallel: AvailabilityAnswer["parallel"] = (parts) => kOfN(1, parts);

export function kOfN(needed: number, parts: readonly number[]): number {
  const chances = Array<number>(parts.length + 1).fill(0);
  chances[0] = 1;
  for (const part of parts) {
    for (let up = parts.length; up >= 0; up--) {
      chances[up] = chances[up]! * (1 - part) + (up > 0 ? chances[up - 1]! * part : 0);
    }
  }
  if (needed > parts.length) return 0;
  let tooFew = 0;
  for (let up = 0; up < needed; up++) tooFew += chances[up]!;
  return 1 - tooFew;
}
