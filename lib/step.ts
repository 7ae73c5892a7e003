/**
 * `step`: the one way in which a protocol's handlers are run, by the simulator, the checker, real processes and
 * grading alike. A handler gets a private draft of the state and a recorder; what comes back is the new state and
 * the list of effects, in the order in which the handler asked for them.
 */
import type { Data } from "./data";
import { canonical, cloneDraft, frozenCopy, PlainDataError, thawedCopy } from "./data";
import type { AnyProtocol, Millis, NodeId, Out } from "./protocol";

/** What happens to a node. */
export type Input =
  | { readonly kind: "start"; readonly saved: Data }
  | { readonly kind: "message"; readonly from: NodeId; readonly message: Data }
  | { readonly kind: "timer"; readonly timer: string };

/** What a node asks for. A crash keeps a prefix of a step's effects. */
export type Effect =
  | { readonly kind: "send"; readonly to: NodeId; readonly message: Data }
  | { readonly kind: "setTimer"; readonly timer: string; readonly minMs: Millis; readonly maxMs: Millis }
  | { readonly kind: "cancelTimer"; readonly timer: string }
  | { readonly kind: "save"; readonly saved: Data }
  | { readonly kind: "invoke"; readonly operation: Data }
  | { readonly kind: "complete"; readonly result: Data };

/** What a host supplies to a step. */
export interface Environment {
  /** The node's own clock. A host that has none throws. */
  localTime(): Millis;
  /** An index from 0 to `options` − 1. */
  choose(options: number): number;
  /** Guards that are out of force, by name; the name `save` makes every save a no-op. */
  readonly knockedOut?: ReadonlySet<string>;
}

/** Takes a step's effects as the handler asks for them. What it is given is frozen. */
export interface EffectSink {
  send(to: NodeId, message: Data): void;
  setTimer(timer: string, minMs: Millis, maxMs: Millis): void;
  cancelTimer(timer: string): void;
  save(saved: Data): void;
  invoke(operation: Data): void;
  complete(result: Data): void;
}

/** The result of one step. */
export interface Transition {
  readonly state: Data;
  readonly effects: readonly Effect[];
  /** What `choose` answered, in order. */
  readonly choices: readonly number[];
}

/** A handler threw, changed a message, or did something that a protocol may not do. */
export class HandlerError extends Error {
  override readonly name = "HandlerError";
  constructor(
    readonly protocol: string,
    readonly node: NodeId,
    readonly input: Input,
    readonly reason: string,
    options?: ErrorOptions,
  ) {
    super(`${protocol}: ${handlerName(input)} on node ${node} ${reason}`, options);
  }
}

/** `onMessage(RequestVote from A)`, `onTimer(election)` or `start(reboot)`. */
export function handlerName(input: Input): string {
  switch (input.kind) {
    case "start":
      return input.saved === null ? "start(first boot)" : "start(reboot)";
    case "timer":
      return `onTimer(${input.timer})`;
    case "message":
      return `onMessage(${kindOf(input.message)} from ${input.from})`;
  }
}

/** A message's `kind` where it has one, a short form of it elsewhere. */
export function kindOf(message: Data): string {
  if (typeof message === "object" && message !== null && !Array.isArray(message)) {
    const kind = (message as { readonly kind?: unknown }).kind;
    if (typeof kind === "string") return kind;
  }
  const text = JSON.stringify(message);
  return text.length > 40 ? `${text.slice(0, 39)}…` : text;
}

/** One run of the handler for `input` on a copy of `state` (which is null for a `start`). Pure, if the protocol is. */
export function step(
  protocol: AnyProtocol,
  self: NodeId,
  state: Data,
  input: Input,
  environment: Environment,
): Transition {
  const recorder = new Recorder(environment);
  const next = recorder.perform(protocol, self, cloneDraft(state), input);
  return { state: next, effects: recorder.effects, choices: recorder.choices };
}

/**
 * Every outcome of a step: the handler is run again for each prefix of choices, in lexicographic order.
 * @throws HandlerError with the handler's name where it throws or is not deterministic
 */
