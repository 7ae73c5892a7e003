/**
 * Plays an exact schedule, move by move, through the same `step` as everybody else. A move that is not possible is
 * refused and changes nothing, which is what lets a schedule be shrunk by leaving moves out.
 */
import type { Data, Envelope, Millis, NodeId, World } from "../protocol";
import { HandlerError, Recorder } from "../step";
import type { Effect, Input } from "../step";
import type { Survives } from "../sim";
import type { TraceEvent } from "../trace/trace";
import { newActor } from "./cast";
import type { Actor, Cast, Hint, OpenOperation, Wrong } from "./cast";
import { Flights } from "./flights";
import type { Flight } from "./flights";
import type { Beginning, Move, Within } from "./schedule";
import { ScriptHost } from "./script-host";
import { leastTimes } from "./timing";
import type { Bound, Range } from "./timing";

export class Stage implements World {
  readonly nodes: readonly NodeId[];
  readonly events: TraceEvent[] = [];
  readonly history: OpenOperation[] = [];
  readonly flights: Flights;
  /** Names of the `sometimes` properties that have held. */
  readonly held = new Set<string>();
  wrong: Wrong | undefined;
  /** The number of the move that is being played; 0 while the nodes boot. */
  at = 0;
  private readonly actors: readonly Actor[];
  private readonly byName = new Map<NodeId, Actor>();
  private readonly recorder: Recorder;
  private begun = false;
  /** What is known of the time between two moves, where it is kept. */
  readonly bounds: Bound[] = [];
  private within: Within = {};
  private hint: Hint = {};
  private chosen = 0;

  constructor(
    readonly cast: Cast,
    { down = [], boots = {} }: Beginning = {},
  ) {
    this.nodes = cast.nodes;
    this.flights = new Flights((from, to) => cast.isOrdered(from, to));
    this.actors = cast.nodes.map((id) => newActor(id, cast.protocols[id]));
    for (const actor of this.actors) this.byName.set(actor.id, actor);
    this.recorder = new Recorder({
      localTime: () => this.within.clockMs ?? this.at,
      choose: (count) => Math.min(this.within.choices?.[this.chosen++] ?? 0, count - 1),
    });
    for (const actor of this.actors) {
      if (this.wrong) break;
      if (down.includes(actor.id)) continue;
      if (actor.protocol) this.boot(actor, boots[actor.id] ?? {});
      else this.startScript(actor);
    }
    this.begun = true;
    this.judge();
  }

  /** Plays one move; false if it is not possible. */
  play(move: Move, hint: Hint = {}): boolean {
    if (this.wrong) return false;
    this.hint = hint;
    this.at += 1;
    const events = this.events.length;
    if (this.attempt(move)) return true;
    this.at -= 1;
    this.events.length = events;
    return false;
  }

  private attempt(move: Move): boolean {
    switch (move.kind) {
      case "deliver":
      case "drop":
      case "duplicate": {
        const { message } = this.hint;
        const flight = message === undefined ? this.flights.find(move) : this.flights.findAlike(move, message);
        return flight !== undefined && this.touch(move, flight);
      }
      case "timer":
        return this.fire(this.actor(move.node), move.timer, move);
      case "restart":
        return this.restart(this.actor(move.node), move);
      case "crash":
        return this.crash(this.actor(move.node), move.saved);
      case "wake":
        return this.wake(this.actor(move.node));
    }
  }

  private wake(actor: Actor | undefined): boolean {
    const patience = actor?.script?.patience;
    if (!actor?.script || !patience) return false;
    this.keep(patience.since, [patience.ms, patience.ms]);
    return actor.script.wake();
  }

  /** Since which move a script has been waiting, and how long it will. */
  patienceOf(node: NodeId): ScriptHost["patience"] {
    return this.byName.get(node)?.script?.patience;
  }

  /** This move comes so long after the one that it follows from. */
  private keep(from: number, [minMs, maxMs]: Range): void {
    if (!this.cast.timing) return;
    const { tookMs = minMs } = this.hint;
    this.bounds.push({ from, to: this.at, minMs: Math.min(minMs, tookMs), maxMs: Math.max(maxMs, tookMs) });
  }

  /** Whether the order of the moves is possible in time; always, where time is not kept. */
  get isInTime(): boolean {
    return this.cast.timing === undefined || leastTimes(this.at, this.allBounds()) !== undefined;
  }

  /** A time for each move, the boot's first, as far apart as they may be; undefined where time is not kept. */
  times(): readonly Millis[] | undefined {
    if (!this.cast.timing) return undefined;
    const bounds = this.allBounds();
    for (const apartMs of [10, 5, 2, 1, 0.1, 0]) {
      const times = leastTimes(this.at, bounds, apartMs);
      if (times) return times;
    }
    return undefined;
  }

