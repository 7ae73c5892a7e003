/**
 * The model of a register, and of each key of a store.
 *
 * For a given history, all values that no operation sees are one: nobody can tell which of them is there. A text that
 * is appended to counts as seen where one that was read begins with it.
 */
import { canonical, sameData } from "../../data";
import type { Data, Operation } from "../../protocol";
import type { DeterministicModel, HistoryModel, NondeterministicModel, PreparedModel, ValueFlow } from "./model";
import { changesNothing, fieldsOf } from "./operations";
import type { Fields } from "./operations";
import { shown } from "./sentences";

export const registerKinds = ["read", "get", "write", "put", "delete"];
export const compareAndSetKinds = [...registerKinds, "append", "compareAndSet"];

function applyToRegister(name: string, kinds: readonly string[], state: Data, operation: Data) {
  const fields = fieldsOf(name, operation, kinds);
  switch (fields.kind) {
    case "read":
    case "get":
      return { state, result: state };
    case "delete":
      return { state: null };
    case "append":
      return { state: `${state === null ? "" : String(state)}${String(fields["value"] ?? "")}` };
    case "compareAndSet": {
      const same = sameData(state, fields["expected"] ?? null);
      return { state: same ? (fields["value"] ?? null) : state, result: same };
    }
    default:
      return { state: fields["value"] ?? null };
  }
}

export function describeAccess(operation: Data, result: Data | undefined): string {
  const { kind, key, value, expected } = operation as Fields;
  const of =
    key === undefined ? "" : ` ${kind === "append" || kind === "write" || kind === "put" ? "to" : "of"} ${shown(key)}`;
  switch (kind) {
    case "read":
    case "get":
      return result === undefined ? `called a read${of}` : `read ${shown(result)}${of}`;
    case "write":
    case "put":
      return `wrote ${shown(value)}${of}`;
    case "delete":
      return `deleted ${key === undefined ? "the value" : shown(key)}`;
    case "append":
      return `appended ${shown(value)}${of}`;
    default:
      return `${result === false ? "could not replace" : "replaced"} ${shown(expected)} by ${shown(value)}${of}`;
  }
}

function overwrites(operation: Data): boolean {
  return ["write", "put", "delete"].includes(String((operation as Fields)["kind"]));
}

const registerValues: ValueFlow = {
  leaves(operation) {
    const { kind, value } = operation as Fields;
    if (kind === "write" || kind === "put") return value ?? null;
    return kind === "delete" ? null : undefined;
  },
  sees(operation, result) {
    const { kind, expected } = operation as Fields;
    switch (kind) {
      case "write":
      case "put":
      case "delete":
        return [];
      case "read":
      case "get":
        return result === undefined ? [] : [result];
      case "compareAndSet":
        return result === true ? [expected ?? null] : null;
      default:
        return null;
    }
  },
  concerns(operation, result) {
    const { kind, expected, value } = operation as Fields;
    switch (kind) {
      case "read":
      case "get":
        return result === undefined ? [] : [result];
      case "compareAndSet":
        return result === true ? [expected ?? null, value ?? null] : null;
      case "append":
        return null;
      default:
        return [value ?? null];
    }
  },
};

export function registerLike(name: string, kinds: readonly string[], initial: Data): DeterministicModel {
  return {
    name,
    initial,
    apply: (state, operation) => applyToRegister(name, kinds, state, operation),
    describe: describeAccess,
    readOnly: changesNothing,
    overwrites,
    values: registerValues,
    prepare: (operations) => prepare(name, kinds, initial, operations),
  };
}

/** Whether a model is one of those of this file. */
export function isRegister(model: HistoryModel): boolean {
  return model.values === registerValues;
}

/** A value, or none: then it is one that no operation of the history sees. */
type Content = { readonly value?: Data };

function prepare(
  name: string,
  kinds: readonly string[],
  initial: Data,
  operations: readonly Operation[],
): PreparedModel {
  const isSeen = seenIn(operations);
  const content = (value: Data): Content => (isSeen(value) ? { value } : {});
  const model: NondeterministicModel<Content> = {
    name,
    initial: content(initial),
    next({ value }, operation, result) {
      if (value === undefined) return nextUnseen(fieldsOf(name, operation, kinds), result).map(content);
      const after = applyToRegister(name, kinds, value, operation);
      const fits = after.result === undefined || result === undefined || sameData(after.result, result);
      return fits ? [content(after.state)] : [];
    },
    answers({ value }, operation) {
      if (value === undefined) return [];
      const { result } = applyToRegister(name, kinds, value, operation);
      return result === undefined ? [] : [result];
    },
    describeState: ({ value }) => (value === undefined ? "held a value that nobody read" : `held ${shown(value)}`),
    readOnly: changesNothing,
    overwrites,
    values: registerValues,
  };
  return { model: model as NondeterministicModel, operations: operations.map(({ operation }) => operation) };
}

/** Only what does not look at the value is possible; what is appended to an unseen value is unseen. */
function nextUnseen(fields: Fields & { readonly kind: string }, result: Data | undefined): readonly Data[] {
  switch (fields.kind) {
    case "read":
    case "get":
      return result === undefined ? [unseen] : [];
    case "compareAndSet":
      return result === true ? [] : [unseen];
    case "append":
      return [unseen];
    case "delete":
      return [null];
    default:
      return [fields["value"] ?? null];
  }
}

/** Stands for every value that no operation sees; it is none of a client's, because these are never seen either. */
const unseen: Data = { kind: "a value that no operation of the history sees" };

/** Whether some operation's answer depends on a value being there, or on a text that begins with it. */
function seenIn(operations: readonly Operation[]): (value: Data) => boolean {
  const seen = new Set<string>();
  const texts: string[] = [];
  const see = (value: Data): void => {
    seen.add(canonical(value));
    if (typeof value === "string") texts.push(value);
  };
  for (const { operation, result } of operations) {
    const { kind, expected } = operation as Fields;
    if (kind === "compareAndSet") see(expected ?? null);
    else if ((kind === "read" || kind === "get") && result !== undefined) see(result);
  }
  if (!operations.some(({ operation }) => (operation as Fields)["kind"] === "append")) {
    return (value) => seen.has(canonical(value));
  }
  texts.sort();
  return (value) => seen.has(canonical(value)) || beginsOne(texts, value === null ? "" : String(value));
}

/** Whether one of the sorted texts begins with `start`. */
function beginsOne(texts: readonly string[], start: string): boolean {
  let low = 0;
  let high = texts.length;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if (texts[middle]! < start) low = middle + 1;
    else high = middle;
  }
  return texts[low]?.startsWith(start) ?? false;
}
