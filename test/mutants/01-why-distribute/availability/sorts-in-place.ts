// Sorts the list that it was given, best parts first.
// caught by: a list of parts that cannot be changed will do
import type { AvailabilityAnswer } from "distlab";

export const series: AvailabilityAnswer["series"] = (parts) => parts.reduce((up, part) => up * part, 1);
export const parallel: AvailabilityAnswer["parallel"] = (parts) =>
  1 - parts.reduce((down, part) => down * (1 - part), 1);

export const kOfN: AvailabilityAnswer["kOfN"] = (needed, parts) => {
  let chances = [1];
  (parts as number[]).sort((left, right) => right - left);
  for (const part of parts) {
    const next: number[] = [];
    for (let up = 0; up <= chances.length; up++) {
      next.push((chances[up] ?? 0) * (1 - part) + (chances[up - 1] ?? 0) * part);
    }
    chances = next;
  }
  return chances.slice(needed).reduce((sum, chance) => sum + chance, 0);
};
