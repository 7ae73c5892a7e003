/**
 * The simulator's engine: takes the next event from the queue, runs the handler that it is for, carries out what the
 * handler asked for. Virtual time jumps from event to event; order is (time, order of scheduling).
 */
import type { Data, Millis, NodeId, Property, World } from "../protocol";
import { HandlerError, kindOf, Recorder } from "../step";
import type { EffectSink, Input } from "../step";
import type { Trace } from "../trace/trace";
import { FaultDriver } from "./fault-driver";
import { Links } from "./network";
import { SimulatedNode } from "./nodes";
import type { CheckedOptions } from "./options";
import { EventQueue } from "./queue";
import { Recording } from "./recording";
import { ScriptDriver } from "./script-driver";
import { Delivery, Slots, TimerFiring } from "./slots";
import type { Happening } from "./slots";

/** Why a run ended. */
export type Ending = "until" | "quiet" | "time" | "events" | "failure" | "violation";

export interface Violation {
  readonly property: string;
  /** A sentence: what is wrong. */
  readonly what: string;
  readonly atMs: Millis;
}

export class Engine implements World {
  nowMs: Millis = 0;
  events = 0;
  why: Ending | undefined;
  failure: HandlerError | undefined;
  violation: Violation | undefined;
  /** Names of the `sometimes` properties that have held. */
  readonly held = new Set<string>();
  readonly queue = new EventQueue();
  readonly slots = new Slots();
  readonly recording: Recording;
  readonly simulated: readonly SimulatedNode[];
  readonly links: Links;
  private readonly byName = new Map<NodeId, SimulatedNode>();
  private readonly recorder: Recorder;
  private readonly faults: FaultDriver;
  private readonly scripts: ScriptDriver;
  private readonly always: readonly Property[];
  private readonly sometimes: readonly Property[];
  private readonly watched = new Map<string, number>();
  private current: SimulatedNode | undefined;
  private messageIds = 0;
  private effectsLeft = Infinity;

  constructor(readonly options: CheckedOptions) {
    this.recording = new Recording(options.trace, options.nodes);
    this.simulated = options.nodes.map(
      (id, index) => new SimulatedNode(id, index, options.protocols[id], options.seed),
    );
    for (const node of this.simulated) this.byName.set(node.id, node);
    this.links = new Links(options);
    this.recorder = new Recorder(
      {
        localTime: () => this.current!.clock(this.nowMs),
        choose: (count) => this.current!.choices.index(count),
      },
      this.sink(),
    );
    this.faults = new FaultDriver(this);
    this.scripts = new ScriptDriver(this);
    this.always = options.properties.filter((property) => property.kind === "always");
    this.sometimes = options.properties.filter((property) => property.kind === "sometimes");
  }

  /** Runs to the end and returns why it ended. */
  run(): Ending {
    this.faults.schedule();
    for (const node of this.simulated) {
      if (this.why !== undefined) break;
      if (node.protocol) this.boot(node);
      else this.scripts.start(node, this.options.clients[node.id]!);
    }
    const { queue, options } = this;
    while (this.why === undefined) {
      const next = queue.nextTime;
      if (next > options.untilMs) {
        this.why = next === Infinity ? "quiet" : "time";
        if (this.why === "time") this.nowMs = options.untilMs;
      } else if (this.events >= options.maxEvents) this.why = "events";
      else {
        const slot = queue.pop();
        // Time does not move for a timer that was cancelled: nothing happens then.
        if (this.isOutdated(slot)) continue;
        this.nowMs = next;
        this.events += 1;
        this.happen(slot);
      }
    }
    return this.why;
  }

  /** A timer that was cancelled, set again, or lost in a crash. Its slot is given back. */
  private isOutdated(slot: number): boolean {
    const happening = this.slots.happening(slot);
    if (happening.kind !== "timer") return false;
    if (this.simulated[this.slots.node(slot)]!.timers.get(happening.timer) === slot) return false;
    this.slots.release(slot);
    return true;
  }

  private happen(slot: number): void {
    const node = this.slots.node(slot);
    if (node < 0) return this.faults.happen(this.takeSlot(slot));
    const target = this.simulated[node]!;
    if (target.pauses > 0 && target.up) {
      target.waiting.push(slot);
      return;
    }
    this.handleSlot(target, slot);
  }

  private takeSlot(slot: number): Happening {
    const happening = this.slots.happening(slot);
    this.slots.release(slot);
    return happening;
  }

  /** Handles what waits in `slot`: also called for a node that goes on after a pause. */
  handleSlot(node: SimulatedNode, slot: number): void {
    const happening = this.slots.happening(slot);
    if (happening.kind === "message") {
      this.slots.release(slot);
      this.deliver(node, happening);
    } else if (happening.kind === "timer") {
      // It may have been cancelled while the node was paused.
      if (node.timers.get(happening.timer) === slot) {
        node.timers.delete(happening.timer);
        this.fire(node, happening);
      }
      this.slots.release(slot);
    } else if (happening.kind === "restart") {
      this.slots.release(slot);
      if (!node.up) this.boot(node);
    } else if (happening.kind === "wake") {
      this.slots.release(slot);
      this.scripts.wake(node, slot);
    }
  }

