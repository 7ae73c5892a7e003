/** Which writes were read is not always known: the search through all ways that there may be, and what is wrong in all. */
import type { Data } from "../../protocol";
import { sourcesOf } from "./accesses";
import type { Access, Source } from "./accesses";
import { causalFault } from "./causal-order";
import type { CausalFault, CausalVariant } from "./causal-order";
import { Steps } from "./effort";
import type { Effort } from "./effort";
import { fewest } from "./fewest";

export interface SourceSearch {
  readonly variant: CausalVariant;
  readonly initial: Data;
  readonly triesMax: number;
}

/** A step is a pair of operations of which it is found out whether one comes before the other. */
interface Limited extends SourceSearch {
  readonly effort: Effort;
}

/** Goes through all ways in which reads may have read from writes. `fits` is undefined where that took too long. */
export function someSourcesFit(
  accesses: readonly Access[],
  { variant, initial, triesMax, effort }: Limited,
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
    effort.spend(happened.length * happened.length);
    if (fault === undefined) return { fits: true, tried };
    let place = 0;
    while (place < chosen.length && ++chosen[place]! === possible[place]!.length) chosen[place++] = 0;
    if (place === chosen.length) return { fits: false, tried, fault };
    if (tried >= triesMax || effort.isSpent) return { fits: undefined, tried };
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

/** Accesses that fit no causal order. */
export interface CausalConflict {
  readonly conflict: readonly Access[];
  /** Writes that are there only to show where a value came from. */
  readonly origins: readonly Access[];
  /** What is wrong with them, in the last of the ways that were gone through. */
  readonly fault: CausalFault;
}

/**
 * Reads are left out, and writes are made by clients of their own, as long as it is still wrong: so what remains is
 * wrong whatever the other operations were there for.
 */
export function smallestConflict(accesses: readonly Access[], search: SourceSearch): CausalConflict {
  const writes = accesses.filter(({ isWrite }) => isWrite);
  const nowhere = accesses.find((access) => !access.isWrite && sourcesOf(access, writes, search.initial).length === 0);
  if (nowhere) return { conflict: [nowhere], origins: [], fault: undefined };
  const effort = new Steps(shrinkSteps);
  const limited = { ...search, effort };
  const fails = (kept: readonly Access[]): boolean => someSourcesFit(among(accesses, kept), limited).fits === false;
  const conflict = fewest(accesses, fails, effort);
  const { fault } = someSourcesFit(among(accesses, conflict), limited);
  const own = conflict.filter(({ isWrite }) => isWrite);
  const others = writes.filter((write) => !own.includes(write));
  const origins = conflict.flatMap((access): readonly Access[] => {
    if (access.isWrite || sourcesOf(access, own, search.initial).length > 0) return [];
    return sourcesOf(access, others, search.initial)
      .filter((source) => source !== "initial")
      .slice(0, 1);
  });
  return { conflict, origins: [...new Set(origins)], fault };
}

/** No more steps than these are spent on making the conflict smaller. */
const shrinkSteps = 16_000_000;

/** Without the reads that are not kept; each write that is not kept is by a client of its own. */
function among(accesses: readonly Access[], kept: readonly Access[]): readonly Access[] {
  const stay = new Set(kept);
  return accesses.flatMap((access): readonly Access[] => {
    if (stay.has(access)) return [access];
    const operation = { ...access.operation, client: `${access.index} alone` };
    return access.isWrite ? [{ ...access, operation }] : [];
  });
}

/** The same as indices into the history. */
export function partOf(
  conflict: readonly Access[],
  origins: readonly Access[],
): { readonly wrong: readonly number[]; readonly origins: readonly number[] } {
  const indices = (of: readonly Access[]): readonly number[] => of.map(({ index }) => index).toSorted((a, b) => a - b);
  return { wrong: indices([...conflict, ...origins]), origins: indices(origins) };
}
