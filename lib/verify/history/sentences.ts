/** Words for operations, values and times. */
import { canonical } from "../../data";
import type { Data, Operation } from "../../protocol";
import type { AnyModel } from "./model";

/** A value as sentences show it. */
export function shown(value: Data | undefined): string {
  if (value === undefined || value === null) return "nothing";
  return typeof value === "string" && /^[\w.-]+$/.test(value) ? value : canonical(value);
}

/** What a history's times count. "order": only which comes first matters, and sentences name no times. */
export type TimeUnit = "ms" | "steps" | "order";

/** ` at 40 ms`, ` at step 12`, or nothing. */
export function atTime(time: number, unit: TimeUnit): string {
  if (unit === "order") return "";
  return unit === "ms" ? ` at ${rounded(time)} ms` : ` at step ${rounded(time)}`;
}

/** ` (3–5 ms)`, ` (steps 3–5)`, or nothing. */
export function fromTo({ invoked, returned }: Operation, unit: TimeUnit): string {
  if (unit === "order" || returned === undefined) return "";
  const times = `${rounded(invoked)}–${rounded(returned)}`;
  return unit === "ms" ? ` (${times} ms)` : ` (steps ${times})`;
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

/** `A wrote 1, then read 2; B wrote 2`: clients one by one, what each of them did in its order. */
export function clientByClient(operations: readonly Operation[], describe: (operation: Operation) => string): string {
  const clients = [...new Set(operations.map(({ client }) => client))];
  const named = clients.slice(0, clientsNamed).map((client) => {
    const own = operations.filter((each) => each.client === client).toSorted((a, b) => a.invoked - b.invoked);
    const did = own.slice(0, stepsNamed).map(describe);
    return `${client} ${[...did, ...(own.length > stepsNamed ? ["so on"] : [])].join(", then ")}`;
  });
  const others = clients.length > clientsNamed ? [`${clients.length - clientsNamed} other clients`] : [];
  return [...named, ...others].join("; ");
}

/** More than this would not be read. */
const clientsNamed = 4;
const stepsNamed = 4;
