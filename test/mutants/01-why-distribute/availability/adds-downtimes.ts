// Adds up the times that the parts are down, as if they never coincided.
// caught by: two servers that are both needed
import type { AvailabilityAnswer } from "distlab";

export const series: AvailabilityAnswer["series"] = (parts) => 1 - parts.reduce((down, part) => down + (1 - part), 0);
export const parallel: AvailabilityAnswer["parallel"] = (parts) =>
  1 - parts.reduce((down, part) => down * (1 - part), 1);

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
