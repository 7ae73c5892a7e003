/** The `out` that handlers are given: it checks and freezes what they ask for. */
import type { Data } from "../data";
import { checkPlain, frozenCopy, PlainDataError, thawedCopy } from "../data";
import type { AnyProtocol, Millis, NodeId, Out } from "../protocol";
import { HandlerError, Refusal } from "./vocabulary";
import type { Effect, EffectSink, Environment, Input } from "./vocabulary";

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
  private running = false;

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
    this.running = true;
    try {
      return this.dispatch(protocol, self, draft, watch ? thawed(input) : input, input);
    } catch (error) {
      if (error instanceof HandlerError) throw error;
      throw this.failure(reasonOf(error), error);
    } finally {
      this.running = false;
    }
  }

  /**
   * Looks for something in `state` that is not plain data. A host that never copies a state would not notice it.
   * @throws HandlerError that names the handler that ran last, and the field
   */
  checkState(state: Data): void {
    try {
      checkPlain(state, "state");
    } catch (error) {
      throw this.failure(`left behind what is not plain data: ${(error as Error).message}`, error);
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
      // What becomes of the promise is of no interest: it must not end the process by being rejected later.
      void Promise.resolve(returned).catch(() => undefined);
      throw this.failure("is async; a handler runs at once and to its end: set a timer or send a message instead");
    }
  }

  private checkStart(state: unknown): void {
    if (state === undefined) throw this.failure("returned nothing; start returns the node's whole state");
    this.refuseReturn(state);
    this.checkState(state as Data);
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

  /** A handler that kept `out` and calls it later would change a run from outside it. */
  private mustRun(call: string): void {
    if (!this.running) throw new Error(`out.${call} was called after its handler had returned`);
  }

  get localTime(): Millis {
    this.mustRun("localTime");
    this.readClock = true;
    return this.environment.localTime();
  }

  send(to: NodeId, message: Data): void {
    this.mustRun("send");
    if (typeof to !== "string") throw this.failure(`called send: to is ${String(to)}; it must be a node's name`);
    this.sink.send(to, this.frozen(message, "send", "message"));
  }

  setTimer(timer: string, after: readonly [min: Millis, max: Millis]): void {
    this.mustRun("setTimer");
    if (typeof timer !== "string") throw this.failure(`called setTimer: timer is ${String(timer)}; it must be a name`);
    const minMs = Array.isArray(after) ? after[0] : undefined;
    const maxMs = Array.isArray(after) ? after[1] : undefined;
    if (typeof minMs !== "number" || typeof maxMs !== "number" || !(minMs >= 0 && minMs <= maxMs && maxMs < Infinity)) {
      throw this.failure(
        `called setTimer(${timer}): after is ${printed(after)}; allowed is [min, max] in milliseconds with 0 <= min <= max`,
      );
    }
    this.sink.setTimer(timer, minMs, maxMs);
  }

  cancelTimer(timer: string): void {
    this.mustRun("cancelTimer");
    this.sink.cancelTimer(timer);
  }

  save(saved: Data): void {
    this.mustRun("save");
    if (this.environment.knockedOut?.has("save")) return;
    this.sink.save(this.frozen(saved, "save", "saved"));
  }

  choose<Option>(options: readonly Option[]): Option {
    this.mustRun("choose");
    if (options.length === 0) throw this.failure("called choose with no options");
    const index = this.environment.choose(options.length);
    this.choices.push(index);
    return options[index]!;
  }

  guard(name: string, condition: boolean): boolean {
    return condition || this.environment.knockedOut?.has(name) === true;
  }

  invoke(operation: Data): void {
    this.mustRun("invoke");
    this.sink.invoke(this.frozen(operation, "invoke", "operation"));
  }

  complete(result: Data): void {
    this.mustRun("complete");
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
  if (error instanceof Refusal) return `called ${error.message}`;
  const text = error instanceof Error ? error.message : String(error);
  if (error instanceof TypeError && /read only|not extensible|Cannot delete|Cannot add/.test(text)) {
    return `wrote to something that it shares with others (${text}): messages and what was saved are frozen, copy first`;
  }
  return `threw ${error instanceof Error ? `${error.name}: ${text}` : text}`;
}

/** Numbers as they are, where JSON would say null. */
function printed(value: unknown): string {
  return Array.isArray(value) ? `[${value.map(String).join(", ")}]` : String(value);
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
