/** Whether a history of reads and writes is causally consistent. */
import type { Data, Operation } from "../../protocol";
import { accessesOf, describedAccess } from "./accesses";
import type { Access } from "./accesses";
import type { CausalFault, CausalVariant } from "./causal-order";
import { partOf, smallestConflict, someSourcesFit } from "./causal-search";
import type { SourceSearch } from "./causal-search";
import { untilTime } from "./effort";
import { judgedOf, limitsOf } from "./options";
import type { HistoryOptions } from "./options";
import { atTime, clientByClient } from "./sentences";
import type { TimeUnit } from "./sentences";
import { verdictOf } from "./verdict";
import type { HistoryVerdict } from "./verdict";

/** Whether a history is causally consistent. */
export type CausalVerdict = HistoryVerdict<"causally consistent">;

/** How a causal check goes. */
export interface CausalOptions extends HistoryOptions {
  /** Which of the definitions, see `CausalVariant`. Default "memory". */
  readonly variant?: CausalVariant;
  /** What every key holds before the first write. Default null. */
  readonly initial?: Data;
}

/**
 * Whether a history of reads and writes is causally consistent: nobody sees an effect without its cause. Times do not
 * matter, only what each client did one after the other and what it read.
 *
 * Where one value is written to a key more than once, any of these writes may be the one that was read, and all ways
 * are gone through: let clients write values that differ, and this takes no time.
 * @throws RangeError where an operation is neither a read nor a write, or an option is not allowed
 */
export function checkCausal(history: readonly Operation[], options: CausalOptions = {}): CausalVerdict {
  const started = performance.now();
  const limits = limitsOf(options);
  const { variant = "memory", initial = null } = options;
  if (!["weak", "memory", "convergent"].includes(variant)) {
    throw new RangeError(`variant is ${variant}; allowed are "weak", "memory" and "convergent"`);
  }
  const accesses = accessesOf("checkCausal", history, judgedOf(history));
  const search = { variant, initial, triesMax: limits.configurationsMax };
  const effort = untilTime(started + limits.timeLimitMs);
  const { fits, tried } = someSourcesFit(accesses, { ...search, effort });
  const found = fits ?? "unknown";
  return verdictOf({
    checked: "causally consistent",
    ...(found === true
      ? { verdict: "causally consistent", why: "everybody saw causes before effects" }
      : found === false
        ? violation(history, accesses, search, limits.unit)
        : {
            verdict: "unknown",
            why: "too many writes may be the ones that were read: let clients write values that differ",
          }),
    history,
    describe: (index) => describedAccess(history[index]!),
    operations: accesses.length,
    explored: tried,
    ms: performance.now() - started,
  });
}

function violation(
  history: readonly Operation[],
  accesses: readonly Access[],
  search: SourceSearch,
  unit: TimeUnit,
): Pick<CausalVerdict, "verdict" | "why" | "wrong" | "origins"> {
  const { conflict, origins, fault } = smallestConflict(accesses, search);
  return { verdict: "violation", why: whyWrong(history, conflict, fault, unit), ...partOf(conflict, origins) };
}

function whyWrong(
  history: readonly Operation[],
  conflict: readonly Access[],
  fault: CausalFault,
  unit: TimeUnit,
): string {
  const last = conflict.at(-1)!;
  const said = ({ index, operation }: Access): string => `${operation.client} ${describedAccess(history[index]!)}`;
  if (conflict.length === 1 && !last.isWrite) {
    return `${said(last)}${atTime(last.operation.returned!, unit)}, but that had never been there`;
  }
  if (typeof fault !== "object") {
    return `causes and effects form a circle: ${clientByClient(
      conflict.map(({ operation }) => operation),
      describedAccess,
    )}`;
  }
  const { read, source, missed } = fault;
  const after =
    source === "initial" ? "" : `, which came after ${clientOf(history, source)} ${describedAccess(source.operation)}`;
  const time = atTime(read.operation.returned!, unit);
  return `${said(read)}${time}, although that came after ${clientOf(history, missed)} ${describedAccess(missed.operation)}${after}`;
}

function clientOf(history: readonly Operation[], { index }: Access): string {
  return history[index]!.client;
}
