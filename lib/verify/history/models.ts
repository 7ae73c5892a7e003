/** The models that the library brings. `model.ts` lists their operations and results. */
import { canonical, sameData } from "../../data";
import type { Data } from "../../protocol";
import type { DeterministicModel, NondeterministicModel, ValueFlow } from "./model";

export interface ModelOptions {
  /** What it holds before the first write. Default null. */
  readonly initial?: Data;
}

type Fields = { readonly [field: string]: Data };

/** An operation's fields, or an error that names what was given and what is allowed. */
function fieldsOf(model: string, operation: Data, kinds: readonly string[]): Fields & { readonly kind: string } {
  const fields = typeof operation === "object" && operation !== null && !Array.isArray(operation) ? operation : {};
  const { kind } = fields as Fields;
  if (typeof kind === "string" && kinds.includes(kind)) return fields as Fields & { readonly kind: string };
  throw new RangeError(`${model}: operation is ${canonical(operation)}; allowed kinds are ${kinds.join(", ")}`);
}

/** A value as sentences show it. */
export function shown(value: Data | undefined): string {
  if (value === undefined || value === null) return "nothing";
  return typeof value === "string" && /^[\w.-]+$/.test(value) ? value : canonical(value);
}

const registerKinds = ["read", "get", "write", "put", "delete"];
const compareAndSetKinds = [...registerKinds, "append", "compareAndSet"];

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

function describeAccess(operation: Data, result: Data | undefined): string {
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
};

