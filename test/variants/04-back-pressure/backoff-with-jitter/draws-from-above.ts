// Draws from the top down, and compares how often it has doubled with how often the cap allows.
import type { RetryOptions } from "distlab";

export function nextWait(
  failures: number,
  options: RetryOptions,
  retryAfterMs: number,
  random: () => number,
): number | null {
  const { baseMs, capMs, attemptsMax } = options;
  if (attemptsMax <= failures) return null;
  const doublings = Math.min(failures - 1, Math.log2(capMs / baseMs));
  return retryAfterMs + (1 - random()) * baseMs * 2 ** doublings;
}
