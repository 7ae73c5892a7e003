/**
 * A stretch of a history that is judged without what came before it.
 *
 * What returned before the stretch is left out; instead, the object may be in any of several states to begin with.
 * The operations that are looked at (`strict`) must take effect between their calls and returns. All others are let
 * go: they may take effect at any time after their calls, or never. So if no order explains the stretch, none explains
 * the history: the operations that are looked at are wrong, whatever the others did.
 */
import type { Effort } from "./effort";
import { searchForward } from "./forward";
import type { Outcome, Problem } from "./forward";

/** Where in `codes` each operation was called and returned; Infinity: it did not. */
export interface Places {
  readonly called: Float64Array;
  readonly returned: Float64Array;
}

export function placesOf({ codes, kinds }: Problem): Places {
  const called = new Float64Array(kinds.length).fill(Infinity);
  const returned = new Float64Array(kinds.length).fill(Infinity);
  for (let place = 0; place < codes.length; place++) {
    const code = codes[place]!;
    if (code & 1) returned[code >>> 1] = place;
    else called[code >>> 1] = place;
  }
  return { called, returned };
}

export class Window {
  /** Operations that were called by the end and had not returned before the start. */
  readonly operations: readonly number[];
  /** Those of them that were called and returned within: they can be looked at. */
  readonly within: readonly number[];
  /** States that the object may be in to begin with. */
  readonly starts: readonly number[];
  readonly #whole: Problem;
  readonly #codes: readonly number[];

  /** The events from place `from` to place `to` inclusive. */
  constructor(whole: Problem, { called, returned }: Places, from: number, to: number, starts: readonly number[]) {
    this.#whole = whole;
    this.starts = starts;
    const earlier: number[] = [];
    for (let operation = 0; operation < called.length; operation++) {
      if (called[operation]! < from && returned[operation]! >= from) earlier.push(operation);
    }
    earlier.sort((a, b) => called[a]! - called[b]!);
    const later: number[] = [];
    for (let place = from; place <= to; place++) if (!(whole.codes[place]! & 1)) later.push(whole.codes[place]! >>> 1);
    this.operations = [...earlier, ...later];
    this.within = later.filter((operation) => returned[operation]! <= to);
    this.#codes = [...earlier.map((operation) => 2 * operation), ...whole.codes.subarray(from, to + 1)];
  }

  /** Whether no order explains it when only `strict` is looked at. False also where that was not found out. */
  fails(strict: ReadonlySet<number>, width: number, effort: Effort): boolean {
    const { found, exact } = this.search(strict, width, effort);
    return found === "no order" && exact;
  }

  search(strict: ReadonlySet<number>, width: number, effort: Effort, kindOf?: ReadonlyMap<number, number>): Outcome {
    const codes = this.#codes.filter((code) => (code & 1) === 0 || strict.has(code >>> 1));
    return searchForward(renumbered(this.#whole, codes, this.starts, kindOf), { width, effort });
  }
}

/** Only these operations, from the object's first state. */
export function alone(whole: Problem, { called, returned }: Places, operations: readonly number[]): Problem {
  const places = operations
    .flatMap((operation) => [
      { place: called[operation]!, code: 2 * operation },
      { place: returned[operation]!, code: 2 * operation + 1 },
    ])
    .filter(({ place }) => place < Infinity)
    .toSorted((a, b) => a.place - b.place);
  const codes = places.map(({ code }) => code);
  return renumbered(whole, codes, [whole.space.initial]);
}

/** The events `codes` of the whole, as a problem of its own. */
function renumbered(
  whole: Problem,
  codes: readonly number[],
  starts: readonly number[],
  kindOf?: ReadonlyMap<number, number>,
): Problem {
  const operations = codes.filter((code) => (code & 1) === 0).map((code) => code >>> 1);
  const numbers = new Map(operations.map((operation, number) => [operation, number]));
  const returning = new Set(codes.filter((code) => (code & 1) === 1).map((code) => code >>> 1));
  const after = (operation: number): number => {
    const before = whole.after[operation]!;
    // What has been let go is waited for no longer, but what it came after still is.
    return before < 0 || returning.has(before) ? before : after(before);
  };
  return {
    space: whole.space,
    starts,
    kinds: operations.map((operation) => kindOf?.get(operation) ?? whole.kinds[operation]!),
    codes: Int32Array.from(codes, (code) => 2 * numbers.get(code >>> 1)! + (code & 1)),
    after: Int32Array.from(operations, (operation) => numbers.get(after(operation)) ?? -1),
  };
}
