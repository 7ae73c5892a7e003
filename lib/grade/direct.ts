/**
 * An answer that runs in this realm: what `check(id, implementation)` judges in a notebook, and what tests use where
 * nobody needs to be kept out. It behaves as an answer that is shut up does: what it is given is a copy.
 */
import { runInThisContext } from "node:vm";
import type { Data } from "../data";
import { checkPlain, PlainDataError, thawedCopy } from "../data";
import { AnswerError, isCode } from "./answer";
import type { Answer, AnyHandler, Argument, Made } from "./answer";
import { changedText } from "./pure";

/** How often an answer may be called before it counts as one that does not come to an end. */
const callsMaxDefault = 5_000_000;

type Callable = (...args: unknown[]) => unknown;

/**
 * An answer of what an implementation exports.
 * @param implementation its functions and values by name
 * @param callsMax how often its functions may be called in all. Default 5,000,000
 */
export function directAnswer(implementation: object, callsMax: number = callsMaxDefault): Answer {
  const meter = new Meter(callsMax);
  const part = new Part(implementation, "the answer", meter);
  return {
    exports: Object.keys(implementation),
    value: (name) => part.value(name),
    call: (name, ...args) => part.call(name, args),
    callPure: (name, ...args) => part.callPure(name, args),
    create: (name, ...args) => {
      const made = part.made(name, args);
      return madeOf(new Part(made, name, meter));
    },
    handler: <Handler extends AnyHandler>(name: string) => part.handler(name) as unknown as Handler,
  };
}

function madeOf(part: Part): Made {
  return {
    call: (method, ...args) => part.call(method, args),
    has: (method) => part.has(method),
    handler: <Handler extends AnyHandler>(method: string) => part.handler(method) as unknown as Handler,
  };
}

/** Counts calls: an answer that calls for ever is stopped, one that loops for ever the kernel's interrupt must stop. */
class Meter {
  private calls = 0;
  constructor(private readonly most: number) {}

  count(): void {
    this.calls += 1;
    if (this.calls > this.most) {
      throw new AnswerError(
        "out of time",
        `the answer was called more than ${this.most} times without coming to an end`,
      );
    }
  }
}

/** Something of the answer's that has functions: the answer itself, or what one of its functions returned. */
class Part {
  constructor(
    private readonly thing: unknown,
    private readonly label: string,
    private readonly meter: Meter,
  ) {}

  value(name: string): Data {
    const value = this.find(name);
    if (value === undefined || typeof value === "function") throw missing(this.label, name, "a value");
    return plain(value, name);
  }

  has(name: string): boolean {
    return typeof this.find(name) === "function";
  }

  call(name: string, args: readonly Argument[]): Data {
    const given = args.map((argument) => received(argument));
    return plain(this.run(name, given), `what ${name || this.label} returned`);
  }

  callPure(name: string, args: readonly Argument[]): Data {
    const given = args.map((argument) => received(argument));
    const before = given.map((argument) => JSON.stringify(argument));
    const value = plain(this.run(name, given), `what ${name} returned`);
    const changed = given.findIndex((argument, index) => JSON.stringify(argument) !== before[index]);
    if (changed >= 0) throw new AnswerError("changed an argument", changedText(name, changed));
    return value;
  }

  made(name: string, args: readonly Argument[]): unknown {
    const made = this.run(
      name,
      args.map((argument) => received(argument)),
    );
    if ((typeof made === "object" && made !== null) || typeof made === "function") return made;
    throw new AnswerError("missing", `${name} returned ${describe(made)}; it should return something with methods`);
  }

  /** What it is given is passed on as it is: a draft, an `out`, frozen messages. */
  handler(name: string): Callable {
    const handler = this.functionOf(name);
    return (...args) => {
      this.meter.count();
      return guarded(name || this.label, () => handler.apply(this.thing, args));
    };
  }

  private run(name: string, given: readonly unknown[]): unknown {
    const callee = this.functionOf(name);
    this.meter.count();
    return guarded(name || this.label, () => callee.apply(this.thing, [...given]));
  }

  private functionOf(name: string): Callable {
    const found = this.find(name);
    if (typeof found !== "function") throw missing(this.label, name, "a function");
    return found as Callable;
  }

  private find(name: string): unknown {
    return name === "" ? this.thing : (this.thing as { readonly [name: string]: unknown })[name];
  }
}

function missing(label: string, name: string, what: string): AnswerError {
  return new AnswerError("missing", `${label} has no ${name}; it should be ${what}`);
}

/** A copy with the code in it set up. */
function received(argument: Argument): unknown {
  if (isCode(argument)) return runInThisContext(argument.$code);
  if (typeof argument !== "object" || argument === null) return argument;
  if (Array.isArray(argument)) return argument.map((item: Argument) => received(item));
  return Object.fromEntries(Object.entries(argument).map(([field, item]) => [field, received(item as Argument)]));
}

/** Nothing at all becomes null; what is returned is a copy. */
function plain(value: unknown, what: string): Data {
  if (value === undefined) return null;
  if (typeof (value as { then?: unknown } | null)?.then === "function") {
    throw new AnswerError("not plain data", `${what} is a promise; here everything happens at once, without async`);
  }
  try {
    checkPlain(value, what);
  } catch (error) {
    if (error instanceof PlainDataError) throw new AnswerError("not plain data", error.message, { cause: error });
    throw error;
  }
  return thawedCopy(value as Data);
}

/** Says in whose code an error was thrown. What the recorder refuses goes on as it is. */
function guarded<Result>(name: string, run: () => Result): Result {
  try {
    return run();
  } catch (error) {
    if (error instanceof AnswerError || isOurs(error)) throw error;
    throw new AnswerError("threw", `${name} threw ${described(error)}`, { cause: error });
  }
}

const ours = new Set(["HandlerError", "Refusal", "PlainDataError"]);

function isOurs(error: unknown): boolean {
  return error instanceof Error && ours.has(error.name);
}

function described(error: unknown): string {
  return error instanceof Error ? `${error.name}: ${error.message}` : describe(error);
}

function describe(value: unknown): string {
  if (value === undefined) return "nothing";
  const text = typeof value === "function" ? "a function" : (JSON.stringify(value) ?? String(value));
  return text.length > 60 ? `${text.slice(0, 59)}…` : text;
}
