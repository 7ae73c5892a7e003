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

/** The source text of the guest. */
export const guestSource: string = guest.toString();

/* oxlint-disable-next-line max-lines-per-function -- all of it must be inside of one function, whose text crosses */
function guest(load: () => unknown, codes: readonly unknown[]): (text: string) => string {
  "use strict";
  const { parse, stringify } = JSON;
  const { freeze, keys, getPrototypeOf, prototype: plainPrototype } = Object;
  const { isArray } = Array;
  const isFinite = Number.isFinite;
  const things: unknown[] = [undefined];
  const printed: string[] = [];
  type Record_ = { [name: string]: unknown };

  class Fault {
    constructor(
      readonly fault: string,
      readonly message: string,
    ) {}
  }
  class Asks {
    constructor(readonly asks: readonly unknown[]) {}
  }

  const shorten = (text: string): string => (text.length > 300 ? `${text.slice(0, 299)}…` : text);
  const describe = (value: unknown): string => {
    if (value === undefined) return "nothing";
    if (typeof value === "function") return "a function";
    if (typeof value === "number" || typeof value === "bigint" || typeof value === "symbol") return String(value);
    return shorten(stringify(value) ?? String(value));
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
  (globalThis as Record_)["console"] = freeze(say);

  const check = (value: unknown, path: string, depth: number): void => {
    if (value === null || typeof value === "string" || typeof value === "boolean") return;
    if (typeof value === "number" && isFinite(value)) return;
    const wrong = (what: string): never => {
      const allowed = "null, booleans, finite numbers, strings, and arrays and objects of these";
      throw new Fault("not plain data", `${path} is ${what}; allowed are ${allowed}`);
    };
    if (typeof value !== "object") wrong(describe(value));
    if (depth > 200) wrong("too deep, or contains itself");
    if (typeof (value as Record_)["then"] === "function")
      wrong("a promise (everything happens at once, without async)");
    if (isArray(value)) {
      for (let index = 0; index < value.length; index++) check(value[index], `${path}[${index}]`, depth + 1);
      return;
    }
    const above = getPrototypeOf(value) as object | null;
    if (above !== plainPrototype && above !== null) wrong("an object of a class, a Map or the like");
    for (const field of keys(value as object)) check((value as Record_)[field], `${path}.${field}`, depth + 1);
  };
  const plain = (value: unknown, path: string): unknown => {
    if (value !== undefined) check(value, path, 0);
    return value;
  };

  /** Sets up code in arguments; freezes, where asked, as messages are frozen everywhere else. */
  const received = (value: unknown, frozen: boolean): unknown => {
    if (typeof value !== "object" || value === null) return value;
    const code = (value as Record_)["$defined"];
    if (typeof code === "number") return codes[code];
    if ((value as Record_)["$undefined"] === true) return undefined;
    const list = value as Record_;
    for (const field of keys(list)) list[field] = received(list[field], frozen);
    return frozen ? freeze(list) : list;
  };

  const find = (thing: number, name: string): unknown => {
    const owner = things[thing] as Record_;
    if (name === "") return owner;
    const found = owner[name];
    // What every object has is not what an answer exports.
    return found === (plainPrototype as unknown as Record_)[name] ? undefined : found;
  };
  const functionOf = (request: GuestRequest): ((...args: unknown[]) => unknown) => {
    const found = find(request.thing, request.name);
    const label = request.thing === 0 ? "the answer" : "what it returned";
    if (typeof found !== "function")
      throw new Fault("missing", `${label} has no ${request.name}; it should be a function`);
    return found as (...args: unknown[]) => unknown;
  };
  const run = (request: GuestRequest, args: unknown[]): unknown => {
    const callee = functionOf(request);
    try {
      return Reflect.apply(callee, things[request.thing], args);
    } catch (error) {
      if (error instanceof Fault || error instanceof Asks) throw error;
      throw new Fault("threw", `${request.name || "the answer"} threw ${told(error)}`);
    }
  };
  const told = (error: unknown): string => {
    if (typeof error !== "object" || error === null) return describe(error);
    const { name, message } = error as Record_;
    return shorten(typeof message === "string" ? `${String(name)}: ${message}` : describe(error));
  };

  const recorder = (request: GuestRequest, effects: GuestEffect[]): object => {
    const said = request.told ?? [];
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
    return freeze({
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

  const handle = (request: GuestRequest): GuestReply => {
    const effects: GuestEffect[] = [];
    const args = (request.args ?? []) as unknown[];
    const start = request.draft === true ? 1 : 0;
    for (let index = start; index < args.length; index++) args[index] = received(args[index], true);
    if (request.out !== undefined && request.out >= 0) args[request.out] = recorder(request, effects);
    const value = plain(run(request, args), `what ${request.name} returned`);
    const state = request.draft === true ? plain(args[0], "the state") : null;
    return { kind: "handled", value, nothing: value === undefined, state, effects };
  };

  const perform = (request: GuestRequest): GuestReply => {
    if (request.kind === "load") {
      try {
        things[0] = load();
      } catch (error) {
        throw new Fault("does not load", `the answer threw ${told(error)} when it was loaded`);
      }
      return { kind: "names", names: keys(things[0] as object).filter((name) => name !== "__esModule") };
    }
    if (request.kind === "has") {
      return { kind: "has", has: typeof find(request.thing, request.name) === "function" };
    }
    if (request.kind === "handle") return handle(request);
    if (request.kind === "value") {
      const value = find(request.thing, request.name);
      const missing = value === undefined || typeof value === "function";
      if (missing) throw new Fault("missing", `the answer has no ${request.name}; it should be a value`);
      return { kind: "value", value: plain(value, request.name) };
    }
    const args = (request.args ?? []).map((argument) => received(argument, false));
    const value = run(request, args);
    if (request.kind === "call") {
      const path = `what ${request.name || "the answer"} returned`;
      return { kind: "value", value: plain(value, path), nothing: value === undefined };
    }
    if ((typeof value !== "object" || value === null) && typeof value !== "function") {
      const message = `${request.name} returned ${describe(value)}; it should return something with methods`;
      throw new Fault("missing", message);
    }
    things[things.length] = value;
    return { kind: "created", thing: things.length - 1 };
  };

  return (text) => {
    try {
      if (text === "printed") return stringify({ kind: "printed", lines: printed });
      return stringify(perform(parse(text) as GuestRequest));
    } catch (error) {
      if (error instanceof Asks) return stringify({ kind: "asks", asks: error.asks });
      if (error instanceof Fault) return stringify({ kind: "fault", fault: error.fault, message: error.message });
      return stringify({ kind: "fault", fault: "threw", message: `the answer threw ${told(error)}` });
    }
  };
}
