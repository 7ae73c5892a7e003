/**
 * Which messages are compared before and after their handler. In a notebook's sloppy mode a write to a frozen message
 * fails silently; so the first few of each kind at each node are handed over thawed, then ever fewer (the 4th, 8th,
 * 16th, …). A handler that changes its messages is found early and named, and watching costs next to nothing.
 */
import type { SimulatedNode } from "./nodes";
import type { Data } from "../protocol";

/** So many kinds are told apart; protocols have fewer. */
const kindsMax = 64;

/** Counts a message, and says whether it is one of those to compare. */
export function isWatched(node: SimulatedNode, message: Data): boolean {
  const kind =
    typeof message === "object" && message !== null ? (message as { readonly kind?: unknown }).kind : undefined;
  const { seen } = node;
  for (let index = 0; index < seen.length; index++) {
    const entry = seen[index]!;
    if (entry.kind !== kind) continue;
    const count = ++entry.count;
    return count <= 4 || (count & (count - 1)) === 0;
  }
  if (seen.length < kindsMax) seen.push({ kind, count: 1 });
  return true;
}
