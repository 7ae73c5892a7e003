/** The definition of linearizability, tried out: every order of every choice of the operations that may be left out. */
import { sameData } from "../../../lib/data";
import type { Data, Operation } from "../../../lib/protocol";
import type { HistoryModel } from "../../../lib/verify/history/model";

/** Whether `before` must take effect before `after`. */
export type Precedes = (history: readonly Operation[], before: number, after: number) => boolean;

/** Returned before the other was called; at the same moment, only where one client did both, one after the other. */
export const realTime: Precedes = (history, before, after) => {
  const [first, second] = [history[before]!, history[after]!];
  if (first.returned === undefined) return false;
  if (first.returned < second.invoked) return true;
  if (first.returned > second.invoked || first.client !== second.client) return false;
  return first.invoked < second.invoked || before < after;
};

/** An order of the operations that explains all results, or undefined if there is none. */
export function bruteForce(
  history: readonly Operation[],
  model: HistoryModel,
  precedes: Precedes = realTime,
): readonly number[] | undefined {
  const all = [...history.keys()];
  const extend = (order: readonly number[], state: Data): readonly number[] | undefined => {
    if (all.every((each) => history[each]!.returned === undefined || order.includes(each))) return order;
    for (const each of all) {
      if (order.includes(each)) continue;
      if (all.some((other) => !order.includes(other) && other !== each && precedes(history, other, each))) continue;
      for (const next of outcomes(model, state, history[each]!)) {
        const found = extend([...order, each], next);
        if (found) return found;
      }
    }
    return undefined;
  };
  return extend([], model.initial);
}

/** Whether an order leaves out only what never returned, respects `precedes` and explains all results. */
export function explains(
  history: readonly Operation[],
  model: HistoryModel,
  order: readonly number[],
  precedes: Precedes = realTime,
): boolean {
  if (new Set(order).size !== order.length) return false;
  if (history.some(({ returned }, index) => returned !== undefined && !order.includes(index))) return false;
  const late = order.some((each, place) => order.slice(0, place).some((earlier) => precedes(history, each, earlier)));
  if (late) return false;
  let states: readonly Data[] = [model.initial];
  for (const each of order) states = states.flatMap((state) => outcomes(model, state, history[each]!));
  return states.length > 0;
}

function outcomes(model: HistoryModel, state: Data, { operation, result, client }: Operation): readonly Data[] {
  if (!("apply" in model)) return model.next(state, operation, result, client);
  const outcome = model.apply(state, operation, client);
  return result === undefined || outcome.result === undefined || sameData(result, outcome.result)
    ? [outcome.state]
    : [];
}
