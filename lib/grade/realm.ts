/**
 * A realm that an answer is shut up in: a `vm` context into which and out of which only strings go.
 *
 * What keeps it shut, each for a way out that is known:
 * - the global object has no prototype of ours, and no object or function of ours ever enters;
 * - errors carry no stack: writing a stack calls into Node's own code, which an answer could hook
 *   (`prepareStackTrace`) or make run out of stack, to catch an error of ours with all that hangs on it;
 * - there are no promises: the bundler turns `async` and `import()` into calls of a `Promise` that says why there is
 *   none, so that nothing runs later and nothing is loaded;
 * - text cannot become code, and what comes back is believed to be a string and nothing else.
 *
 * A `vm` context is no wall by itself: who grades strangers' answers also puts the process into a sandbox.
 */
import { createContext, Script } from "node:vm";
import type { Context } from "node:vm";
import { AnswerError } from "./answer";

/** A realm with an answer in it. */
export interface Realm {
  /** Hands a request to the guest and gives back what it says. @throws AnswerError */
  send(request: string): string;
  /** Sets up an expression of ours inside. @returns the number by which the guest knows it */
  define(source: string): number;
}

/** What is set up in a realm. */
export interface RealmOptions {
  /** The answer: a script that leaves its exports in a variable `answer`. Only the bundler may make it. */
  readonly script: string;
  /** The source text of a function `(load, codes) => (request) => reply`; `load()` runs the script. It never throws. */
  readonly guest: string;
  /** How long one request may take, in milliseconds, where no `withTimeLimit` is around it. Default 2000. */
  readonly millisecondsMax?: number;
  /** How long a reply may be, in characters. Default 8,000,000. */
  readonly replyMax?: number;
}

/** Runs inside, before anything of the answer's does. */
const lockSource = `"use strict"; (() => {
  const refuse = (what, why) => function () { throw new TypeError(what + " is not there for an answer: " + why); };
  const fix = (target, name, value) =>
    Object.defineProperty(target, name, { value, writable: false, configurable: false, enumerable: false });
  fix(Error, "stackTraceLimit", undefined);
  delete Error.captureStackTrace;
  fix(globalThis, "Error", Error);
  const once = "everything happens at once, without async";
  const NoPromise = refuse("Promise", once);
  for (const name of ["resolve", "reject", "all", "race", "any", "allSettled"]) fix(NoPromise, name, NoPromise);
  fix(globalThis, "Promise", NoPromise);
  for (const name of ["setTimeout", "setInterval", "setImmediate", "queueMicrotask", "fetch"]) {
    fix(globalThis, name, refuse(name, once));
  }
  delete Array.fromAsync;
  const chance = "draw from the generator that you are given, so that a run can be played again";
  fix(Math, "random", refuse("Math.random", chance));
  const time = "a run must not depend on the machine's clock";
  fix(Date, "now", refuse("Date.now", time));
  const RealDate = Date;
  const LockedDate = function (...given) {
    if (given.length === 0) throw new TypeError("new Date() is not there for an answer: " + time);
    return new RealDate(...given);
  };
  fix(LockedDate, "now", RealDate.now);
  LockedDate.UTC = RealDate.UTC;
  LockedDate.parse = RealDate.parse;
  LockedDate.prototype = RealDate.prototype;
  fix(RealDate.prototype, "constructor", LockedDate);
  fix(globalThis, "Date", LockedDate);
  for (const name of ["WebAssembly", "SharedArrayBuffer", "Atomics", "WeakRef", "FinalizationRegistry", "ShadowRealm"]) {
    delete globalThis[name];
  }
})();`;

/** Where a body of code runs that is under a time limit. It has nothing in it but that body, for as long as it runs. */
const bench = createContext(Object.assign(Object.create(null) as object, { body: undefined as unknown }));
const runBody = new Script("body()");
let limited = false;

/**
 * Runs `body` and stops it, wherever in it the time goes, when it has taken longer than it may. Inside of another
 * limit it runs under that one.
 * @param millisecondsMax from 1
 * @throws AnswerError with the fault `out of time`, and whatever `body` throws
 */
