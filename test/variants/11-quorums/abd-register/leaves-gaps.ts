// Takes numbers ten apart; sorts instead of reducing.
import type { AbdFirst, AbdNext, AbdOperation, AbdTag, AbdTagged, NodeId } from "distlab";

const isAbove = (left: AbdTag, right: AbdTag): boolean =>
  left.number > right.number || (left.number === right.number && left.writer > right.writer);

export const begin = (): AbdFirst => ({ kind: "query" });

export function afterQuery(operation: AbdOperation, answers: AbdTagged[], self: NodeId, lastNumber: number): AbdNext {
  const [newest] = answers.toSorted((left, right) => (isAbove(left.tag, right.tag) ? -1 : 1));
  if (operation.kind === "read") return { kind: "store", held: newest! };
  const number = Math.max(lastNumber, ...answers.map(({ tag }) => tag.number)) + 10;
  return { kind: "store", held: { tag: { number, writer: self }, value: operation.value } };
}

export const keeps = (held: AbdTag, offered: AbdTag): boolean => isAbove(offered, held);