  private allBounds(): readonly Bound[] {
    return [...this.bounds, ...this.overdue()];
  }

  /** What has not happened may not be late: messages on their way, timers that are set, scripts that wait. */
  private overdue(): readonly Bound[] {
    const { timing } = this.cast;
    if (!timing) return [];
    const bounds: Bound[] = [];
    const until = (from: number, maxMs: Millis): void => void bounds.push({ from, to: this.at, minMs: 0, maxMs });
    for (const { from, to, sentAt } of this.flights.pending) {
      const receiver = this.byName.get(to)!;
      // It may have come while its receiver was down.
      if (receiver.up && receiver.bootedAt <= sentAt && timing.isPunctual(to))
        until(sentAt, timing.latencyOf(from, to)[1]);
    }
    for (const { id, timers, script } of this.actors) {
      if (timing.isPunctual(id)) for (const { since, range } of timers.values()) until(since, range[1]);
      if (script?.patience) until(script.patience.since, script.patience.ms);
    }
    return bounds;
  }

  isUp(node: NodeId): boolean {
    return this.actor(node)?.up ?? false;
  }

  /** The timers that are set at a node, by their names. */
  timersOf(node: NodeId): readonly string[] {
    return [...(this.actor(node)?.timers.keys() ?? [])];
  }

  private actor(node: NodeId): Actor | undefined {
    return this.byName.get(node);
  }

  private touch(move: Extract<Move, { kind: "deliver" | "drop" | "duplicate" }>, flight: Flight): boolean {
    const { id, from, to, message } = flight;
    if (move.kind === "duplicate") {
      flight.copies += 1;
      this.events.push({ kind: "duplicate", at: this.at, id, from, to });
      return true;
    }
    if (move.kind === "drop") {
      flight.copies -= 1;
      this.events.push({ kind: "lose", at: this.at, id, from, to, message, why: "drop" });
      this.judge(to);
      return true;
    }
    const actor = this.actor(to);
    if (!actor || !actor.up || !this.flights.mayArrive(flight)) return false;
    flight.copies -= 1;
    if (this.cast.timing) this.keep(flight.sentAt, this.cast.timing.latencyOf(from, to));
    this.deliver(actor, flight, move);
    return true;
  }

  private deliver(actor: Actor, flight: Flight, move: Extract<Move, { kind: "deliver" }>): void {
    const { id, from, to } = flight;
    const message = move.corrupted ?? flight.message;
    const { at } = this;
    if (move.corrupted !== undefined) this.events.push({ kind: "corrupt", at, id, from, to });
    const event: TraceEvent = { kind: "deliver", at, node: actor.id, id, from, message };
    if (actor.script) {
      this.events.push(event);
      actor.script.deliver(from, message);
    } else this.handle(actor, { kind: "message", from, message }, event, move);
  }

  private fire(actor: Actor | undefined, timer: string, within: Within): boolean {
    const set = actor?.timers.get(timer);
    if (!actor?.up || !set) return false;
    actor.timers.delete(timer);
    this.keep(set.since, set.range);
    this.handle(actor, { kind: "timer", timer }, { kind: "timer", at: this.at, node: actor.id, timer }, within);
    return true;
  }

  private restart(actor: Actor | undefined, within: Within): boolean {
    if (!actor?.protocol || actor.up) return false;
    this.boot(actor, within);
    return true;
  }

  private boot(actor: Actor, within: Within): void {
    actor.up = true;
    actor.bootedAt = this.at;
    actor.operation = -1;
    const saved = actor.disk.holds;
    this.handle(actor, { kind: "start", saved }, { kind: "start", at: this.at, node: actor.id, saved }, within);
  }

  private crash(actor: Actor | undefined, saved: Survives = "kept"): boolean {
    if (!actor?.up) return false;
    actor.up = false;
    actor.state = null;
    actor.timers.clear();
    this.events.push({ kind: "crash", at: this.at, node: actor.id });
    const fate = actor.disk.crash(saved);
    if (fate) this.events.push({ kind: "save", at: this.at, node: actor.id, saved: actor.disk.holds, fate });
    this.judge(actor.id);
    return true;
  }