export function outcomes(
  protocol: AnyProtocol,
  self: NodeId,
  state: Data,
  input: Input,
  environment: Omit<Environment, "choose">,
): readonly Transition[] {
  const found: Transition[] = [];
  let prefix: number[] | undefined = [];
  while (prefix !== undefined) {
    const given: readonly number[] = prefix;
    const widths: number[] = [];
    const choose = (options: number): number => {
      widths.push(options);
      return given[widths.length - 1] ?? 0;
    };
    const transition = step(protocol, self, state, input, {
      ...environment,
      localTime: () => environment.localTime(),
      choose,
    });
    found.push(transition);
    prefix = nextPrefix(transition.choices, widths);
  }
  return found;
}

function nextPrefix(choices: readonly number[], widths: readonly number[]): number[] | undefined {
  for (let index = choices.length - 1; index >= 0; index--) {
    const choice = choices[index]!;
    if (choice + 1 < widths[index]!) return [...choices.slice(0, index), choice + 1];
  }
  return undefined;
}

/** The sink that only lists. */
class EffectList implements EffectSink {
  constructor(private readonly list: () => Effect[]) {}

  send(to: NodeId, message: Data): void {
    this.list().push({ kind: "send", to, message });
  }

  setTimer(timer: string, minMs: Millis, maxMs: Millis): void {
    this.list().push({ kind: "setTimer", timer, minMs, maxMs });
  }

  cancelTimer(timer: string): void {
    this.list().push({ kind: "cancelTimer", timer });
  }

  save(saved: Data): void {
    this.list().push({ kind: "save", saved });
  }

  invoke(operation: Data): void {
    this.list().push({ kind: "invoke", operation });
  }

  complete(result: Data): void {
    this.list().push({ kind: "complete", result });
  }
}

/**
 * The `out` of a step: checks and freezes what the handler asks for and hands it to a sink. A host that owns its
 * states, as the simulator does, keeps one recorder and calls `perform` on the state itself, which saves the copy;
 * everybody else calls `step`.
 */
export class Recorder implements Out<Data, string, Data> {
  /** What the handler asked for in this step, unless the host has a sink of its own. */
  effects: Effect[] = [];
  /** What `choose` answered in this step. */
  choices: number[] = [];
  /** Whether the handler read its clock. */
  readClock = false;
  /** What the handler that ran last was given. */
  input: Input | undefined;
  private protocol: AnyProtocol | undefined;
  private self: NodeId = "";

  constructor(
    private readonly environment: Environment,
    private readonly sink: EffectSink = new EffectList(() => this.effects),
  ) {}

  /**
   * Runs the handler for `input` on `draft`, which it may change, and returns the node's new state.
   * @param watch also compares the message before and after, to name a handler that changes it. In a notebook's
   *   sloppy mode a write to a frozen message fails silently, so freezing alone would not show it.
   * @throws HandlerError where the handler throws, changes the message, or returns what it may not
   */
  perform(protocol: AnyProtocol, self: NodeId, draft: Data, input: Input, watch = false): Data {
    if (this.effects.length > 0) this.effects = [];
    if (this.choices.length > 0) this.choices = [];
    this.readClock = false;
    this.input = input;
    this.protocol = protocol;
    this.self = self;
    try {
      return this.dispatch(protocol, self, draft, watch ? thawed(input) : input, input);
    } catch (error) {
      if (error instanceof HandlerError) throw error;
      throw this.failure(reasonOf(error), error);
    }
  }

  private dispatch(protocol: AnyProtocol, self: NodeId, draft: Data, given: Input, original: Input): Data {
    let returned: unknown;
    let state = draft;
    if (given.kind === "message") returned = protocol.onMessage(draft, given.message, given.from, this);
    else if (given.kind === "timer") returned = this.fire(protocol, draft, given.timer);
    else state = protocol.start(self, given.saved, this);
    if (returned !== undefined) this.refuseReturn(returned);
    if (given !== original) this.compare(given, original);
    if (original.kind === "start") this.checkStart(state);
    return state;
  }

  private fire(protocol: AnyProtocol, draft: Data, timer: string): unknown {
    if (!protocol.onTimer) throw this.failure(`was called, but the protocol has no onTimer; timers need one`);
    return protocol.onTimer(draft, timer, this);
  }

  /** Handlers that return something are fine (an arrow function often does), unless it is a promise. */
  private refuseReturn(returned: unknown): void {
    if (typeof (returned as { then?: unknown } | null)?.then === "function") {
      throw this.failure("is async; a handler runs at once and to its end: set a timer or send a message instead");
    }
  }

