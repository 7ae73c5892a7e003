/**
 * One node of a real process: its state, its timers, its save file, and what waits for the disk.
 *
 * A handler runs at once; what it asks for happens in the order in which it asked. What comes after a save waits until
 * the disk has confirmed it, and so does everything after that, whichever handler asked: others may learn only what
 * this node will still know after a crash. Handlers go on meanwhile, which is what makes one fsync serve many.
 */
import type { Data } from "../data";
import type { AnyProtocol, NodeId } from "../protocol";
import { Recorder, Refusal } from "../step";
import type { Effect, EffectSink, Input } from "../step";
import type { TraceEvent } from "../trace/trace";
import type { Clock } from "./clock";
import type { SaveFile } from "./save-file";
import { Timers } from "./timers";
import type { TraceSink } from "./trace-file";
import type { Parcel } from "./wire";

export interface RealNodeOptions {
  readonly id: NodeId;
  readonly protocol: AnyProtocol;
  readonly saveFile: SaveFile;
  readonly clock: Clock;
  /** Draws a number from 0 to 1, 1 excluded. */
  readonly random: () => number;
  readonly trace: TraceSink;
  readonly send: (parcel: Parcel) => void;
  readonly knows: (node: NodeId) => boolean;
  /** The first number of this node's messages and operations; others of its lives have used those before. */
  readonly firstId: number;
  /** A handler failed: the node is down. */
  readonly onFailure: (error: Error) => void;
}

type Leaving = Exclude<Effect, { kind: "setTimer" | "cancelTimer" }>;

export class RealNode implements EffectSink {
  readonly counts = { sent: 0, delivered: 0, timers: 0, invoked: 0, completed: 0 };
  private state: Data = null;
  private up = false;
  private readonly recorder: Recorder;
  private readonly timers: Timers;
  /** What has been asked for and not happened yet, because the disk has not confirmed the save before it. */
  private leaving: Leaving[] = [];
  /** How many of them have happened. */
  private left = 0;
  private nextId: number;
  private nextOperation: number;
  private openOperation = 0;
  /** What the clock shows to the handler that runs: the same however often it asks, as in a simulation. */
  private readsMs = 0;

  constructor(private readonly options: RealNodeOptions) {
    const { clock, random, firstId } = options;
    this.nextId = this.nextOperation = firstId;
    const choose = (count: number): number => Math.floor(random() * count);
    this.recorder = new Recorder({ localTime: () => this.readsMs, choose }, this);
    this.timers = new Timers({ clock, random, onTimer: (timer) => this.fire(timer) });
  }

  get id(): NodeId {
    return this.options.id;
  }

  get isUp(): boolean {
    return this.up;
  }

  get current(): Data {
    return this.state;
  }

  start(): void {
    const { saved } = this.options.saveFile;
    this.up = true;
    this.handle({ kind: "start", saved }, (at) => ({ kind: "start", at, node: this.id, saved }));
  }

  /** No handler runs any more. What waits for the disk is forgotten. */
  stop(): void {
    this.up = false;
    this.leaving = [];
    this.left = 0;
    this.timers.cancelAll();
  }

  deliver({ from, id, message }: Parcel): void {
    if (!this.up) return;
    this.counts.delivered += 1;
    this.handle({ kind: "message", from, message }, (at) => ({
      kind: "deliver",
      at,
      node: this.id,
      id,
      from,
      message,
    }));
  }

  private fire(timer: string): void {
    if (!this.up) return;
    this.counts.timers += 1;
    this.handle({ kind: "timer", timer }, (at) => ({ kind: "timer", at, node: this.id, timer }));
  }

  private handle(input: Input, eventAt: (at: number) => TraceEvent): void {
    const { protocol, trace, clock } = this.options;
    this.readsMs = clock.nowMs();
    try {
      this.state = this.recorder.perform(protocol, this.id, this.state, input);
    } catch (error) {
      trace.add(eventAt(this.readsMs));
      return this.fail(error as Error);
    }
    const { choices, readClock } = this.recorder;
    const event = eventAt(this.readsMs);
    trace.add(
      choices.length === 0 && !readClock
        ? event
        : ({
            ...event,
            ...(choices.length > 0 ? { choices } : {}),
            ...(readClock ? { clockMs: this.readsMs } : {}),
          } as TraceEvent),
    );
    this.release();
  }

  private fail(error: Error): void {
    const { trace, clock, onFailure } = this.options;
    this.stop();
    trace.add({ kind: "fail", at: clock.nowMs(), node: this.id, what: error.message });
    onFailure(error);
  }

  send(to: NodeId, message: Data): void {
    if (!this.options.knows(to)) throw new Refusal(`send: to is ${to}, which is no node of this cluster`);
    this.leaving.push({ kind: "send", to, message });
  }

  setTimer(timer: string, minMs: number, maxMs: number): void {
    this.timers.set(timer, minMs, maxMs);
  }

  cancelTimer(timer: string): void {
    this.timers.cancel(timer);
  }

  save(saved: Data): void {
    this.leaving.push({ kind: "save", saved });
    this.options.saveFile.save(saved, () => this.confirmed());
  }

  invoke(operation: Data): void {
    this.leaving.push({ kind: "invoke", operation });
  }

  complete(result: Data): void {
    this.leaving.push({ kind: "complete", result });
  }

  /** How many effects wait for the disk. */
  get waiting(): number {
    return this.leaving.length - this.left;
  }

  /** The disk has confirmed the first save that waits. */
  private confirmed(): void {
    if (!this.up) return;
    const { trace, clock } = this.options;
    const save = this.leaving[this.left++];
    if (save?.kind === "save") trace.add({ kind: "save", at: clock.nowMs(), node: this.id, saved: save.saved });
    this.release();
  }

  /** Lets everything happen up to the next save. */
  private release(): void {
    const { leaving } = this;
    while (this.left < leaving.length && leaving[this.left]!.kind !== "save") this.carryOut(leaving[this.left++]!);
    if (this.left === leaving.length) {
      this.leaving = [];
      this.left = 0;
    } else if (this.left > 1000 && this.left * 2 > leaving.length) {
      this.leaving = leaving.slice(this.left);
      this.left = 0;
    }
  }

  private carryOut(effect: Leaving): void {
    const { trace, clock } = this.options;
    const at = clock.nowMs();
    const node = this.id;
    switch (effect.kind) {
      case "send": {
        const { to, message } = effect;
        const id = this.nextId++;
        this.counts.sent += 1;
        trace.add({ kind: "send", at, node, id, to, message });
        return this.options.send({ from: node, to, id, message });
      }
      case "invoke":
        this.openOperation = this.nextOperation++;
        this.counts.invoked += 1;
        return trace.add({ kind: "invoke", at, node, op: this.openOperation, operation: effect.operation });
      case "complete":
        this.counts.completed += 1;
        return trace.add({ kind: "complete", at, node, op: this.openOperation, result: effect.result });
      case "save":
        return undefined;
    }
  }
}
