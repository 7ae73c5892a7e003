/** Numbers and plain data in a reader's words, alike on every machine. */
import type { Data } from "../data";
import { kindOf } from "../step";

/** A number with as many digits as help: `1,234`, `0.0315`, `2.5e-7`. */
export function number(value: number, digits = 4): string {
  if (!Number.isFinite(value)) return Number.isNaN(value) ? "–" : value > 0 ? "∞" : "−∞";
  if (value === 0) return "0";
  const size = Math.abs(value);
  if (Number.isInteger(value) && size < 1e15) return grouped(String(value));
  if (size >= 1e15 || size < 1e-4)
    return Number(value.toPrecision(digits - 1))
      .toString()
      .replace("-", "−")
      .replace("e+", "e");
  const rounded = Number(value.toPrecision(digits));
  return grouped(size >= 1e4 ? String(Math.round(value)) : String(rounded));
}

/** Thousands are parted from 10,000 on; minus signs are real ones. */
function grouped(digits: string): string {
  const [whole = "", fraction] = digits.replace("-", "").split(".");
  const parted = whole.length > 4 ? whole.replace(/\B(?=(?:\d{3})+$)/g, ",") : whole;
  return `${digits.startsWith("-") ? "−" : ""}${parted}${fraction === undefined ? "" : `.${fraction}`}`;
}

/** `3 messages`, `1 message`. */
export function count(amount: number, noun: string): string {
  return `${number(amount)} ${noun}${amount === 1 ? "" : noun.endsWith("h") ? "es" : "s"}`;
}

/** `212.4 ms` or `step 7`. */
export function timeText(time: "ms" | "steps", at: number): string {
  return time === "ms" ? `${number(Number(at.toFixed(3)), 8)} ms` : `step ${number(at)}`;
}

/** `A`, `A and B`, `A, B and C`. */
export function list(items: readonly string[]): string {
  if (items.length < 2) return items[0] ?? "";
  return `${items.slice(0, -1).join(", ")} and ${items[items.length - 1]!}`;
}

/** Plain data in as few characters as can be read: `{term: 2, from: A}`. Cut with an ellipsis after `lengthMax`. */
export function data(value: Data | undefined, lengthMax = 60): string {
  const text = value === undefined ? "" : dataText(value, 0);
  return shortened(text, lengthMax);
}

function dataText(value: Data, depth: number): string {
  if (value === null) return depth === 0 ? "–" : "null";
  if (typeof value === "number") return number(value, 6);
  if (typeof value !== "object") return String(value);
  if (Array.isArray(value)) return `[${value.map((item: Data) => dataText(item, depth + 1)).join(", ")}]`;
  const fields = Object.entries(value as { readonly [field: string]: Data });
  return `{${fields.map(([name, item]) => `${name}: ${dataText(item, depth + 1)}`).join(", ")}}`;
}

/** What a message or an operation says, its kind first: `Pay amount 30`. */
export function phrase(value: Data, lengthMax = 60): string {
  if (typeof value !== "object" || value === null || Array.isArray(value)) return data(value, lengthMax);
  const record = value as { readonly [field: string]: Data };
  const kind = record["kind"];
  if (typeof kind !== "string") return data(value, lengthMax);
  const others = Object.entries(record).filter(([name]) => name !== "kind");
  const text = [kind, ...others.map(([name, item]) => `${name} ${dataText(item, 1)}`)].join(" ");
  return shortened(text, lengthMax);
}

/** An operation with its values, less their names where these are plain: `write 3`, `put x 3`. */
export function operation(value: Data, lengthMax = 40): string {
  if (typeof value !== "object" || value === null || Array.isArray(value)) return data(value, lengthMax);
  const { kind, ...others } = value as { readonly [field: string]: Data };
  const values = Object.values(others);
  if (
    typeof kind !== "string" ||
    values.length > 3 ||
    values.some((item) => typeof item === "object" && item !== null)
  ) {
    return phrase(value, lengthMax);
  }
  return shortened([kind, ...values.map((item) => dataText(item, 0))].join(" "), lengthMax);
}

/** A message's kind, with what it says where that is one word: `Pay 30`, `Decision commit`, `Vote yes`, `Vote, not yes`. */
export function brief(message: Data): string {
  const kind = kindOf(message);
  if (typeof message !== "object" || message === null || Array.isArray(message)) return kind;
  const others = Object.entries(message as { readonly [field: string]: Data }).filter(([name]) => name !== "kind");
  const [only] = others;
  if (only === undefined || others.length > 1) return kind;
  const [name, value] = only;
  if (typeof value === "boolean") return value ? `${kind} ${name}` : `${kind}, not ${name}`;
  if (typeof value === "string") return value.length <= 14 ? `${kind} ${value}` : kind;
  // A bare number beside a long name would not say what it counts.
  return typeof value === "number" && kind.length <= 8 ? `${kind} ${number(value)}` : kind;
}

function shortened(text: string, lengthMax: number): string {
  return text.length <= lengthMax ? text : `${text.slice(0, Math.max(1, lengthMax - 1)).trimEnd()}…`;
}