  private checkStart(state: unknown): void {
    if (state === undefined) throw this.failure("returned nothing; start returns the node's whole state");
    this.refuseReturn(state);
    canonical(state, "the state it returned");
  }

  private compare(given: Input, original: Input): void {
    if (given.kind === "timer" || original.kind === "timer") return;
    const [after, before] =
      given.kind === "message" && original.kind === "message"
        ? [given.message, original.message]
        : [given.kind === "start" ? given.saved : null, original.kind === "start" ? original.saved : null];
    const where = firstDifference(before, after, given.kind === "message" ? "message" : "saved");
    if (where) throw this.failure(`changed ${where}; what it receives is shared: copy it first`);
    deepFreeze(after);
  }

  private failure(reason: string, cause?: unknown): HandlerError {
    const { protocol, self, input } = this;
    return new HandlerError(protocol!.name, self, input!, reason, cause === undefined ? undefined : { cause });
  }

  private frozen<T>(value: T, call: string, path: string): T {
    try {
      return frozenCopy(value, path);
    } catch (error) {
      throw this.failure(`called ${call}: ${(error as Error).message}`, error);
    }
  }

  get localTime(): Millis {
    this.readClock = true;
    return this.environment.localTime();
  }

  send(to: NodeId, message: Data): void {
    if (typeof to !== "string") throw this.failure(`called send: to is ${String(to)}; it must be a node's name`);
    this.sink.send(to, this.frozen(message, "send", "message"));
  }

  setTimer(timer: string, after: readonly [min: Millis, max: Millis]): void {
    const minMs = after[0];
    const maxMs = after[1];
    if (!(minMs >= 0 && minMs <= maxMs && maxMs < Infinity)) {
      throw this.failure(
        `called setTimer(${timer}): after is [${after.join(", ")}]; allowed is [min, max] in milliseconds with 0 <= min <= max`,
      );
    }
    this.sink.setTimer(timer, minMs, maxMs);
  }

  cancelTimer(timer: string): void {
    this.sink.cancelTimer(timer);
  }

  save(saved: Data): void {
    if (this.environment.knockedOut?.has("save")) return;
    this.sink.save(this.frozen(saved, "save", "saved"));
  }

  choose<Option>(options: readonly Option[]): Option {
    if (options.length === 0) throw this.failure("called choose with no options");
    const index = this.environment.choose(options.length);
    this.choices.push(index);
    return options[index]!;
  }

  guard(name: string, condition: boolean): boolean {
    return condition || this.environment.knockedOut?.has(name) === true;
  }

  invoke(operation: Data): void {
    this.sink.invoke(this.frozen(operation, "invoke", "operation"));
  }

  complete(result: Data): void {
    this.sink.complete(this.frozen(result, "complete", "result"));
  }
}

function thawed(input: Input): Input {
  if (input.kind === "message") return { kind: "message", from: input.from, message: thawedCopy(input.message) };
  if (input.kind === "start") return { kind: "start", saved: thawedCopy(input.saved) };
  return input;
}

function reasonOf(error: unknown): string {
  if (error instanceof PlainDataError) return `: ${error.message}`;
  const text = error instanceof Error ? error.message : String(error);
  if (error instanceof TypeError && /read only|not extensible|Cannot delete|Cannot add/.test(text)) {
    return `wrote to something that it shares with others (${text}): messages and what was saved are frozen, copy first`;
  }
  return `threw ${error instanceof Error ? `${error.name}: ${text}` : text}`;
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null;
}

/** The path and the two values of the first difference, or undefined where there is none. */
function firstDifference(before: unknown, after: unknown, path: string): string | undefined {
  if (!isObject(before) || !isObject(after) || Array.isArray(before) !== Array.isArray(after)) {
    return before === after ? undefined : `${path} from ${JSON.stringify(before)} to ${JSON.stringify(after)}`;
  }
  for (const field of new Set([...Object.keys(before), ...Object.keys(after)])) {
    const found = firstDifference(
      before[field],
      after[field],
      Array.isArray(before) ? `${path}[${field}]` : `${path}.${field}`,
    );
    if (found) return found;
  }
  return undefined;
}

function deepFreeze(value: unknown): void {
  if (typeof value !== "object" || value === null || Object.isFrozen(value)) return;
  for (const item of Object.values(value)) deepFreeze(item);
  Object.freeze(value);
}
