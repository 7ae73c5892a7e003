/** Whether a history of reads and writes is causally consistent. */
import type { Data, Operation } from "../../protocol";
import { accessesOf, describedAccess, sourcesOf } from "./accesses";
import type { Access, Source } from "./accesses";
import { causalFault } from "./causal-order";
import type { CausalFault, CausalVariant } from "./causal-order";
import { fewest } from "./fewest";
import { judgedOf, limitsOf } from "./options";
import type { HistoryOptions } from "./options";
import { atTime, clientByClient } from "./sentences";
import type { TimeUnit } from "./sentences";
import { verdictOf } from "./verdict";
import type { HistoryVerdict } from "./verdict";

export type CausalVerdict = HistoryVerdict<"causally consistent">;

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
  const search = { variant, initial, deadlineMs: started + limits.timeLimitMs, triesMax: limits.configurationsMax };
  const { fits, tried } = someSourcesFit(accesses, search);
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

interface SourceSearch {
  readonly variant: CausalVariant;
  readonly initial: Data;
  readonly deadlineMs: number;
  readonly triesMax: number;
}

/** Goes through all ways in which reads may have read from writes. `fits` is undefined where that took too long. */
function someSourcesFit(
  accesses: readonly Access[],
  { variant, initial, deadlineMs, triesMax }: SourceSearch,
): { readonly fits: boolean | undefined; readonly tried: number; readonly fault?: CausalFault } {
  const writes = accesses.filter(({ isWrite }) => isWrite);
  const reads = accesses.filter(({ isWrite }) => !isWrite);
  const possible = reads.map((read) => mostLikelyFirst(read, sourcesOf(read, writes, initial)));
  if (possible.some((sources) => sources.length === 0)) return { fits: false, tried: 0 };
  const chosen = possible.map(() => 0);
  let fault: CausalFault;
  for (let tried = 1; ; tried++) {
    const sources = new Map(reads.map((read, place): [Access, Source] => [read, possible[place]![chosen[place]!]!]));
    // A write that never returned has happened only if it was read.
    const happened = accesses.filter(
      (access) => access.operation.returned !== undefined || [...sources.values()].includes(access),
    );
    fault = causalFault(happened, sources, variant);
    if (fault === undefined) return { fits: true, tried };
    let place = 0;
    while (place < chosen.length && ++chosen[place]! === possible[place]!.length) chosen[place++] = 0;
    if (place === chosen.length) return { fits: false, tried, fault };
    if (tried >= triesMax || performance.now() > deadlineMs) return { fits: undefined, tried };
  }
}

/** The write that was called last before the read returned is tried first. */
function mostLikelyFirst(read: Access, sources: readonly Source[]): readonly Source[] {
  const rank = (source: Source): number => {
    if (source === "initial") return -Infinity;
    const { invoked } = source.operation;
    return invoked <= read.operation.returned! ? invoked : -invoked - 1e15;
  };
  return sources.toSorted((a, b) => rank(b) - rank(a));
}

/**
 * Reads are left out, and writes are made by clients of their own, as long as it is still wrong: so what remains is
 * wrong whatever the other operations were there for.
 */
function violation(
  history: readonly Operation[],
  accesses: readonly Access[],
  search: SourceSearch,
  unit: TimeUnit,
): Pick<CausalVerdict, "verdict" | "why" | "wrong" | "origins"> {
  const until = Math.max(search.deadlineMs, performance.now() + shrinkMsMin);
  const effort = { ...search, deadlineMs: until };
  const inTime = (): boolean => performance.now() <= until;
  const among = (kept: readonly Access[]): readonly Access[] => {
    const stay = new Set(kept);
    return accesses.flatMap((access): readonly Access[] => {
      if (stay.has(access)) return [access];
      return access.isWrite ? [{ ...access, operation: { ...access.operation, client: `${access.index} alone` } }] : [];
    });
  };
  const conflict = fewest(accesses, (kept) => someSourcesFit(among(kept), effort).fits === false, inTime);
  const { fault } = someSourcesFit(among(conflict), effort);
  const writes = accesses.filter((access) => access.isWrite && !conflict.includes(access));
  const reads = conflict.filter(({ isWrite }) => !isWrite);
  const sources = reads.flatMap((read) => {
    if (
      sourcesOf(
        read,
        conflict.filter(({ isWrite }) => isWrite),
        search.initial,
      ).length > 0
    )
      return [];
    return sourcesOf(read, writes, search.initial).slice(0, 1) as readonly Access[];
  });
  const origins = [...new Set(sources)].map(({ index }) => index).toSorted((a, b) => a - b);
  const wrong = [...conflict.map(({ index }) => index), ...origins].toSorted((a, b) => a - b);
  return { verdict: "violation", why: whyWrong(history, conflict, fault, unit), wrong, origins };
}

const shrinkMsMin = 1_000;

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
