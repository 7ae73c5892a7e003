// Asks for each number of parts whether the last one is up, and remembers what it has worked out.
import type { AvailabilityAnswer } from "distlab";

export const series: AvailabilityAnswer["series"] = (parts) => kOfN(parts.length, parts);

export const parallel: AvailabilityAnswer["parallel"] = (parts) =>
  1 - parts.reduce((down, part) => down * (1 - part), 1);

export const kOfN: AvailabilityAnswer["kOfN"] = (needed, parts) => {
  const known = new Map<string, number>();
  function atLeast(wanted: number, first: number): number {
    if (wanted <= 0) return 1;
    const part = parts[first];
    if (part === undefined) return 0;
    const key = `${wanted} from ${first}`;
    const found = known.get(key) ?? part * atLeast(wanted - 1, first + 1) + (1 - part) * atLeast(wanted, first + 1);
    known.set(key, found);
    return found;
  }
  return atLeast(needed, 0);
};
