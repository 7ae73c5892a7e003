// Compares tags by their numbers only.
// caught by: tags are ordered by number, then by name
import type { AbdFirst, AbdNext, AbdOperation, AbdTag, AbdTagged, NodeId } from "distlab";

function compare(left: AbdTag, right: AbdTag): number {
  if (left.number !== right.number) return left.number - right.number;
  return 0;
}

export function begin(_operation: AbdOperation, _self: NodeId, _lastNumber: number): AbdFirst {
  return { kind: "query" };
}

export function afterQuery(operation: AbdOperation, answers: AbdTagged[], self: NodeId, lastNumber: number): AbdNext {
  const newest = answers.reduce((best, next) => (compare(next.tag, best.tag) > 0 ? next : best));
  if (operation.kind === "read") return { kind: "store", held: newest };
  const number = Math.max(newest.tag.number, lastNumber) + 1;
  return { kind: "store", held: { tag: { number, writer: self }, value: operation.value } };
}

export function keeps(held: AbdTag, offered: AbdTag): boolean {
  return compare(offered, held) > 0;
}
