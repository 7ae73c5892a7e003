/**
 * The smallest wrong part of a history.
 *
 * Leaving operations out is no way to find it: a history without the write that a read saw is wrong for a reason that
 * the whole history does not have. Instead, operations are let go, see `window.ts`: first all that came before the
 * last stretch that is wrong by itself, then, one after the other, every one that is not needed for it to be wrong.
 */
import { Steps } from "./effort";
import type { Effort } from "./effort";
import { fewest } from "./fewest";
import { searchForward } from "./forward";
import type { Limits, Problem } from "./forward";
import { withoutOtherValues } from "./project";
import { impossible } from "./states";
import { Window, alone, placesOf } from "./window";
import type { Places } from "./window";

/** The wrong part, in numbers of the problem's operations. */
export interface Wrong {
  /** Operations that do not fit together, the one that no order explains last. */
  readonly conflict: readonly number[];
  /** Earlier ones that show where a value came from which one of the conflict saw. */
  readonly origins: readonly number[];
  /** The stretch in which the conflict was found. */
  readonly window: Window;
  /** Where the conflict is none by itself, only because the object must have been in one of these states before. */
  readonly given?: readonly number[];
}

/** Up to this many states are tried as those that a stretch may begin with. */
const startsMax = 64;

/** With so many kinds of operations of a stretch, states are made up that it may begin with. */
const kindsMax = 16;

/** So many earlier operations are tried as the origin of a value. */
const originsTried = 2_000;

/** Letting go makes searches wide: what takes more steps than these is not let go. */
const trySteps = 400_000;

/** @param stuckAt the place of the return that no order explains */
export function smallestWrong(problem: Problem, stuckAt: number, limits: Limits): Wrong {
  const places = placesOf(problem);
  const sought = { problem, places, stuckAt, end: endOf(problem, places, stuckAt), limits };
  const windows = lengths(stuckAt).map((length) => stuckAt + 1 - length);
  const wrong = byItself(sought, windows) ?? fromTheStart(sought) ?? givenItsStates(sought, windows);
  const last = problem.codes[stuckAt]! >>> 1;
  const order = (operation: number): number => (operation === last ? Infinity : places.returned[operation]!);
  const conflict = [...wrong.strict].toSorted((a, b) => order(a) - order(b));
  const { window, given } = wrong;
  const origins = given ? [] : originsOf(sought, conflict);
  return { conflict, origins, window, ...(given ? { given } : {}) };
}

interface Sought {
  readonly problem: Problem;
  readonly places: Places;
  readonly stuckAt: number;
  /** Where stretches end. */
  readonly end: number;
  readonly limits: Limits;
}

/** Stretches end at `stuckAt`, or with the return of what others that were called before it had to wait for. */
function endOf({ codes, after }: Problem, { returned }: Places, stuckAt: number): number {
  let end = stuckAt;
  for (let place = 0; place <= stuckAt; place++) {
    const before = after[codes[place]! >>> 1]!;
    if (before >= 0) end = Math.max(end, returned[before]!);
  }
  return end;
}

interface Conflict {
  readonly strict: ReadonlySet<number>;
  readonly window: Window;
  readonly given?: readonly number[];
}

/** 2, 4, 8 and so on, as far as that many events end at `stuckAt` without reaching the first. */
function lengths(stuckAt: number): readonly number[] {
  const found: number[] = [];
  for (let length = 2; stuckAt + 1 - length > 0; length *= 2) found.push(length);
  return found;
}

/**
 * The shortest stretch that is wrong whatever the object's state was before. Only where some state would have allowed
 * the last operation: else the stretch would not show why the object was not in it.
 */
function byItself({ problem, places, stuckAt, end, limits }: Sought, windows: readonly number[]): Conflict | undefined {
  const others = otherStates(problem, stuckAt);
  if (others === undefined) return undefined;
  const last = problem.kinds[problem.codes[stuckAt]! >>> 1]!;
  if (others.every((state) => problem.space.next(state, last) === impossible)) return undefined;
  const possible = statesAt(problem, windows, limits);
  for (const from of windows) {
    const then = possible(from);
    if (then === undefined || limits.effort.isSpent) return undefined;
    const window = new Window(problem, places, from, end, [...new Set([...then, ...others])]);
    const strict = new Set(window.within);
    if (window.fails(strict, limits.width, oneTry(limits))) return { strict: letGo(window, strict, limits), window };
  }
  return undefined;
}

/** The whole history up to there, where leaving out and letting go get far enough. */
function fromTheStart({ problem, stuckAt, end, limits }: Sought): Conflict | undefined {
  const some = { ...limits, effort: new Steps(wholeSteps, limits.effort) };
  const until = { ...problem, codes: problem.codes.subarray(0, end + 1) };
  const last = problem.codes[stuckAt]! >>> 1;
  const simple = new Window(until, placesOf(until), 0, end, problem.starts);
  if (simple.fails(new Set([last]), limits.width, new Steps(wholeSteps / 2, some.effort)))
    return { strict: new Set([last]), window: simple };
  const codes = withoutOtherValues(until, stuckAt, some);
  if (codes.length > wholeMax) return undefined;
  const window = new Window(
    { ...problem, codes },
    placesOf({ ...problem, codes }),
    0,
    codes.length - 1,
    problem.starts,
  );
  const all = new Set(window.within);
  if (!window.fails(all, limits.width, some.effort)) return undefined;
  const strict = letGo(window, all, some);
  return strict.size <= conflictMax ? { strict, window } : undefined;
}

