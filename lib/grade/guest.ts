/**
 * What stands beside an answer in its realm: it takes a request as text, does with the answer what it says, and writes
 * down what came of it. Its source text is what is used, so it needs nothing from around it. It is not trusted either:
 * an answer may do with it what it likes, and gains nothing, since a reply is only ever what the answer has to say.
 */

/** What is asked of the guest. `thing` is 0 for the answer's exports, otherwise what an earlier request created. */
export interface GuestRequest {
  readonly kind: "load" | "value" | "has" | "call" | "create" | "handle";
  readonly thing: number;
  readonly name: string;
  readonly args?: readonly unknown[];
  /** For `call`: whether the arguments must be left as they are. */
  readonly pure?: boolean;
  /** For `handle`: where `out` stands among the arguments, or -1; and whether the first is a draft of a state. */
  readonly out?: number;
  readonly draft?: boolean;
  /** What the host has already said to what this run asked, in order. */
  readonly told?: readonly unknown[];
}

/** What a handler asked of `out`, in order. */
export type GuestEffect = readonly [method: string, ...args: unknown[]];

/** What the guest answers. */
export type GuestReply =
  | { readonly kind: "names"; readonly names: readonly string[] }
  | { readonly kind: "value"; readonly value: unknown; readonly nothing?: boolean }
  | { readonly kind: "has"; readonly has: boolean }
  | { readonly kind: "created"; readonly thing: number }
  | {
      readonly kind: "handled";
      readonly value: unknown;
      readonly nothing?: boolean;
      readonly state: unknown;
      readonly effects: readonly GuestEffect[];
    }
  /** The host must say something before the handler can be run to its end: run it again with this told. */
  | { readonly kind: "asks"; readonly asks: readonly [method: string, ...args: unknown[]] }
  | { readonly kind: "fault"; readonly fault: string; readonly message: string }
  | { readonly kind: "printed"; readonly lines: readonly string[] };

/** The source text of the guest: functions that need nothing but what they are given, put together inside. */
export const guestSource: string = `((load, codes) => {
  "use strict";
  const words = (${makeWords.toString()})();
  const data = (${makeData.toString()})(words, codes);
  const recorder = (${makeRecorder.toString()})(data);
  const things = (${makeThings.toString()})(data, words);
  const perform = (${makePerform.toString()})(load, words, data, recorder, things);
  return (${makeGuest.toString()})(words, data, perform);
})`;

type Fields = { [name: string]: unknown };
type Words = ReturnType<typeof makeWords>;
type DataTools = ReturnType<typeof makeData>;
type Recorder = ReturnType<typeof makeRecorder>;
type Things = ReturnType<typeof makeThings>;
type Perform = { readonly [kind in GuestRequest["kind"]]: (request: GuestRequest) => GuestReply };

/** Putting values into words, and what the answer prints. */
function makeWords() {
  const { stringify } = JSON;
  const printed: string[] = [];
  const shorten = (text: string): string => (text.length > 300 ? `${text.slice(0, 299)}…` : text);
  /** Arguments as text: two that differ have different ones. */
  const texts = (values: readonly unknown[]): readonly unknown[] => values.map((value) => stringify(value));
  const describe = (value: unknown): string => {
    if (value === undefined) return "nothing";
    if (typeof value === "function") return "a function";
    if (typeof value === "number" || typeof value === "bigint" || typeof value === "symbol") return String(value);
    return shorten(stringify(value) ?? String(value));
  };
  const told = (error: unknown): string => {
    if (typeof error !== "object" || error === null) return describe(error);
    const { name, message } = error as Fields;
    return shorten(typeof message === "string" ? `${String(name)}: ${message}` : describe(error));
  };
  const print = (...given: unknown[]): void => {
    if (printed.length >= 100) return;
    let line = "";
    for (const item of given) {
      if (line !== "") line += " ";
      line += typeof item === "string" ? shorten(item) : describe(item);
    }
    printed[printed.length] = shorten(line);
  };
  const say = { log: print, info: print, warn: print, error: print, debug: print, table: print, trace: print };
  (globalThis as Fields)["console"] = Object.freeze(say);
  return { describe, told, printed, texts };
}

