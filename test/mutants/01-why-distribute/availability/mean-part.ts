// Puts the mean of the parts into the formula for parts that are alike.
// caught by: some of several that differ
import type { AvailabilityAnswer } from "distlab";

export const series: AvailabilityAnswer["series"] = (parts) => parts.reduce((up, part) => up * part, 1);

export const parallel: AvailabilityAnswer["parallel"] = (parts) =>
  1 - parts.reduce((down, part) => down * (1 - part), 1);

export const kOfN: AvailabilityAnswer["kOfN"] = (needed, parts) => {
  const mean = parts.reduce((sum, part) => sum + part, 0) / Math.max(1, parts.length);
  let ways = 1;
  let sum = 0;
  for (let up = 0; up <= parts.length; up++) {
    if (up >= needed) sum += ways * mean ** up * (1 - mean) ** (parts.length - up);
    ways = (ways * (parts.length - up)) / (up + 1);
  }
  return sum;
};