/** No more steps than these are spent on it: what state the object must have been in is explanation enough. */
const wholeSteps = 2_000_000;

/** Whole histories of more events than this are not shrunk: each attempt would take too long. */
const wholeMax = 4_000;

/** More operations than this are no explanation; what state the object must have been in is a better one. */
const conflictMax = 12;

/** The shortest stretch that is wrong given the states that were possible before it. */
function givenItsStates({ problem, places, end, limits }: Sought, windows: readonly number[]): Conflict {
  const possible = statesAt(problem, windows, limits);
  for (const from of windows) {
    const given = possible(from);
    if (given === undefined || given.length > startsMax) continue;
    const window = new Window(problem, places, from, end, given);
    const strict = new Set(window.within);
    if (!window.fails(strict, limits.width, oneTry(limits))) continue;
    return { strict: letGo(window, strict, limits), window, given };
  }
  const window = new Window(problem, places, 0, end, problem.starts);
  return { strict: new Set(window.within), window };
}

/** The states that were possible before each of the places; undefined where that cannot be found out. */
function statesAt(
  problem: Problem,
  froms: readonly number[],
  limits: Limits,
): (from: number) => readonly number[] | undefined {
  const possible = new Map<number, readonly number[]>();
  const wanted = new Set(froms);
  const watch = (place: number, states: () => readonly number[]): void => {
    if (wanted.has(place)) possible.set(place, states());
  };
  const { exact } = searchForward(problem, limits, watch);
  return (from) => (exact ? possible.get(from) : undefined);
}

/**
 * States that a stretch may begin with, beside those that were possible then: the first one, all that were possible at
 * any time, and those that the latest operations lead to in whatever order. With them, a stretch tells by itself why
 * the object was in none of these when its last operation returned. Undefined where these are too many to be all tried,
 * unless writes make the object forget what it was before.
 */
function otherStates({ space, kinds, codes }: Problem, stuckAt: number): readonly number[] | undefined {
  const last = kinds[codes[stuckAt]! >>> 1]!;
  const used = new Set(space.seen(last).slice(0, kindsMax));
  for (let place = stuckAt; place >= 0 && used.size < kindsMax; place--) {
    const kind = kinds[codes[place]! >>> 1]!;
    if (!space.isQuiet(kind)) used.add(kind);
  }
  const known =
    space.states.length <= startsMax ? space.states.keys() : [space.initial, ...space.statesBefore(last, 8)];
  const states = new Set(known);
  // A set's loop also visits what is added meanwhile: so this goes on from every state that is found.
  for (const state of states) {
    for (const kind of used) {
      if (states.size >= startsMax) return space.model.overwrites ? [...states] : undefined;
      for (const next of space.allNext(state, kind)) states.add(next);
    }
  }
  return [...states];
}

function oneTry({ effort }: Limits): Effort {
  return new Steps(trySteps, effort);
}

/** Lets go of as many operations as can be. */
function letGo(window: Window, all: ReadonlySet<number>, limits: Limits): ReadonlySet<number> {
  const fails = (strict: readonly number[]): boolean => window.fails(new Set(strict), limits.width, oneTry(limits));
  return new Set(fewest([...all], fails, limits.effort));
}

/**
 * Without any one of the conflict, the others should be explained by themselves. Where they are not, an earlier
 * operation is missing that wrote what one of them saw.
 */
function originsOf({ problem, places, stuckAt, limits }: Sought, conflict: readonly number[]): readonly number[] {
  const explained = (operations: readonly number[]): number => {
    const { found, returned } = searchForward(alone(problem, places, operations), limits);
    return found === "an order" ? Infinity : returned;
  };
  const candidates = earlierChanges(problem, conflict, stuckAt);
  const origins: number[] = [];
  for (const spared of conflict) {
    const others = conflict.filter((each) => each !== spared);
    while (origins.length < originsMax && !limits.effort.isSpent) {
      const before = explained([...origins, ...others]);
      if (before === Infinity) break;
      // The candidate itself may have returned on the way: that alone explains nothing.
      const found = candidates.find((each) => explained([...origins, each, ...others]) > before + 1);
      if (found === undefined) break;
      origins.push(found);
    }
  }
  return explained([...origins, ...conflict]) < Infinity ? origins : [];
}

/** More origins than this would hide the conflict. */
const originsMax = 4;

/** Operations that may change the state, called before `stuckAt`, the latest first. */
function earlierChanges(problem: Problem, conflict: readonly number[], stuckAt: number): readonly number[] {
  const found: number[] = [];
  for (let place = stuckAt; place >= 0 && found.length < originsTried; place--) {
    const code = problem.codes[place]!;
    if ((code & 1) === 1 || conflict.includes(code >>> 1)) continue;
    if (!problem.space.isQuiet(problem.kinds[code >>> 1]!)) found.push(code >>> 1);
  }
  return found;
}
