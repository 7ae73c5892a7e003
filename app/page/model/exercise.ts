/** Which exercise a code cell belongs to: its metadata says so, or it checks one. */
import type { Cell } from "./notebook";
import { isObject } from "./notebook";

/** `check("05-two-generals/idempotent-receiver")`, with either quote; a second argument checks what a cell holds. */
const call = /(?<![\w.])check\(\s*(["'`])(\d\d-[a-z0-9-]+\/[a-z0-9-]+)\1\s*(,)?/;

export function exerciseOf(cell: Cell): string | null {
  if (cell.kind !== "code") return null;
  const distlab = cell.metadata["distlab"];
  const named = isObject(distlab) ? distlab["exercise"] : undefined;
  if (typeof named === "string") return named;
  const match = call.exec(cell.source.replace(/^\s*\/\/.*$/gm, ""));
  if (match === null || match[3] !== undefined) return null;
  return match[2]!;
}
