/** The models that the library brings. `model.ts` lists their operations and results. */
import { canonical, sameData } from "../../data";
import type { Data } from "../../protocol";
import { changesNothing, fieldsOf } from "./operations";
import type { Fields } from "./operations";
import { queue } from "./queue";
import { compareAndSetKinds, registerKinds, registerLike } from "./register";
import { shown } from "./sentences";
import type { DeterministicModel, NondeterministicModel } from "./model";

/** What a model begins with. */
export interface ModelOptions {
  /** What it holds before the first write. Default null. */
  readonly initial?: Data;
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

/** Balances by account; one that is not in there holds what accounts are opened with. */
export type Balances = { readonly [account: string]: number };

/**
 * Accounts between which money is transferred, judged as one whole: a transfer concerns two of them at once. A
 * transfer answers whether it was done, and it is done if there is enough money.
 */
function bank(options: { readonly opening?: number } = {}): DeterministicModel<Balances> {
  const { opening = 100 } = options;
  const balance = (state: Balances, account: Data | undefined): number => state[String(account)] ?? opening;
  return {
    name: "bank",
    initial: {},
    apply(state, operation) {
      const { kind, key, from, to, amount } = fieldsOf("bank", operation, ["get", "transfer"]);
      if (kind === "get") return { state, result: balance(state, key) };
      if (balance(state, from) < Number(amount)) return { state, result: false };
      const moved = {
        [String(from)]: balance(state, from) - Number(amount),
        [String(to)]: balance(state, to) + Number(amount),
      };
      return { state: { ...state, ...moved }, result: true };
    },
    readOnly: (operation, result) => (operation as Fields).kind === "get" || result === false,
    describe(operation, result) {
      const { kind, key, from, to, amount } = operation as Fields;
      if (kind === "get") return `read ${shown(result)} in ${String(key)}'s account`;
      const transfer = `${shown(amount)} from ${String(from)} to ${String(to)}`;
      return result === false ? `could not move ${transfer}` : `moved ${transfer}`;
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
  readonly bank: typeof bank;
} = { register, compareAndSet, keyValue, counter, queue, set, lock, bank };