/** Plain data: what may go out, and what comes in. What is thrown is told apart by its class. */
function makeData({ describe }: Words, codes: readonly unknown[]) {
  const { freeze, keys, getPrototypeOf, prototype: plainPrototype } = Object;
  const { isArray } = Array;
  const { isFinite } = Number;
  class Fault {
    constructor(
      readonly fault: string,
      readonly message: string,
    ) {}
  }
  class Asks {
    constructor(readonly asks: readonly unknown[]) {}
  }
  const wrong = (path: string, what: string): never => {
    const allowed = "null, booleans, finite numbers, strings, and arrays and objects of these";
    throw new Fault("not plain data", `${path} is ${what}; allowed are ${allowed}`);
  };
  const checkFields = (value: object, path: string, depth: number): void => {
    if (isArray(value)) {
      for (let index = 0; index < value.length; index++) check(value[index], `${path}[${index}]`, depth + 1);
      return;
    }
    const above = getPrototypeOf(value) as object | null;
    if (above !== plainPrototype && above !== null) wrong(path, "an object of a class, a Map or the like");
    for (const field of keys(value)) check((value as Fields)[field], `${path}.${field}`, depth + 1);
  };
  const check = (value: unknown, path: string, depth: number): void => {
    if (value === null || typeof value === "string" || typeof value === "boolean") return;
    if (typeof value === "number" && isFinite(value)) return;
    if (typeof value !== "object") return wrong(path, describe(value));
    if (depth > 200) wrong(path, "too deep, or contains itself");
    if (typeof (value as Fields)["then"] === "function") {
      wrong(path, "a promise (everything happens at once, without async)");
    }
    checkFields(value, path, depth);
  };
  const plain = (value: unknown, path: string): unknown => {
    if (value !== undefined) check(value, path, 0);
    return value;
  };
  /** Sets up code in arguments; freezes, where asked, as messages are frozen everywhere else. */
  const received = (value: unknown, frozen: boolean): unknown => {
    if (typeof value !== "object" || value === null) return value;
    const code = (value as Fields)["$defined"];
    if (typeof code === "number") return codes[code];
    if ((value as Fields)["$undefined"] === true) return undefined;
    const fields = value as Fields;
    for (const field of keys(fields)) fields[field] = received(fields[field], frozen);
    return frozen ? freeze(fields) : fields;
  };
  return { Fault, Asks, plain, received };
}

/** The `out` of a handler: it notes effects, and asks what only the host can say. */
function makeRecorder({ Fault, Asks, plain }: DataTools) {
  const { parse, stringify } = JSON;
  return (said: readonly unknown[], effects: GuestEffect[]): object => {
    let asked = 0;
    const ask = (...asks: unknown[]): unknown => {
      asked += 1;
      if (asked > said.length) throw new Asks(asks);
      return said[asked - 1];
    };
    const note = (...effect: [string, ...unknown[]]): void => {
      for (let index = 1; index < effect.length; index++) plain(effect[index], `what is given to ${effect[0]}`);
      if (effects.length >= 100_000) throw new Fault("out of time", "the handler asks for more than 100,000 things");
      // What is sent is what it is now, whatever becomes of it later in the handler.
      effects[effects.length] = parse(stringify(effect)) as GuestEffect;
    };
    return Object.freeze({
      get localTime() {
        return ask("localTime");
      },
      send: (to: unknown, message: unknown) => note("send", to, message),
      setTimer: (timer: unknown, after: unknown) => note("setTimer", timer, after),
      cancelTimer: (timer: unknown) => note("cancelTimer", timer),
      save: (saved: unknown) => note("save", saved),
      invoke: (operation: unknown) => note("invoke", operation),
      complete: (result: unknown) => note("complete", result),
      guard: (name: unknown, condition: unknown) => ask("guard", String(name), condition === true),
      choose: (options: readonly unknown[]) => options[ask("choose", options.length) as number],
    });
  };
}

