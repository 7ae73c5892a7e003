/**
 * An answer that is shut up in a realm of its own. It behaves as one in this realm does: the same arguments, the same
 * drafts and recorders; only that they are copies, made on the other side.
 */
import type { Data } from "../data";
import { sameData } from "../data";
import { AnswerError, isCode } from "./answer";
import type { Answer, AnswerFault, AnyHandler, Argument, Made } from "./answer";
import { guestSource } from "./guest";
import type { GuestReply, GuestRequest } from "./guest";
import { changedText } from "./pure";
import { openRealm } from "./realm";
import type { Realm, RealmOptions } from "./realm";

/** An answer in a realm, and what it printed there. */
export interface ShutAnswer extends Answer {
  /** At most 100 lines, cut short. */
  printed(): readonly string[];
}

/**
 * Loads an answer into a realm of its own.
 * @param script what `bundleAnswer` made of it
 * @throws AnswerError when it fails or does not end while it is loaded
 */
export function realmAnswer(
  script: string,
  options: Pick<RealmOptions, "millisecondsMax" | "replyMax"> = {},
): ShutAnswer {
  const line = new Line(openRealm({ ...options, script, guest: guestSource }));
  const loaded = line.ask({ kind: "load", thing: 0, name: "" });
  const exports = loaded.kind === "names" && Array.isArray(loaded.names) ? loaded.names.map(String) : [];
  return {
    exports,
    value: (name) => line.value({ kind: "value", thing: 0, name }),
    ...partOf(line, 0),
    callPure(name, ...args) {
      try {
        return line.value({ kind: "call", thing: 0, name, args: line.arguments(args), pure: true });
      } catch (error) {
        if (!(error instanceof AnswerError) || error.fault !== "changed an argument") throw error;
        throw new AnswerError(error.fault, changedText(name, Number(error.message)));
      }
    },
    create(name, ...args) {
      const made = line.ask({ kind: "create", thing: 0, name, args: line.arguments(args) });
      if (made.kind !== "created" || typeof made.thing !== "number") throw broken();
      return madeOf(line, made.thing);
    },
    printed: () => line.printed(),
  };
}

function partOf(line: Line, thing: number): Pick<Made, "call" | "handler"> {
  return {
    call: (name, ...args) => line.value({ kind: "call", thing, name, args: line.arguments(args) }),
    handler<Handler extends AnyHandler>(name: string): Handler {
      if (!line.has(thing, name))
        throw new AnswerError("missing", `the answer has no ${name}; it should be a function`);
      const handler = (...args: unknown[]): unknown => line.handle(thing, name, args);
      return handler as unknown as Handler;
    },
  };
}

function madeOf(line: Line, thing: number): Made {
  return { ...partOf(line, thing), has: (method) => line.has(thing, method) };
}

/** The strings that go to and fro. */
class Line {
  constructor(private readonly realm: Realm) {}

  /** @throws AnswerError when the guest tells of a fault, or says what no guest says */
  ask(request: GuestRequest): GuestReply {
    const reply = parsed(this.realm.send(JSON.stringify(request)));
    if (reply.kind !== "fault") return reply;
    throw new AnswerError(faultOf(reply.fault), String(reply.message));
  }

  value(request: GuestRequest): Data {
    const reply = this.ask(request);
    if (reply.kind !== "value") throw broken();
    return (reply.value ?? null) as Data;
  }

  has(thing: number, name: string): boolean {
    const reply = this.ask({ kind: "has", thing, name });
    return reply.kind === "has" && reply.has === true;
  }

  printed(): readonly string[] {
    const reply = parsed(this.realm.send("printed"));
    return reply.kind === "printed" && Array.isArray(reply.lines) ? reply.lines.slice(0, 100).map(String) : [];
  }

  /** Code in arguments is set up inside, once for each text. */
  arguments(args: readonly Argument[]): readonly unknown[] {
    return args.map((argument) => this.argument(argument));
  }

  private argument(argument: Argument): unknown {
    if (argument === undefined) return { $undefined: true };
    // A generator keeps a state: each use of its text is one of its own.
    if (isCode(argument)) return { $defined: this.realm.define(argument.$code) };
    if (typeof argument !== "object" || argument === null) return argument;
    if (Array.isArray(argument)) return this.arguments(argument as readonly Argument[]);
    return Object.fromEntries(
      Object.entries(argument).map(([field, item]) => [field, this.argument(item as Argument)]),
    );
  }