  /** Schedules something for a node, later by what makes the node slow. */
  schedule(atMs: Millis, happening: Happening, node: number): number {
    const slot = this.slots.take(happening, node);
    this.queue.push(node >= 0 ? atMs + this.simulated[node]!.delayMs : atMs, slot);
    return slot;
  }

  boot(node: SimulatedNode): void {
    node.up = true;
    node.openOperation = -1;
    this.handle(node, { kind: "start", saved: node.saved });
  }

  crash(node: SimulatedNode): void {
    if (!node.up) return;
    node.up = false;
    node.state = null;
    node.timers.clear();
    node.waiting.length = 0;
    this.recording.add({ kind: "crash", at: this.nowMs, node: node.id });
  }

  private deliver(node: SimulatedNode, delivery: Delivery): void {
    const { recording } = this;
    const cut = delivery.link.cuts > 0;
    if (cut || !node.up) {
      recording.counts.lost += 1;
      if (recording.on) this.traceLoss(delivery, node.id, cut ? "cut" : "down");
      return;
    }
    recording.counts.delivered += 1;
    if (node.protocol) this.handle(node, delivery);
    else this.scripts.deliver(node, delivery);
  }

  traceLoss(delivery: Delivery, to: NodeId, why: "loss" | "drop" | "cut" | "down"): void {
    const { id, from, message } = delivery;
    this.recording.add({ kind: "lose", at: this.nowMs, id, from, to, message, why });
  }

  private fire(node: SimulatedNode, firing: TimerFiring): void {
    this.recording.counts.timers += 1;
    this.handle(node, firing);
  }

  /** Runs one handler, records it, and carries out its effects. */
  private handle(node: SimulatedNode, input: Input | Delivery): void {
    const { recorder, recording } = this;
    this.current = node;
    node.steps += 1;
    this.effectsLeft = this.faults.effectsToKeep(node);
    const crashes = this.effectsLeft !== Infinity;
    const place = recording.columns.length;
    if (recording.on) this.traceHandled(node, input);
    try {
      node.state = recorder.perform(node.protocol!, node.id, node.state, input, this.shouldWatch(node, input));
    } catch (error) {
      return this.fail(error);
    }
    if (recording.on && (recorder.readClock || recorder.choices.length > 0)) this.traceReads(place);
    if (crashes) this.faults.crashInStep(node, place);
    if (this.options.properties.length > 0) this.checkProperties();
    if (this.why === undefined && this.options.until?.(this)) this.why = "until";
  }

  private traceHandled(node: SimulatedNode, input: Input | Delivery): void {
    const { nowMs: at, recording } = this;
    if (input.kind === "message") {
      const { link, message, id } = input as Delivery;
      recording.columns.deliver(at, node.index, link.fromIndex, id, message);
    } else if (input.kind === "timer") recording.columns.timer(at, node.index, input.timer);
    else recording.columns.event({ kind: "start", at, node: node.id, saved: input.saved });
  }

  /** Adds what the handler drew and read to its event, so that the trace can be replayed. */
  private traceReads(place: number): void {
    const { recorder, recording } = this;
    recording.columns.extend(place, {
      ...(recorder.choices.length > 0 ? { choices: recorder.choices } : {}),
      ...(recorder.readClock ? { clockMs: this.current!.clock(this.nowMs) } : {}),
    });
  }

  /**
   * Carries out effects as the handler asks for them, which is no different from afterwards: time stands still, and
   * a handler that throws ends the run. A node that crashes within the step has only so many left.
   */
  private sink(): EffectSink {
    const ifAny = (carryOut: () => void): void => {
      if (this.effectsLeft-- > 0) carryOut();
    };
    return {
      send: (to, message) => {
        if (this.effectsLeft-- > 0) this.send(this.current!, to, message);
      },
      setTimer: (timer, minMs, maxMs) => ifAny(() => this.setTimer(this.current!, timer, minMs, maxMs)),
      cancelTimer: (timer) => ifAny(() => this.current!.timers.delete(timer)),
      save: (saved) => ifAny(() => this.save(this.current!, saved)),
      invoke: (operation) =>
        ifAny(() => {
          const node = this.current!;
          node.openOperation = this.recording.invoke(this.nowMs, node.id, operation);
        }),
      complete: (result) => ifAny(() => this.complete(this.current!, result)),
    };
  }

