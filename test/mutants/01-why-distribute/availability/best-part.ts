// Any one is enough, so the best one counts, and the others add nothing.
// caught by: two servers of which one is enough
import type { AvailabilityAnswer } from "distlab";

export const series: AvailabilityAnswer["series"] = (parts) => parts.reduce((up, part) => up * part, 1);
export const parallel: AvailabilityAnswer["parallel"] = (parts) => Math.max(0, ...parts);

export const kOfN: AvailabilityAnswer["kOfN"] = (needed, parts) => {
  let chances = [1];
  for (const part of parts) {
    const next: number[] = [];
    for (let up = 0; up <= chances.length; up++) {
      next.push((chances[up] ?? 0) * (1 - part) + (chances[up - 1] ?? 0) * part);
    }
    chances = next;
  }
  return chances.slice(needed).reduce((sum, chance) => sum + chance, 0);
};