export function withTimeLimit<Result>(millisecondsMax: number, body: () => Result): Result {
  if (limited) return noted(body);
  const place = bench as { body: unknown };
  let result: { readonly value: Result } | undefined;
  // A body that throws is told apart from one that is stopped by what is left in these two.
  let thrown: { readonly error: unknown } | undefined;
  place.body = (): void => {
    try {
      result = { value: body() };
    } catch (error) {
      thrown = { error };
    }
  };
  limited = true;
  try {
    runBody.runInContext(bench, { timeout: millisecondsMax, displayErrors: false });
  } catch {
    throw new AnswerError("out of time", `the answer took longer than ${duration(millisecondsMax)} and was stopped`);
  } finally {
    limited = false;
    place.body = undefined;
  }
  if (thrown) throw thrown.error;
  return result!.value;
}

/** When the request began that is under way inside of a limit. Whoever is stopped in it leaves it there. */
let requestBegan: number | undefined;

/** What stops a body runs no `finally` in it. */
function noted<Result>(request: () => Result): Result {
  requestBegan = performance.now();
  try {
    return request();
  } finally {
    requestBegan = undefined;
  }
}

/**
 * Makes a runner that puts one limit around a whole body, which costs less than one around each request in it (to set a
 * limit up takes about 90 µs, several times a usual request). A body that is stopped runs once more: whoever is slow,
 * or shares a busy machine, is not failed for it. Where one request had taken most of the time, it may never end, and
 * from then on each request has a limit of its own; where there were many, the body is long, and has more time.
 * @param millisecondsMax from 1. Default 2000
 * @param longestMs what a long body may take. Default eight times as much
 */
export function underOneLimit(
  millisecondsMax = 2000,
  longestMs: number = 8 * millisecondsMax,
): <Result>(body: () => Result) => Result {
  let allowedMs: number | undefined = millisecondsMax;
  return (body) => {
    while (allowedMs !== undefined) {
      requestBegan = undefined;
      try {
        return withTimeLimit(allowedMs, body);
      } catch (error) {
        if (!(error instanceof AnswerError) || error.fault !== "out of time") throw error;
        const inOneRequest = requestBegan !== undefined && performance.now() - requestBegan > allowedMs / 4;
        allowedMs = inOneRequest || allowedMs === longestMs ? undefined : longestMs;
      }
    }
    return body();
  };
}

function duration(milliseconds: number): string {
  return milliseconds < 1000 ? `${milliseconds} ms` : `${milliseconds / 1000} s`;
}

/**
 * Opens a realm. The answer does not run yet: the guest's first request that needs it runs it.
 * @throws AnswerError with the fault `does not load` when the script is none
 */
export function openRealm({ script, guest, millisecondsMax = 2000, replyMax = 8e6 }: RealmOptions): Realm {
  const context = createContext(Object.create(null) as object, {
    name: "answer",
    codeGeneration: { strings: false, wasm: false },
    microtaskMode: "afterEvaluate",
  });
  evaluate(lockSource, context);
  const codes = evaluate("[]", context);
  const load = evaluate(`(function () { ${script}\n;return answer; })`, context);
  const make = evaluate(`(${guest})`, context) as (...given: unknown[]) => unknown;
  // All three are made inside: nothing of ours is handed over.
  const request = make(load, codes) as (text: string) => unknown;
  let defined = 0;
  return {
    send: (text) => withTimeLimit(millisecondsMax, () => reply(request, text, replyMax)),
    define(source) {
      const add = evaluate(`(function (codes, index) { codes[index] = ${source}; })`, context);
      (add as (list: unknown, index: number) => void)(codes, defined);
      defined += 1;
      return defined - 1;
    },
  };
}

function evaluate(source: string, context: Context): unknown {
  let script: Script;
  try {
    script = new Script(source, { filename: "answer.js" });
  } catch (error) {
    const message = error instanceof Error ? error.message : String(error);
    throw new AnswerError("does not load", `the answer is no program: ${message}`);
  }
  return script.runInContext(context, { displayErrors: false });
}

/** Nothing is asked of what comes back, or is thrown, but whether it is a string: all else would run its code here. */
function reply(request: (text: string) => unknown, text: string, replyMax: number): string {
  let said: unknown;
  try {
    said = request(text);
  } catch {
    throw new AnswerError("threw", "the answer ran out of stack, or broke what it runs on");
  }
  if (typeof said !== "string") throw new AnswerError("not plain data", "the answer broke what it runs on");
  if (said.length > replyMax) {
    throw new AnswerError("not plain data", `the answer returned ${said.length} characters; ${replyMax} are allowed`);
  }
  return said;
}