  send(node: SimulatedNode, to: NodeId, message: Data): void {
    const target = this.byName.get(to);
    if (!target)
      return this.fail(this.misuse(node, `sent ${kindOf(message)} to ${to}; the nodes are ${this.nodes.join(", ")}`));
    const { recording, nowMs } = this;
    const link = this.links.between(node, target);
    const delivery = new Delivery(node.id, message, ++this.messageIds, link);
    recording.counts.sent += 1;
    if (recording.on) recording.columns.send(nowMs, node.index, target.index, delivery.id, message);
    const fate = link.send(nowMs, message);
    const { arrivesMs, copyArrivesMs } = fate;
    if (link.cuts > 0 || arrivesMs < 0) {
      recording.counts.lost += 1;
      if (recording.on) this.traceLoss(delivery, to, link.cuts > 0 ? "cut" : fate.lostBy);
    } else this.schedule(arrivesMs, fate.corrupt ? this.corrupt(delivery, to) : delivery, target.index);
    if (copyArrivesMs < 0 || link.cuts > 0) return;
    recording.counts.duplicated += 1;
    recording.add({ kind: "duplicate", at: nowMs, id: delivery.id, from: node.id, to });
    this.schedule(copyArrivesMs, delivery, target.index);
  }

  private corrupt(delivery: Delivery, to: NodeId): Delivery {
    const { from, id, link } = delivery;
    this.recording.counts.corrupted += 1;
    this.recording.add({ kind: "corrupt", at: this.nowMs, id, from, to });
    return new Delivery(from, link.corrupted(delivery.message), id, link);
  }

  private setTimer(node: SimulatedNode, timer: string, minMs: Millis, maxMs: Millis): void {
    const localMs = minMs === maxMs ? minMs : node.timerDraws.between(minMs, maxMs);
    node.timers.set(timer, this.schedule(this.nowMs + node.trueDuration(localMs), new TimerFiring(timer), node.index));
  }

  private save(node: SimulatedNode, saved: Data): void {
    this.recording.counts.saves += 1;
    if (node.losesSaves > 0) {
      this.recording.add({ kind: "save", at: this.nowMs, node: node.id, saved, fate: "lost" });
      return;
    }
    node.savedBefore = node.saved;
    node.saved = saved;
    this.recording.add({ kind: "save", at: this.nowMs, node: node.id, saved });
  }

  private complete(node: SimulatedNode, result: Data): void {
    if (node.openOperation < 0) return this.fail(this.misuse(node, "called complete, but no operation of its is open"));
    this.recording.complete(this.nowMs, node.openOperation, result);
    node.openOperation = -1;
  }

  private misuse(node: SimulatedNode, reason: string): HandlerError {
    const input: Input = { kind: "start", saved: null };
    return new HandlerError(node.protocol?.name ?? "script", node.id, this.recorder.input ?? input, reason);
  }

  fail(error: unknown): void {
    if (!(error instanceof HandlerError)) throw error;
    this.failure = error;
    this.why = "failure";
    this.recording.add({ kind: "fail", at: this.nowMs, node: error.node, what: error.message });
  }

  /**
   * Whether the handler's message is compared before and after: the first few of each kind at each node, then ever
   * more rarely. A handler that changes its messages is found early, and the others cost nothing.
   */
  private shouldWatch(node: SimulatedNode, input: Input): boolean {
    if (input.kind !== "message") return input.kind === "start";
    if (node.steps > 64 && (node.steps & 1023) !== 0) return false;
    const key = `${node.index} ${kindOf(input.message)}`;
    const seen = (this.watched.get(key) ?? 0) + 1;
    this.watched.set(key, seen);
    return seen <= 3 || (seen & (seen - 1)) === 0;
  }

  private checkProperties(): void {
    for (const property of this.sometimes) {
      if (!this.held.has(property.name) && property.holds(this) === true) this.held.add(property.name);
    }
    for (const property of this.always) {
      const verdict = property.holds(this);
      if (verdict === true) continue;
      const what = typeof verdict === "string" ? verdict : `not so: ${property.name}`;
      this.violation = { property: property.name, what, atMs: this.nowMs };
      this.why = "violation";
      this.recording.add({ kind: "violation", at: this.nowMs, what });
      return;
    }
  }

  /** The node of that name, or the first that has that role now. */
  nodeOrRole(name: NodeId): SimulatedNode | undefined {
    return (
      this.byName.get(name) ?? this.simulated.find((node) => node.up && node.protocol?.view?.(node.state).role === name)
    );
  }

  // What properties see.

  get nodes(): readonly NodeId[] {
    return this.options.nodes;
  }

  state(node: NodeId): Data {
    return this.byName.get(node)?.state ?? null;
  }

  saved(node: NodeId): Data {
    return this.byName.get(node)?.saved ?? null;
  }

  get messages(): World["messages"] {
    return this.queue.waiting().flatMap((slot) => {
      const happening = this.slots.happening(slot);
      return happening.kind === "message"
        ? [{ from: happening.from, to: happening.link.to, message: happening.message }]
        : [];
    });
  }

  get history(): World["history"] {
    return this.recording.history;
  }

  get trace(): Trace {
    const { columns } = this.recording;
    return {
      nodes: this.nodes,
      time: "ms",
      origin: `seed ${this.options.seed}`,
      get events() {
        return columns.all();
      },
    };
  }
}
