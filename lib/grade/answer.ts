/**
 * What a check sees of an answer, wherever the answer runs: in this realm (`directAnswer`), or shut up in one of its
 * own (`realmAnswer`). Only data crosses: arguments and results are plain data, a handler's state goes over as a copy
 * and comes back changed, and what it asks of `out` is told in order. So an answer never holds anything of ours.
 */
import type { Data } from "../data";
import type { AnyProtocol, NodeId, Out } from "../protocol";

/** An answer to an exercise. */
export interface Answer {
  /** The names that it exports. */
  readonly exports: readonly string[];
  /** An exported value that is plain data: a schedule, a number. @throws AnswerError */
  value(name: string): Data;
  /** Calls an exported function. What it returns is plain data; nothing at all comes back as null. @throws AnswerError */
  call(name: string, ...args: readonly Argument[]): Data;
  /** As `call`, of a function that must leave its arguments as they are. @throws AnswerError also when it does not */
  callPure(name: string, ...args: readonly Argument[]): Data;
  /**
   * Calls an exported function that returns an object (or class instance) with methods, or a function. @throws AnswerError
   */
  create(name: string, ...args: readonly Argument[]): Made;
  /**
   * An exported handler, to be put in the place of one of a protocol's own. It may be called with a draft of a state as
   * its first argument, which it changes, and with an `out` anywhere among the others; everything else is plain data.
   * @throws AnswerError when the answer exports no such function, and when what is returned is called and fails
   */
  handler<Handler extends AnyHandler>(name: string): Handler;
}

/** What an answer's function returned, with methods that can be called again and again. */
export interface Made {
  /** Calls one of its methods. The name "" calls the thing itself, where it is a function. @throws AnswerError */
  call(method: string, ...args: readonly Argument[]): Data;
  /** As `handler` of an answer. `isOptional`: returns undefined where there is no such method, instead of throwing. */
  handler<Handler extends AnyHandler>(method: string): Handler;
  /** Whether it has a method of this name. */
  has(method: string): boolean;
}

/** A function of a protocol: `never` makes any list of parameters fit. */
export type AnyHandler = (...args: never[]) => unknown;

/** Plain data, or code that is set up where the answer runs. Code may stand inside of lists and objects too. */
export type Argument = Data | Code | undefined | readonly Argument[] | { readonly [field: string]: Argument };

/** A function that is given to an answer: its source text crosses, and it is made afresh on the other side. */
export interface Code {
  /** A JavaScript expression that needs nothing from around it. */
  readonly $code: string;
}

/**
 * A function as an argument. It must need nothing from around it but `given`, which is plain data.
 * @example
 * grading.code((offset: number) => (value: number) => value + offset, 3).$code; // → "((offset) => (value) => value + offset)(3)"
 */
export function code<Given extends Data>(make: (given: Given) => unknown, given: Given): Code {
  return { $code: `(${make.toString()})(${JSON.stringify(given)})` };
}

/** A seeded generator as an argument, in the place of `random: () => number`. The same seed draws the same everywhere. */
export function randomFrom(seed: number): Code {
  return code(mulberry, seed);
}

/** Source: Tommy Ettinger's mulberry32 (public domain). Not for cryptography; small enough to send as text. */
function mulberry(seed: number): () => number {
  let state = seed | 0;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4294967296;
  };
}

/** Whether a value is code that is to be set up where it is used. */
export function isCode(value: unknown): value is Code {
  return typeof (value as Partial<Code> | null | undefined)?.$code === "string";
}

/** Why an answer could not be judged further. */
export type AnswerFault =
  /** It does not export what the exercise asks for, or something else under that name. */
  | "missing"
  | "threw"
  /** It changed what it was given, and was to leave it as it is. */
  | "changed an argument"
  /** It returned, or left behind in a state, what is not plain data. */
  | "not plain data"
  /** It took longer than it may, or was called more often than it may be. */
  | "out of time"
  /** It imports what it may not, or is not TypeScript. */
  | "does not load";

/** An answer did what no answer may. The message says what, in words that a learner understands. */
export class AnswerError extends Error {
  override readonly name = "AnswerError";
  constructor(
    readonly fault: AnswerFault,
    message: string,
    options?: ErrorOptions,
  ) {
    super(message, options);
  }
}

/**
 * A protocol whose rules are the answer's: `name` is an exported function that returns one, as `raft(options)` does.
 * @param rest what the course adds, which is no part of the answer: how it is drawn, its contract
 */
export function protocolFrom(
  answer: Answer,
  name: string,
  args: readonly Argument[],
  rest: Partial<Pick<AnyProtocol, "view" | "contract" | "members">> & { readonly name?: string } = {},
): AnyProtocol {
  const made = answer.create(name, ...args);
  const start = made.handler<(self: NodeId, saved: Data | null, out: Out<Data, string, Data>) => Data>("start");
  const onMessage = made.handler<AnyProtocol["onMessage"]>("onMessage");
  const protocol: AnyProtocol = { name, ...rest, start, onMessage };
  if (!made.has("onTimer")) return protocol;
  return { ...protocol, onTimer: made.handler<NonNullable<AnyProtocol["onTimer"]>>("onTimer") };
}