  /** Runs one handler and carries out its effects. */
  private handle(actor: Actor, input: Input, event: TraceEvent, within: Within): void {
    const { recorder } = this;
    this.within = within;
    this.chosen = 0;
    const place = this.events.push(event) - 1;
    try {
      actor.state = recorder.perform(actor.protocol!, actor.id, actor.state, input);
      const { choices, effects, readClock } = recorder;
      const kept = within.effectsKept;
      this.events[place] = {
        ...event,
        ...(choices.length > 0 ? { choices } : {}),
        ...(readClock ? { clockMs: within.clockMs ?? this.at } : {}),
        ...(kept === undefined ? {} : { effectsKept: kept }),
      } as TraceEvent;
      for (const effect of kept === undefined ? effects : effects.slice(0, kept)) this.carryOut(actor, effect);
    } catch (error) {
      return this.fail(error);
    }
    if (within.effectsKept !== undefined) this.crash(actor, within.saved);
    else this.judge(actor.id);
  }

  private carryOut(actor: Actor, effect: Effect): void {
    switch (effect.kind) {
      case "send":
        return this.send(actor.id, effect.to, effect.message);
      case "setTimer":
        actor.timers.set(effect.timer, { since: this.at, range: [effect.minMs, effect.maxMs] });
        return;
      case "cancelTimer":
        actor.timers.delete(effect.timer);
        return;
      case "save":
        return this.save(actor, effect.saved);
      case "invoke":
        actor.operation = this.invoke(actor.id, effect.operation);
        return;
      case "complete":
        if (actor.operation < 0) throw this.misuse(actor, "called complete, but no operation of its is open");
        this.complete(actor.operation, effect.result);
        actor.operation = -1;
    }
  }

  private misuse(actor: Actor, reason: string): HandlerError {
    return new HandlerError(actor.protocol?.name ?? "script", actor.id, this.recorder.input!, reason);
  }

  private save(actor: Actor, saved: Data): void {
    const { disk } = actor;
    const { saves } = this.within;
    disk.losing = saves === "lost" ? 1 : 0;
    disk.tearing = saves === "torn" ? 1 : 0;
    const fate = disk.save(saved);
    const event = { kind: "save", at: this.at, node: actor.id, saved: disk.holds } as const;
    this.events.push(fate ? { ...event, fate } : event);
  }

  send(from: NodeId, to: NodeId, message: Data): void {
    const actor = this.byName.get(from)!;
    if (!this.byName.has(to))
      throw this.misuse(actor, `sent a message to ${to}; the nodes are ${this.nodes.join(", ")}`);
    const flight = this.flights.send(from, to, message, this.at);
    this.events.push({ kind: "send", at: this.at, node: from, id: flight.id, to, message });
  }

  /** A client's operation begins; returns its index in the history. */
  invoke(client: NodeId, operation: Data): number {
    const op = this.history.push({ client, operation, invoked: this.at }) - 1;
    this.events.push({ kind: "invoke", at: this.at, node: client, op, operation });
    return op;
  }

  complete(op: number, result: Data): void {
    const operation = this.history[op]!;
    operation.result = result;
    operation.returned = this.at;
    this.events.push({ kind: "complete", at: this.at, node: operation.client, op, result });
  }

  private startScript(actor: Actor): void {
    actor.up = true;
    actor.script = new ScriptHost(actor.id, this.cast.clients[actor.id]!, this);
    actor.script.start();
  }

  private fail(error: unknown): void {
    if (!(error instanceof HandlerError)) throw error;
    const { node, message: sentence, input } = error;
    this.wrong = { kind: "fail", name: `${error.protocol} ${input.kind}`, sentence, node, error };
    this.events.push({ kind: "fail", at: this.at, node, what: sentence });
  }

  /** Looks at the properties, not before every node has booted. */
  private judge(node?: NodeId): void {
    if (this.wrong || !this.begun) return;
    for (const { kind, name, holds } of this.cast.properties) {
      if (kind === "canAlwaysReach" || (kind === "sometimes" && this.held.has(name))) continue;
      const verdict = holds(this);
      if (kind === "sometimes") {
        if (verdict === true) this.held.add(name);
      } else if (verdict !== true) {
        const sentence = typeof verdict === "string" ? verdict : "it does not hold";
        const where = node === undefined ? {} : { node };
        this.wrong = { kind: "violation", name, sentence, ...where };
        this.events.push({ kind: "violation", at: this.at, what: `${name}: ${sentence}`, ...where });
        return;
      }
    }
  }

  // What properties see.

  state(node: NodeId): Data {
    return this.byName.get(node)?.state ?? null;
  }

  saved(node: NodeId): Data {
    return this.byName.get(node)?.disk.holds ?? null;
  }

  get messages(): readonly Envelope[] {
    return this.flights.onTheirWay;
  }
}