  /** Runs a handler inside, and lets what it did happen here. */
  handle(thing: number, name: string, args: readonly unknown[]): unknown {
    const at = args.findIndex((argument) => isOut(argument));
    const out = at === -1 ? undefined : (args[at] as OutLike);
    const draft = isDraft(args[0]) ? args[0] : undefined;
    const given = args.map((argument, index) =>
      index === at ? null : argument === undefined ? { $undefined: true } : argument,
    );
    const told: unknown[] = [];
    for (;;) {
      const reply = this.ask({ kind: "handle", thing, name, args: given, out: at, draft: draft !== undefined, told });
      if (reply.kind === "asks" && out && told.length < 10_000) {
        told.push(answered(out, reply.asks));
        continue;
      }
      if (reply.kind !== "handled" || !Array.isArray(reply.effects)) throw broken();
      if (draft) replaceFields(draft, reply.state);
      for (const effect of reply.effects as readonly unknown[]) replay(out, effect);
      return reply.nothing === true ? undefined : reply.value;
    }
  }
}

type OutLike = { readonly localTime: unknown } & Readonly<Record<string, (...args: unknown[]) => unknown>>;

function isOut(value: unknown): value is OutLike {
  return typeof value === "object" && value !== null && typeof (value as { send?: unknown }).send === "function";
}

type Draft = Record<string, unknown> | unknown[];

function isDraft(value: unknown): value is Draft {
  return typeof value === "object" && value !== null && !isOut(value) && !Object.isFrozen(value);
}

/** What only the host knows: the clock, chance, and whether a guard has been knocked out. */
function answered(out: OutLike, asks: unknown): unknown {
  if (!Array.isArray(asks)) throw broken();
  const [method, first, second] = asks as readonly unknown[];
  if (method === "localTime") return out.localTime;
  if (method === "guard") return out["guard"]!(String(first), second === true);
  if (method !== "choose" || typeof first !== "number" || !(first >= 0 && first <= 100_000)) throw broken();
  return out["choose"]!(Array.from({ length: first }, (_, index) => index));
}

const effectMethods = new Set(["send", "setTimer", "cancelTimer", "save", "invoke", "complete"]);

function replay(out: OutLike | undefined, effect: unknown): void {
  if (!Array.isArray(effect) || !out) throw broken();
  const [method, ...args] = effect as readonly unknown[];
  if (typeof method !== "string" || !effectMethods.has(method)) throw broken();
  out[method]!(...args);
}

/** What has not changed stays the same object, so that saving costs what is new. */
function replaceFields(draft: Draft, state: unknown): void {
  if (typeof state !== "object" || state === null || Array.isArray(state) !== Array.isArray(draft)) throw broken();
  if (Array.isArray(draft)) {
    draft.splice(0, draft.length, ...(state as unknown[]));
    return;
  }
  const next = state as Readonly<Record<string, unknown>>;
  for (const field of Object.keys(draft)) if (!Object.hasOwn(next, field)) delete draft[field];
  for (const [field, value] of Object.entries(next)) {
    if (!sameData(draft[field] ?? null, value) || !Object.hasOwn(draft, field)) draft[field] = value;
  }
}

/** Deeper than this no answer's data is; `__proto__` as a field would be another object's ancestor. */
const deepest = 210;

function parsed(text: string): GuestReply {
  let reply: unknown;
  try {
    reply = JSON.parse(text);
  } catch {
    throw broken();
  }
  if (typeof reply !== "object" || reply === null || !isTame(reply, 0)) throw broken();
  return reply as GuestReply;
}

function isTame(value: unknown, depth: number): boolean {
  if (typeof value !== "object" || value === null) return true;
  if (depth > deepest || Object.hasOwn(value, "__proto__")) return false;
  for (const item of Object.values(value)) if (!isTame(item, depth + 1)) return false;
  return true;
}

const faults: readonly string[] = [
  "missing",
  "threw",
  "changed an argument",
  "not plain data",
  "out of time",
  "does not load",
];

function faultOf(fault: unknown): AnswerFault {
  return (faults.includes(String(fault)) ? fault : "threw") as AnswerFault;
}

function broken(): AnswerError {
  return new AnswerError("threw", "the answer broke what it runs on");
}
