// Lists all cases of parts that are up and down, which doubles with every part.
// caught by: sixty parts
import type { AvailabilityAnswer } from "distlab";

export const series: AvailabilityAnswer["series"] = (parts) => parts.reduce((up, part) => up * part, 1);

export const parallel: AvailabilityAnswer["parallel"] = (parts) =>
  1 - parts.reduce((down, part) => down * (1 - part), 1);

export const kOfN: AvailabilityAnswer["kOfN"] = (needed, parts) => {
  const [first, ...rest] = parts;
  if (first === undefined) return needed <= 0 ? 1 : 0;
  return first * kOfN(needed - 1, rest) + (1 - first) * kOfN(needed, rest);
};
