// Forgets that there are several ways to choose the parts that work.
// caught by: some of several that are alike
import type { AvailabilityAnswer } from "distlab";

export const series: AvailabilityAnswer["series"] = (parts) => parts.reduce((up, part) => up * part, 1);

export const parallel: AvailabilityAnswer["parallel"] = (parts) =>
  1 - parts.reduce((down, part) => down * (1 - part), 1);

export const kOfN: AvailabilityAnswer["kOfN"] = (needed, parts) => {
  if (needed > parts.length) return 0;
  const best = parts.toSorted((left, right) => right - left).slice(0, needed);
  return series(best);
};
