/**
 * Which cell code runs for. What a cell leaves behind (a timer, a promise) stays the cell's: it prints below it, and it
 * stops when the cell is interrupted.
 *
 * Node's AsyncLocalStorage does this too, but before Node 24 it keeps a stack that must be empty between two turns of
 * the event loop; code that an interrupt ends from outside leaves an entry behind, and Node aborts. Here, V8's promise
 * hooks carry the cell through promises, and wrapped functions through timers. What starts elsewhere (a socket's event)
 * belongs to no cell, and its output goes to the newest one.
 */
import { createRequire } from "node:module";
import { promisify } from "node:util";
import { promiseHooks } from "node:v8";
import type { Cell } from "./cell";

type AnyFunction = (this: unknown, ...args: unknown[]) => unknown;

let current: Cell | undefined;

/** The cell on whose behalf code runs now; undefined for the kernel's own code and for events from elsewhere. */
export function currentCell(): Cell | undefined {
  return current;
}

/** Runs a cell's code. */
export function runAs<X>(cell: Cell, work: () => X): X {
  current = cell;
  try {
    return work();
  } finally {
    current = undefined;
  }
}

/** Forgets whose code ran; for when that code was ended from outside, or has thrown past everything. */
export function leaveCell(): void {
  current = undefined;
}

/** A constructor that gives back its argument, so that the class below adds its private field to that. */
const Same = function (object: object): object {
  return object;
} as unknown as new (object: object) => object;

/** Marks promises with their cell, invisibly; four times as fast as a WeakMap. */
class Marked extends Same {
  readonly #cell: Cell;

  constructor(promise: object, cell: Cell) {
    super(promise);
    this.#cell = cell;
  }

  static cellOf(promise: object): Cell | undefined {
    return #cell in promise ? promise.#cell : undefined;
  }
}

/** The cell that made a promise. */
export function cellOfPromise(promise: object): Cell | undefined {
  return Marked.cellOf(promise);
}

function carryThroughPromises(): void {
  promiseHooks.createHook({
    init: (promise) => {
      if (current !== undefined) void new Marked(promise, current);
    },
    before: (promise) => {
      current = Marked.cellOf(promise);
    },
    after: leaveCell,
  });
}

/**
 * A function that takes a callback, made to call it for the cell that passed it, and not at all once that cell was
 * interrupted. Promises cannot be cancelled, but nearly everything that goes on for ever goes through a timer.
 */
function carried(real: AnyFunction, clear?: AnyFunction): AnyFunction {
  return function (callback, ...rest) {
    const cell = current;
    if (cell === undefined || typeof callback !== "function") return real(callback, ...rest);
    const call: AnyFunction = function (...args) {
      if (cell.stopped) return clear?.(this);
      current = cell;
      // Not undone when it throws: whoever reports the error wants to know whose it is.
      Reflect.apply(callback, this, args);
      current = undefined;
    };
    return real(call, ...rest);
  };
}

/** A function whose promise never settles once the cell that waits for it was interrupted. */
function stoppable(real: AnyFunction): AnyFunction {
  return async (...args) => {
    const cell = current;
    const value = await real(...args);
    return cell?.stopped === true ? new Promise(() => undefined) : value;
  };
}

/** Replaces the timers that cells see, as globals and as modules. The kernel's own modules have imported the real ones. */
function carryThroughTimers(): void {
  const load = createRequire(import.meta.url);
  const timers = load("node:timers") as { [name: string]: AnyFunction };
  const promises = load("node:timers/promises") as { [name: string]: AnyFunction };
  const clearOf = { setTimeout: "clearTimeout", setInterval: "clearInterval", setImmediate: "clearImmediate" };
  for (const [name, clear] of Object.entries(clearOf)) {
    const wrapped = carried(timers[name]!, timers[clear]!);
    const promised = (timers[name] as { [promisify.custom]?: AnyFunction })[promisify.custom];
    if (promised !== undefined) Object.assign(wrapped, { [promisify.custom]: stoppable(promised) });
    timers[name] = wrapped;
    Reflect.set(globalThis, name, wrapped);
  }
  for (const name of ["setTimeout", "setImmediate"]) promises[name] = stoppable(promises[name]!);
  process.nextTick = carried(process.nextTick.bind(process) as AnyFunction) as typeof process.nextTick;
  globalThis.queueMicrotask = carried(queueMicrotask as AnyFunction) as typeof queueMicrotask;
}

/** Begins to carry cells along; once, before the first cell runs. */
export function carryCells(): void {
  carryThroughPromises();
  carryThroughTimers();
}