/** A read, or something that reports that it changed nothing. */
function changesNothing(operation: Data, result: Data | undefined): boolean {
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

function registerLike(name: string, kinds: readonly string[], initial: Data): DeterministicModel {
  return {
    name,
    initial,
    apply: (state, operation) => applyToRegister(name, kinds, state, operation),
    describe: describeAccess,
    readOnly: changesNothing,
    overwrites: (operation) => ["write", "put", "delete"].includes(String((operation as Fields)["kind"])),
    values: registerValues,
  };
}

/** One value that is read and written. */
function register(options: ModelOptions = {}): DeterministicModel {
  return registerLike("register", registerKinds, options.initial ?? null);
}

/** A register that can also be replaced on the condition that it holds an expected value. */
function compareAndSet(options: ModelOptions = {}): DeterministicModel {
  return registerLike("compare-and-set register", compareAndSetKinds, options.initial ?? null);
}

/** One such register for each key, each judged alone; an operation without a key concerns one more, nameless. */
function keyValue(options: ModelOptions = {}): DeterministicModel {
  return {
    ...registerLike("key", compareAndSetKinds, options.initial ?? null),
    partition: (operation) => {
      const { key } = fieldsOf("key", operation, compareAndSetKinds);
      return key === undefined ? "" : typeof key === "string" ? key : canonical(key);
    },
  };
}

/** A number that is added to. */
function counter(options: { readonly initial?: number } = {}): NondeterministicModel<number> {
  return {
    name: "counter",
    initial: options.initial ?? 0,
    next(state, operation, result) {
      const fields = fieldsOf("counter", operation, ["read", "get", "increment"]);
      if (fields.kind !== "increment") return result === undefined || result === state ? [state] : [];
      const sum = state + Number(fields["by"] ?? 1);
      return result === undefined || result === null || result === sum ? [sum] : [];
    },
    describe(operation, result) {
      const { kind, by } = operation as Fields;
      const answer = result === undefined || result === null ? "" : ` to ${shown(result)}`;
      return kind === "increment" ? `added ${shown(by ?? 1)}${answer}` : `read ${shown(result)}`;
    },
    readOnly: changesNothing,
  };
}

/** First in, first out. */
function queue(options: { readonly initial?: readonly Data[] } = {}): DeterministicModel<readonly Data[]> {
  return {
    name: "queue",
    initial: options.initial ?? [],
    apply(state, operation) {
      const fields = fieldsOf("queue", operation, ["enqueue", "dequeue"]);
      if (fields.kind === "enqueue") return { state: [...state, fields["value"] ?? null] };
      return { state: state.slice(1), result: state[0] ?? null };
    },
    readOnly: changesNothing,
    describe(operation, result) {
      const { kind, value } = operation as Fields;
      if (kind === "enqueue") return `put ${shown(value)} into the queue`;
      if (result === undefined) return "called for the next in the queue";
      return result === null ? "found the queue empty" : `took ${shown(result)} out of the queue`;
    },
    values: {
      leaves(operation) {
        const { kind, value } = operation as Fields;
        return kind === "enqueue" ? (value ?? null) : undefined;
      },
      // A value that nobody takes can only be in the way of others: without it, everything else still fits.
      sees: (_operation, result) => (result === undefined ? [] : [result]),
    },
  };
}

const setKinds = ["add", "remove", "contains", "members"];

/** A set without order. Histories that never ask for all `members` are judged element by element. */
function set(options: { readonly initial?: readonly Data[] } = {}): NondeterministicModel<readonly string[]> {
  const order = (members: Iterable<string>): readonly string[] => [...new Set(members)].toSorted();
  const answered = (result: Data | undefined, truth: boolean): boolean =>
    result === undefined || result === null || result === truth;
  return {
    name: "set",
    initial: order((options.initial ?? []).map((member) => canonical(member))),
    next(state, operation, result) {
      const fields = fieldsOf("set", operation, setKinds);
      if (fields.kind === "members") {
        const given = Array.isArray(result) ? (result as readonly Data[]) : [];
        return result === undefined || sameData(order(given.map((each) => canonical(each))), state) ? [state] : [];
      }
      const member = canonical(fields["value"] ?? null);
      const has = state.includes(member);
      if (fields.kind === "contains") return result === undefined || result === has ? [state] : [];
      if (!answered(result, fields.kind === "add" ? !has : has)) return [];
      return [fields.kind === "add" ? order([...state, member]) : state.filter((each) => each !== member)];
    },
    partition(operation) {
      const fields = fieldsOf("set", operation, setKinds);
      return fields.kind === "members" ? null : canonical(fields["value"] ?? null);
    },
    describe: describeSet,
    readOnly: changesNothing,
  };
}

function describeSet(operation: Data, result: Data | undefined): string {
  const { kind, value } = operation as Fields;
  switch (kind) {
    case "members":
      return `found ${shown(result)} in the set`;
    case "contains":
      return result === undefined
        ? `asked for ${shown(value)}`
        : `${result === true ? "found" : "did not find"} ${shown(value)}`;
    default:
      if (result === false)
        return kind === "add" ? `found ${shown(value)} already in` : `found no ${shown(value)} to remove`;
      return `${kind === "add" ? "added" : "removed"} ${shown(value)}`;
  }
}

/** Who holds the lock, and the last fencing token that was given out. */
export type LockState = { readonly holder: string | null; readonly token: number };

/** Held by one client at a time. A client that holds it already is not given it again. */
function lock(): NondeterministicModel<LockState> {
  return {
    name: "lock",
    initial: { holder: null, token: 0 },
    perClient: true,
    readOnly: changesNothing,
    next(state, operation, result, client) {
      const fields = fieldsOf("lock", operation, ["acquire", "release"]);
      if (fields.kind === "acquire") {
        if (result === false) return state.holder === null ? [] : [state];
        if (state.holder !== null) return result === undefined ? [state] : [];
        if (typeof result === "number" && result <= state.token) return [];
        return [{ holder: client, token: typeof result === "number" ? result : state.token }];
      }
      const holds = state.holder === client;
      if (result === undefined) return [holds ? { ...state, holder: null } : state];
      return holds === (result !== false) ? [holds ? { ...state, holder: null } : state] : [];
    },
    describe(operation, result) {
      const { kind } = operation as Fields;
      if (result === undefined) return kind === "acquire" ? "asked for the lock" : "gave the lock back, perhaps";
      if (kind === "release") return result === false ? "could not give the lock back" : "gave the lock back";
      if (result === false) return "was refused the lock";
      return typeof result === "number" ? `got the lock with token ${result}` : "got the lock";
    },
  };
}

/** Models to judge histories by: `models.register()` and so on. */
export const models: {
  readonly register: typeof register;
  readonly compareAndSet: typeof compareAndSet;
  readonly keyValue: typeof keyValue;
  readonly counter: typeof counter;
  readonly queue: typeof queue;
  readonly set: typeof set;
  readonly lock: typeof lock;
} = { register, compareAndSet, keyValue, counter, queue, set, lock };
