// Keeps one number for each guarantee.
import type { ClientSession } from "distlab";

export function createSession(): ClientSession {
  const written: number[] = [];
  const seen: number[] = [];
  const isCovered = (positions: number[], by: number): boolean => positions.every((position) => position <= by);
  return {
    wrote: (position) => void written.push(position),
    read: (position) => void seen.push(position),
    accepts: (position) => isCovered(written, position) && isCovered(seen, position),
  };
}
