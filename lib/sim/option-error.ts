/** Errors about options: they name the option, its value and what is allowed. */
import type { Data } from "../protocol";

/** An option is wrong. The message names it, its value and what is allowed. */
export class OptionError extends RangeError {
  override readonly name = "OptionError";
  constructor(
    /** For example `faults[2].atMs`. */
    readonly option: string,
    value: unknown,
    allowed: string,
  ) {
    super(`${option} is ${printed(value)}; allowed is ${allowed}`);
  }
}

function printed(value: unknown): string {
  if (typeof value === "number" || value === undefined || typeof value === "bigint") return String(value);
  if (typeof value === "function") return `a function (${value.name || "nameless"})`;
  if (Array.isArray(value)) return `[${value.map(printed).join(", ")}]`;
  const text = JSON.stringify(value as Data) ?? String(value);
  return text.length > 200 ? `${text.slice(0, 199)}…` : text;
}

export function checkTime(option: string, value: unknown): void {
  if (typeof value === "number" && value >= 0 && value < Infinity) return;
  throw new OptionError(option, value, "a number from 0");
}

export function checkPositive(option: string, value: unknown): void {
  if (typeof value === "number" && value > 0 && value < Infinity) return;
  throw new OptionError(option, value, "a number above 0");
}

export function checkChance(option: string, value: unknown): void {
  if (typeof value === "number" && value >= 0 && value <= 1) return;
  throw new OptionError(option, value, "a chance from 0 to 1");
}

export function checkFinite(option: string, value: unknown): void {
  if (typeof value === "number" && Number.isFinite(value)) return;
  throw new OptionError(option, value, "a finite number");
}

export function checkCount(option: string, value: unknown, least: number): void {
  if (typeof value === "number" && Number.isInteger(value) && value >= least) return;
  throw new OptionError(option, value, `a whole number from ${least}`);
}

export function checkBoolean(option: string, value: unknown): void {
  if (typeof value !== "boolean") throw new OptionError(option, value, "true or false");
}

export function checkOneOf(option: string, value: unknown, allowed: readonly string[]): void {
  if (typeof value === "string" && allowed.includes(value)) return;
  throw new OptionError(option, value, allowed.map((choice) => `"${choice}"`).join(" or "));
}

/** A list of at least one. */
export function checkList(option: string, value: unknown): void {
  if (!Array.isArray(value) || value.length === 0) throw new OptionError(option, value, "a list of at least one");
}

/** @throws OptionError naming a field that is not known, which would otherwise silently be without effect */
export function checkFields(path: string, value: object, known: readonly string[]): void {
  for (const [name, item] of Object.entries(value)) {
    if (known.includes(name)) continue;
    throw new OptionError(
      path === "" ? name : `${path}.${name}`,
      item,
      `nothing of this name, only ${known.join(", ")}`,
    );
  }
}
