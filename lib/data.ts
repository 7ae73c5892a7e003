/**
 * Plain data: what states, messages and saved values are made of, and the three things every host does with it:
 * freeze a copy, clone a draft, compare by a canonical form.
 *
 * Plain data can be cloned, compared, hashed, printed, sent and rewound, which is all that a simulator, a checker
 * and a drawing need. Nothing else can, so nothing else is let in.
 */

/** Null, booleans, finite numbers, strings, and arrays and objects of these. */
export type Data = null | boolean | number | string | readonly Data[] | { readonly [field: string]: Data };

type Container = Record<string, unknown> | unknown[];

/** Nested deeper than this, a value is taken to contain itself. */
const deepest = 200;

/** Thrown where something that is not plain data is sent, saved or put into a state. */
export class PlainDataError extends TypeError {
  override readonly name = "PlainDataError";
  constructor(
    /** Where it stands, for example `message.entries[2].at`. */
    readonly path: string,
    /** What stands there, for example `NaN` or `a Map`. */
    readonly found: string,
  ) {
    super(`${path} is ${found}; allowed are null, booleans, finite numbers, strings, and arrays and objects of these`);
  }
}

/**
 * A deeply frozen copy of `value`. What is frozen already is shared, not copied, and taken to be frozen all the way
 * down: so the cost of sending or saving a value is the cost of what is new in it.
 * @param path how an error names the value
 * @throws PlainDataError where `value` holds something that is not plain data
 */
export function frozenCopy<T>(value: T, path = "value"): T {
  const copied = typeof value === "object" && value !== null ? copyFrozen(value as Container, 0) : value;
  if (copied === notPlain || !isPlainLeaf(copied)) throw impurity(value, path);
  return copied as T;
}

const notPlain = Symbol("not plain data");

function isPlainLeaf(value: unknown): boolean {
  switch (typeof value) {
    case "string":
    case "boolean":
    case "object":
      return true;
    case "number":
      return Number.isFinite(value);
    default:
      return false;
  }
}

function copyFrozen(source: Container, depth: number): Container | typeof notPlain {
  if (Object.isFrozen(source)) return source;
  if (depth > deepest) return notPlain;
  return Array.isArray(source) ? copyArray(source, depth) : copyObject(source, depth);
}

function copyArray(source: readonly unknown[], depth: number): Container | typeof notPlain {
  const copy = source.slice();
  for (let index = 0; index < copy.length; index++) {
    const item = copy[index];
    if (typeof item === "object" && item !== null) {
      const child = copyFrozen(item as Container, depth + 1);
      if (child === notPlain) return notPlain;
      copy[index] = child;
    } else if (!isPlainLeaf(item)) return notPlain;
  }
  return Object.freeze(copy) as unknown[];
}

/** Built field by field: freezing a copy made by spreading costs V8 three times as much. */
function copyObject(source: Record<string, unknown>, depth: number): Container | typeof notPlain {
  if (!isPlainObject(source)) return notPlain;
  const copy: Record<string, unknown> = {};
  for (const field in source) {
    const item = source[field];
    // The kinds are told apart here, and not in isPlainLeaf: that is an eighth of the cost of sending.
    const kind = typeof item;
    if (kind === "string" || kind === "boolean" || item === null) copy[field] = item;
    else if (kind === "number") {
      if (!Number.isFinite(item)) return notPlain;
      copy[field] = item;
    } else if (kind === "object") {
      const child = copyFrozen(item as Container, depth + 1);
      if (child === notPlain) return notPlain;
      copy[field] = child;
    } else return notPlain;
    if (field === "__proto__") return notPlain;
  }
  return Object.freeze(copy);
}

/** An object literal, of whichever realm: a notebook's cells have an `Object` of their own. */
function isPlainObject(value: object): boolean {
  const prototype: unknown = Object.getPrototypeOf(value);
  return prototype === Object.prototype || prototype === null || Object.getPrototypeOf(prototype) === null;
}

/**
 * Looks through all of `value`, what is frozen too, without copying anything.
 * @param path how an error names the value
 * @throws PlainDataError where `value` holds something that is not plain data
 */
export function checkPlain(value: unknown, path = "value"): void {
  if (!isPlain(value, 0)) throw impurity(value, path);
}

function isPlain(value: unknown, depth: number): boolean {
  if (typeof value !== "object" || value === null) return isPlainLeaf(value);
  if (depth > deepest) return false;
  if (Array.isArray(value)) {
    for (let index = 0; index < value.length; index++) if (!isPlain(value[index], depth + 1)) return false;
    return true;
  }
  if (!isPlainObject(value)) return false;
  for (const field in value) {
    if (field === "__proto__" || !isPlain((value as Record<string, unknown>)[field], depth + 1)) return false;
  }
  return true;
}