/** The answer and what it has created, by number. */
function makeThings({ Fault, Asks }: DataTools, { told }: Words) {
  const plainPrototype = Object.prototype as unknown as Fields;
  const things: unknown[] = [undefined];
  const find = (thing: number, name: string): unknown => {
    if (name === "") return things[thing];
    const found = (things[thing] as Fields)[name];
    // What every object has is not what an answer exports.
    return found === plainPrototype[name] ? undefined : found;
  };
  const missing = (name: string, what: string) =>
    new Fault("missing", `the answer has no ${name}; it should be ${what}`);
  const run = ({ thing, name }: GuestRequest, args: unknown[]): unknown => {
    const callee = find(thing, name);
    if (typeof callee !== "function") throw missing(name, "a function");
    try {
      return Reflect.apply(callee as () => unknown, things[thing], args);
    } catch (error) {
      if (error instanceof Fault || error instanceof Asks) throw error;
      throw new Fault("threw", `${name || "the answer"} threw ${told(error)}`);
    }
  };
  return { things, find, missing, run };
}

/** What each kind of request does. */
function makePerform(load: () => unknown, words: Words, data: DataTools, recorder: Recorder, kept: Things): Perform {
  const { keys } = Object;
  const { Fault, plain, received } = data;
  const { describe, told, texts } = words;
  const { things, find, missing, run } = kept;
  return {
    load() {
      try {
        things[0] = load();
      } catch (error) {
        throw new Fault("does not load", `the answer threw ${told(error)} when it was loaded`);
      }
      return { kind: "names", names: keys(things[0] as object).filter((name) => name !== "__esModule") };
    },
    has: ({ thing, name }) => ({ kind: "has", has: typeof find(thing, name) === "function" }),
    value({ thing, name }) {
      const value = find(thing, name);
      if (value === undefined || typeof value === "function") throw missing(name, "a value");
      return { kind: "value", value: plain(value, name) };
    },
    call(request) {
      const args = (request.args ?? []).map((argument) => received(argument, false));
      const before = request.pure === true ? texts(args) : [];
      const value = plain(run(request, args), `what ${request.name || "the answer"} returned`);
      if (request.pure === true) {
        const after = texts(args);
        const changed = before.findIndex((text, index) => text !== after[index]);
        if (changed >= 0) throw new Fault("changed an argument", String(changed));
      }
      return { kind: "value", value };
    },
    create(request) {
      const value = run(
        request,
        (request.args ?? []).map((argument) => received(argument, false)),
      );
      if ((typeof value !== "object" || value === null) && typeof value !== "function") {
        const message = `${request.name} returned ${describe(value)}; it should return something with methods`;
        throw new Fault("missing", message);
      }
      things[things.length] = value;
      return { kind: "created", thing: things.length - 1 };
    },
    handle(request) {
      const effects: GuestEffect[] = [];
      const args = (request.args ?? []) as unknown[];
      for (let index = request.draft === true ? 1 : 0; index < args.length; index++) {
        args[index] = received(args[index], true);
      }
      const { out = -1 } = request;
      if (out >= 0) args[out] = recorder(request.told ?? [], effects);
      const value = plain(run(request, args), `what ${request.name} returned`);
      const state = request.draft === true ? plain(args[0], "the state") : null;
      return { kind: "handled", value, nothing: value === undefined, state, effects };
    },
  };
}

/** Takes requests and answers them. It never throws, but for want of stack. */
function makeGuest({ told, printed }: Words, { Fault, Asks }: DataTools, perform: Perform): (text: string) => string {
  const { parse, stringify } = JSON;
  return (text) => {
    try {
      if (text === "printed") return stringify({ kind: "printed", lines: printed });
      const request = parse(text) as GuestRequest;
      return stringify(perform[request.kind](request));
    } catch (error) {
      if (error instanceof Asks) return stringify({ kind: "asks", asks: error.asks });
      if (error instanceof Fault) return stringify({ kind: "fault", fault: error.fault, message: error.message });
      return stringify({ kind: "fault", fault: "threw", message: `the answer threw ${told(error)}` });
    }
  };
}
