/** Linearizability as a property of a protocol: what its clients have been answered so far is always right. */
import { canonical } from "../../data";
import { always } from "../../protocol";
import type { Operation, Property } from "../../protocol";
import { eventsOf } from "./events";
import { checkLinearizable } from "./linearizable";
import type { HistoryModel } from "./model";
import type { HistoryOptions } from "./options";

/** So many histories that are right are remembered: states that differ often have the same history. */
const rememberedMax = 20_000;

/**
 * A property for `explore`, `simulate` and contracts: the clients' history so far is linearizable. What has been
 * found to be right is remembered, whatever its times are, as long as the order of calls and returns is the same.
 *
 * In a simulation it is asked after each event. Where there are more than some hundred operations, judge the whole
 * history at the end instead: `checkLinearizable(run.history, model)`.
 * @param model see `checkLinearizable`
 * @param options as there, but `time` is "order" by default: a property does not know what times count
 * @throws Error, when asked, where a history is beyond the limits: that is neither right nor wrong
 */
export function linearizable(model?: HistoryModel, options: HistoryOptions = {}): Property {
  const right = new Set<string>();
  const limits: HistoryOptions = { time: "order", ...options };
  return always(`linearizable${model?.name === undefined ? "" : ` as a ${model.name}`}`, ({ history }) => {
    const key = keyOf(history);
    if (right.has(key)) return true;
    const { verdict, why } = checkLinearizable(history, model, limits);
    if (verdict === "unknown") throw new Error(`whether the history is linearizable could not be found out: ${why}`);
    // What is wrong is not remembered: its sentence may name times.
    if (verdict === "violation") return why;
    if (right.size >= rememberedMax) right.clear();
    right.add(key);
    return true;
  });
}

/** The same for histories that differ only in their times. */
function keyOf(history: readonly Operation[]): string {
  const { codes, after } = eventsOf(history, [...history.keys()]);
  const calls = history.map(({ client, operation, result }) => canonical([client, operation, result ?? null]));
  return `${codes.join(" ")};${after.join(" ")};${calls.join(" ")}`;
}
