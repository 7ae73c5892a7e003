/** Random small histories, and a short way to write one down. */
import * as fc from "fast-check";
import type { Data, Operation } from "../../../lib/protocol";
import type { HistoryModel } from "../../../lib/verify/history/model";
import { models } from "../../../lib/verify/history/models";

/** A model with the operations that a random history draws from, and what they may answer. */
export interface Subject {
  readonly name: string;
  readonly model: HistoryModel;
  /** What the definition is tried out with, where the model only says what happens within a part. */
  readonly whole?: HistoryModel;
  readonly calls: readonly (readonly [operation: Data, results: readonly Data[]])[];
}

const some = [null, 1, 2] as const;
const reads = [[{ kind: "read" }, some]] as const;
const writes = [1, 2].map((value) => [{ kind: "write", value }, [null]] as const);
const compares = [1, 2].map(
  (value) => [{ kind: "compareAndSet", expected: value === 1 ? null : 1, value }, [true, false]] as const,
);
const keyed = ["x", "y"].flatMap((key) =>
  [...reads, ...writes].map(([operation, results]) => [{ ...operation, key }, results] as const),
);

/** The same model with nothing said that only makes it faster. */
function plain(model: HistoryModel): HistoryModel {
  const { name, initial, perClient = false } = model;
  const base = { name: `plain ${name ?? ""}`, initial, perClient };
  if (!("apply" in model)) return { ...base, next: model.next.bind(model) };
  return { ...base, apply: model.apply.bind(model) };
}

/** All keys at once. */
const store: HistoryModel<{ [key: string]: Data }, { kind: string; key: string; value?: Data }> = {
  initial: {},
  apply(state, { kind, key, value }) {
    if (kind === "read") return { state, result: state[key] ?? null };
    return { state: { ...state, [key]: value ?? null } };
  },
};

/** A coin that shows either side after a toss: nondeterministic, and nothing is said about its operations. */
const coin: HistoryModel = {
  initial: "heads",
  next: (state, operation, result) => {
    const { kind } = operation as { kind: string };
    if (kind === "toss") return ["heads", "tails"];
    return result === undefined || result === state ? [state] : [];
  },
};

/** Clearing changes nothing while there is nothing: what looks like a read at first is none. */
const pile: HistoryModel<readonly Data[], { kind: string; value?: Data }> = {
  initial: [],
  apply(state, operation) {
    if (operation.kind === "clear") return { state: [] };
    if (operation.kind === "top") return { state, result: state.at(-1) ?? null };
    return { state: [...state, operation.value ?? null] };
  },
};

const queueCalls = [
  [{ kind: "enqueue", value: 1 }, [null]],
  [{ kind: "enqueue", value: 2 }, [null]],
  [{ kind: "dequeue" }, [null, 1, 2]],
] as const;
const setCalls = [1, 2].flatMap((value) =>
  ["add", "remove", "contains"].map((kind) => [{ kind, value }, [true, false]] as const),
);
const lockCalls = [
  [{ kind: "acquire" }, [true, false, 1, 2]],
  [{ kind: "release" }, [true, false]],
] as const;
const pileCalls = [
  [{ kind: "clear" }, [null]],
  [{ kind: "push", value: 1 }, [null]],
  [{ kind: "push", value: 2 }, [null]],
  [{ kind: "top" }, [null, 1, 2]],
] as const;

export const subjects: readonly Subject[] = [
  { name: "register", model: models.register(), calls: [...reads, ...writes] },
  { name: "register without hints", model: plain(models.register()), calls: [...reads, ...writes] },
  { name: "compare-and-set register", model: models.compareAndSet(), calls: [...reads, ...writes, ...compares] },
  { name: "key-value", model: models.keyValue(), whole: store, calls: keyed },
  { name: "queue", model: models.queue(), calls: queueCalls },
  { name: "queue without hints", model: plain(models.queue()), calls: queueCalls },
  { name: "set", model: models.set(), calls: setCalls },
  { name: "set with members", model: models.set(), calls: [...setCalls, [{ kind: "members" }, [[], [1], [1, 2]]]] },
  { name: "lock", model: models.lock(), calls: lockCalls },
  {
    name: "coin",
    model: coin,
    calls: [
      [{ kind: "toss" }, [null]],
      [{ kind: "look" }, ["heads", "tails"]],
    ],
  },
  { name: "pile", model: pile, calls: pileCalls },
];

export interface Drawn {
  /** The name of one of the subjects. */
  readonly of: string;
  readonly history: readonly Operation[];
}

/** The operations of each key, where the subject has keys. */
export function partsOf(
  history: readonly Operation[],
  { whole }: { readonly whole?: HistoryModel | undefined },
): readonly (readonly Operation[])[] {
  if (!whole) return [history];
  const keyOf = ({ operation }: Operation): Data => (operation as { key: Data }).key;
  return [...new Set(history.map(keyOf))].map((key) => history.filter((each) => keyOf(each) === key));
}

export function subjectOf(name: string): Subject {
  return subjects.find((each) => each.name === name)!;
}

/**
 * Up to seven operations by up to four clients, each of which does one at a time, with few distinct moments so that
 * many coincide; about one in six never returns, and its client goes on.
 */
export function drawnHistory(among: readonly Subject[] = subjects, operationsMax = 7): fc.Arbitrary<Drawn> {
  return fc.constantFrom(...among).chain((subject) => {
    const step = fc.record({
      client: fc.constantFrom("A", "B", "C", "D"),
      call: fc.constantFrom(...subject.calls),
      result: fc.nat(3),
      pause: fc.nat(2),
      lasts: fc.nat(3),
      open: fc.nat(5),
    });
    return fc.array(step, { minLength: 1, maxLength: operationsMax }).map((drawn) => {
      const free = new Map<string, number>();
      const history = drawn.map(({ client, call: [operation, results], result, pause, lasts, open }): Operation => {
        const invoked = (free.get(client) ?? 0) + pause;
        if (open === 0) {
          free.set(client, invoked + lasts);
          return { client, operation, invoked };
        }
        free.set(client, invoked + lasts);
        return { client, operation, result: results[result % results.length]!, invoked, returned: invoked + lasts };
      });
      return { of: subject.name, history };
    });
  });
}

/** `["A", { kind: "read" }, 1, 0, 5]`: client, operation, result, call and return; without a return it is open. */
export type Short = readonly [client: string, operation: Data, result: Data, invoked: number, returned?: number];

export function historyOf(...rows: readonly Short[]): readonly Operation[] {
  return rows.map(([client, operation, result, invoked, returned]) =>
    returned === undefined ? { client, operation, invoked } : { client, operation, result, invoked, returned },
  );
}

export const read = (key?: string): Data => (key === undefined ? { kind: "read" } : { kind: "read", key });
export const write = (value: Data, key?: string): Data =>
  key === undefined ? { kind: "write", value } : { kind: "write", key, value };
