/** What a message looks like when the network has changed something in it. */
import type { Data } from "../protocol";
import type { Random } from "./random";

/**
 * `message` with one of its numbers or texts changed; itself where it has none. Its `kind` stays, so that it still
 * looks like a message of the protocol.
 */
export function corrupted(message: Data, random: Random): Data {
  const leaves = countLeaves(message);
  return leaves === 0 ? message : changeLeaf(message, { left: random.index(leaves) }, random);
}

function isLeaf(value: Data): value is number | string {
  return typeof value === "number" || typeof value === "string";
}

function countLeaves(value: Data): number {
  if (isLeaf(value)) return 1;
  if (typeof value !== "object" || value === null) return 0;
  let count = 0;
  for (const [field, item] of Object.entries(value)) if (field !== "kind") count += countLeaves(item as Data);
  return count;
}

/** A copy in which the leaf that is numbered `left` is another. */
function changeLeaf(value: Data, counter: { left: number }, random: Random): Data {
  if (isLeaf(value)) return counter.left-- === 0 ? otherLeaf(value, random) : value;
  if (typeof value !== "object" || value === null) return value;
  if (Array.isArray(value)) return Object.freeze(value.map((item) => changeLeaf(item as Data, counter, random)));
  const copy = Object.entries(value).map(([field, item]) => [
    field,
    field === "kind" ? item : changeLeaf(item as Data, counter, random),
  ]);
  return Object.freeze(Object.fromEntries(copy)) as Data;
}

function otherLeaf(value: number | string, random: Random): number | string {
  if (typeof value === "number") {
    const other = value + (1 << random.index(8)) * (random.chance(0.5) ? -1 : 1);
    // So large a number that adding to it changes nothing.
    return other === value ? 0 : other;
  }
  if (value.length === 0) return "\uFFFD";
  const at = random.index(value.length);
  return `${value.slice(0, at)}\uFFFD${value.slice(at + 1)}`;
}