/** Finds the first thing in `value` that is not plain data, for the error that names it. */
function impurity(value: unknown, path: string): PlainDataError {
  return findImpurity(value, path, []) ?? new PlainDataError(path, "not plain data");
}

/** @param around the containers in which `value` is */
function findImpurity(value: unknown, path: string, around: readonly unknown[]): PlainDataError | undefined {
  if (typeof value !== "object" || value === null) {
    return isPlainLeaf(value) ? undefined : new PlainDataError(path, describe(value));
  }
  if (around.includes(value)) return new PlainDataError(path, "something that it is in itself");
  if (around.length > deepest) return new PlainDataError(`${path.slice(0, 40)}…`, "nested too deeply");
  if (!Array.isArray(value) && !isPlainObject(value)) return new PlainDataError(path, describe(value));
  const entries: [string, unknown][] = Array.isArray(value)
    ? Array.from(value, (item, index) => [`${path}[${index}]`, item])
    : Object.entries(value).map(([field, item]) => [`${path}.${field}`, item]);
  if (Object.hasOwn(value, "__proto__")) return new PlainDataError(`${path}.__proto__`, "a field of that name");
  for (const [childPath, item] of entries) {
    const found = findImpurity(item, childPath, [...around, value]);
    if (found) return found;
  }
  return undefined;
}

function describe(value: unknown): string {
  if (typeof value === "object" && value !== null) return `a ${value.constructor?.name ?? "nameless object"}`;
  if (typeof value === "function") return `a function (${value.name || "nameless"})`;
  return typeof value === "bigint" ? `a bigint (${value}n)` : String(value);
}

/**
 * A copy of `value` that may be written to. Frozen parts are shared: nobody can write to them, so nobody can tell.
 * @throws PlainDataError where `value` is nested too deeply, or contains itself
 */
export function cloneDraft<T>(value: T): T {
  return typeof value === "object" && value !== null ? (cloneContainer(value as Container, 0) as T) : value;
}

function cloneContainer(source: Container, depth: number): Container {
  if (Object.isFrozen(source)) return source;
  if (depth > deepest) throw new PlainDataError("state", "nested too deeply, or contains itself");
  const copy = (Array.isArray(source) ? source.slice() : { ...source }) as Record<string, unknown>;
  for (const field in copy) {
    const item = copy[field];
    if (typeof item === "object" && item !== null) copy[field] = cloneContainer(item as Container, depth + 1);
  }
  return copy;
}

/** A copy of `value` with nothing frozen and nothing shared. */
export function thawedCopy<T>(value: T): T {
  if (typeof value !== "object" || value === null) return value;
  if (Array.isArray(value)) return value.map((item: unknown) => thawedCopy(item)) as T;
  const copy: Record<string, unknown> = {};
  for (const field in value) copy[field] = thawedCopy((value as Record<string, unknown>)[field]);
  return copy as T;
}

/**
 * The canonical form: JSON with sorted keys. Two values are equal where their canonical forms are.
 * @param path how an error names the value
 * @throws PlainDataError where `value` holds something that is not plain data
 */
export function canonical(value: unknown, path = "value"): string {
  const text = canonicalText(value, 0);
  if (text === undefined) throw impurity(value, path);
  return text;
}

function canonicalText(value: unknown, depth: number): string | undefined {
  switch (typeof value) {
    case "string":
      return JSON.stringify(value);
    case "number":
      // Minus zero prints as 0: no handler can tell them apart by comparing.
      return Number.isFinite(value) ? String(value === 0 ? 0 : value) : undefined;
    case "boolean":
      return value ? "true" : "false";
    case "object":
      if (value === null) return "null";
      if (depth > deepest) return undefined;
      return Array.isArray(value) ? canonicalArray(value, depth) : canonicalObject(value, depth);
    default:
      return undefined;
  }
}

function canonicalArray(value: readonly unknown[], depth: number): string | undefined {
  let text = "[";
  for (let index = 0; index < value.length; index++) {
    const item = canonicalText(value[index], depth + 1);
    if (item === undefined) return undefined;
    text += index === 0 ? item : `,${item}`;
  }
  return `${text}]`;
}

function canonicalObject(value: object, depth: number): string | undefined {
  if (!isPlainObject(value)) return undefined;
  let text = "{";
  for (const field of Object.keys(value).toSorted()) {
    if (field === "__proto__") return undefined;
    const item = canonicalText((value as Record<string, unknown>)[field], depth + 1);
    if (item === undefined) return undefined;
    text += `${text.length === 1 ? "" : ","}${JSON.stringify(field)}:${item}`;
  }
  return `${text}}`;
}

/** Whether two values of plain data are equal. */
export function sameData(left: unknown, right: unknown): boolean {
  return left === right || canonical(left) === canonical(right);
}
