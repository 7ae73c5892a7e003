// Returns at once where all answers carry one tag: a majority holds it already.
import type { AbdFirst, AbdNext, AbdOperation, AbdTag, AbdTagged, NodeId } from "distlab";

function compare(left: AbdTag, right: AbdTag): number {
  if (left.number !== right.number) return left.number - right.number;
  return left.writer < right.writer ? -1 : left.writer > right.writer ? 1 : 0;
}

export function begin(_operation: AbdOperation, _self: NodeId, _lastNumber: number): AbdFirst {
  return { kind: "query" };
}

export function afterQuery(operation: AbdOperation, answers: AbdTagged[], self: NodeId, lastNumber: number): AbdNext {
  const newest = answers.reduce((best, next) => (compare(next.tag, best.tag) > 0 ? next : best));
  if (operation.kind === "read") {
    const isEverywhere = answers.every(({ tag }) => compare(tag, newest.tag) === 0);
    return isEverywhere ? { kind: "return", value: newest.value } : { kind: "store", held: newest };
  }
  const number = Math.max(newest.tag.number, lastNumber) + 1;
  return { kind: "store", held: { tag: { number, writer: self }, value: operation.value } };
}

export function keeps(held: AbdTag, offered: AbdTag): boolean {
  return compare(offered, held) > 0;
}
