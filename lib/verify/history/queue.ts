/**
 * The model of a queue, first in, first out.
 *
 * Two values that are put in at the same time may stand in either order, and which one shows only when they are taken
 * out: a queue of many would be in very many states. So for a given history the order is left open. The state is
 * the set of what is in, and a value can be taken where no other one that is in was certainly put in before it.
 *
 * That this finds an order exactly where the plain queue does follows from how an order of the one is made into one of
 * the other (`restore`). Let the open queue have taken x before y, though y went in first. y was still in when x was
 * taken, so y was not certainly before x: each was called before the other returned, there is a moment that suits both,
 * and putting x in at that moment, and y right after it, suits all others as well. Compare Henzinger, Sezgin and
 * Vafeiadis, "Aspect-oriented linearizability proofs", CONCUR 2013.
 */
import { canonical, sameData } from "../../data";
import type { Data, Operation } from "../../protocol";
import { comesBefore } from "./events";
import type { DeterministicModel, ModelBase, NondeterministicModel, PreparedModel } from "./model";
import { changesNothing, fieldsOf } from "./operations";
import type { Fields } from "./operations";
import { firstInFirstOut, takenBy } from "./queue-order";
import { shown } from "./sentences";

const kinds = ["enqueue", "dequeue"];

const vocabulary: Pick<ModelBase<Data, Data>, "name" | "readOnly" | "describe" | "values"> = {
  name: "queue",
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
    concerns(operation, result) {
      const { kind, value } = operation as Fields;
      if (kind === "enqueue") return [value ?? null];
      return result === undefined || result === null ? [] : [result];
    },
  },
};

/** First in, first out. */
export function queue(options: { readonly initial?: readonly Data[] } = {}): DeterministicModel<readonly Data[]> {
  const { initial = [] } = options;
  return {
    ...vocabulary,
    initial,
    apply(state, operation) {
      const { kind, value = null } = fieldsOf("queue", operation, kinds);
      if (kind === "enqueue") return { state: [...state, value] };
      return { state: state.slice(1), result: state[0] ?? null };
    },
    ...(initial.length === 0 ? { prepare } : {}),
  };
}

/** Items are known by the place of the operation that put them in. */
type Items = readonly number[];
type ItemOperation = { readonly kind: string; readonly value?: Data; readonly item?: number };

function prepare(operations: readonly Operation[]): PreparedModel {
  const given = operations.map(({ operation }, item): ItemOperation => {
    const { kind, value = null } = fieldsOf("queue", operation, kinds);
    return kind === "enqueue" ? { kind, value, item } : { kind };
  });
  const valueOf = (item: number): Data => given[item]!.value!;
  const returnOf = (item: number): number => operations[item]!.returned ?? Infinity;
  const isAfter = (item: number, other: number): boolean =>
    other < item ? comesBefore(operations[other]!, operations[item]!) : returnOf(other) < operations[item]!.invoked;
  /** What may be taken: one item of each value, because of equal ones the first to return is the best to be rid of. */
  const takeable = (items: Items): Items => {
    const returned = Math.min(...items.map(returnOf));
    const first = items.filter((item) => {
      return operations[item]!.invoked <= returned && !items.some((other) => isAfter(item, other));
    });
    const byValue = new Map<string, number>();
    for (const item of first.toSorted((a, b) => returnOf(b) - returnOf(a))) byValue.set(canonical(valueOf(item)), item);
    return [...byValue.values()];
  };
  const next = (items: Items, { item }: ItemOperation, result: Data | undefined): readonly Items[] => {
    if (item !== undefined) return [[...items, item].toSorted((a, b) => a - b)];
    if (items.length === 0) return (result ?? null) === null ? [items] : [];
    const possible = takeable(items).filter((each) => result === undefined || sameData(valueOf(each), result));
    return possible.map((taken) => items.filter((each) => each !== taken));
  };
  const model: NondeterministicModel<Items, ItemOperation> = {
    ...vocabulary,
    initial: [],
    next,
    answers: (items, { item }) =>
      item === undefined ? (items.length === 0 ? [null] : takeable(items).map(valueOf)) : [],
    describeState: (items) =>
      items.length === 0 ? "been empty" : `held ${items.map((each) => shown(valueOf(each))).join(", ")}`,
  };
  const restore = (order: readonly number[]): readonly number[] => {
    const taken = takenBy(order, (items, operation) => next(items, given[operation]!, operations[operation]!.result));
    return firstInFirstOut(order, operations, taken);
  };
  return { model: model as NondeterministicModel, needsTimes: true, operations: given, restore };
}
