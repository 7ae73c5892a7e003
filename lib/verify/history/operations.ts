/** The vocabulary of `model.ts`, read from plain data. */
import { canonical } from "../../data";
import type { Data } from "../../protocol";

export type Fields = { readonly [field: string]: Data };

/** An operation's fields, or an error that names what was given and what is allowed. */
export function fieldsOf(model: string, operation: Data, kinds: readonly string[]): Fields & { readonly kind: string } {
  const fields = typeof operation === "object" && operation !== null && !Array.isArray(operation) ? operation : {};
  const { kind } = fields as Fields;
  if (typeof kind === "string" && kinds.includes(kind)) return fields as Fields & { readonly kind: string };
  throw new RangeError(`${model}: operation is ${canonical(operation)}; allowed kinds are ${kinds.join(", ")}`);
}

/** A read, or something that reports that it changed nothing. */
export function changesNothing(operation: Data, result: Data | undefined): boolean {
  const { kind } = operation as Fields;
  switch (kind) {
    case "read":
    case "get":
    case "contains":
    case "members":
      return true;
    case "dequeue":
      return result === null;
    case "compareAndSet":
    case "add":
    case "remove":
    case "acquire":
    case "release":
      return result === false;
    default:
      return false;
  }
}
