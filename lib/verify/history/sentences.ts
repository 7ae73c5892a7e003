/** Words for operations, values and times. */
import { canonical } from "../../data";
import type { Data, Operation } from "../../protocol";
import type { AnyModel } from "./model";

/** A value as sentences show it. */
export function shown(value: Data | undefined): string {
  if (value === undefined || value === null) return "nothing";
  return typeof value === "string" && /^[\w.-]+$/.test(value) ? value : canonical(value);
}

export type TimeUnit = "ms" | "steps";

/** `at 40 ms`, `at step 12`. */
export function atTime(time: number, unit: TimeUnit): string {
  return unit === "ms" ? `at ${rounded(time)} ms` : `at step ${rounded(time)}`;
}

/** To the microsecond: what virtual time has behind that tells a reader nothing. */
export function rounded(time: number): number {
  return Math.round(time * 1000) / 1000;
}

/** How an operation reads after its client's name. */
export function described(model: AnyModel, { operation, result }: Operation): string {
  if (model.describe) return model.describe(operation, result);
  const answered = result === undefined || result === null ? "" : ` and got ${shown(result)}`;
  return `called ${calledAs(operation)}${answered}`;
}

/** `push(1)` for `{ kind: "push", value: 1 }`. */
function calledAs(operation: Data): string {
  const { kind, ...others } = typeof operation === "object" ? (operation as { readonly [field: string]: Data }) : {};
  if (typeof kind !== "string") return canonical(operation);
  return `${kind}(${Object.values(others)
    .map((value) => canonical(value))
    .join(", ")})`;
}
