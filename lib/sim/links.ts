/** One direction of a link: what becomes of each message that is sent on it. */
import type { Data } from "../protocol";
import { kindOf } from "../step";
import { corrupted } from "./corruption";
import type { MessageFault } from "./faults";
import { distributionOf, samplerOf } from "./latency";
import type { SimulatedNode } from "./nodes";
import type { LinkOptions } from "./options";
import { createRandom } from "./random";
import type { Random } from "./random";

/** When a message arrives (negative: never), and its second copy. Reused from message to message. */
export interface Fate {
  arrivesMs: number;
  /** Negative where there is no second copy. */
  copyArrivesMs: number;
  corrupt: boolean;
  /** By chance, or by the schedule. */
  lostBy: "loss" | "drop";
}

const never = -1;

type Concern = "latency" | "loss" | "duplication" | "copies" | "reordering" | "corruption" | "garbling";

export class Link {
  /** How many cuts lie across it. */
  cuts = 0;
  /** Whether a message's size matters here. */
  hasBandwidth = false;
  private readonly fate: Fate = { arrivesMs: 0, copyArrivesMs: never, corrupt: false, lostBy: "loss" };
  private readonly streams = new Map<Concern, Random>();
  private readonly overrides: LinkOptions[] = [];
  private sample!: () => number;
  private sampleCopy!: () => number;
  private drawLoss!: () => number;
  private drawDuplication!: () => number;
  /** Whether nothing but latency needs to be looked at. */
  private simple = true;
  private current!: Required<Omit<LinkOptions, "latencyMs">>;
  private sent = 0;
  private readonly sentOfKind = new Map<string, number>();
  private lastArrivalMs = 0;
  private freeAtMs = 0;

  constructor(
    readonly from: SimulatedNode,
    readonly to: SimulatedNode,
    private readonly seed: number | string,
    private readonly options: LinkOptions,
    /** What the schedule says about single messages of this link. */
    private readonly faults: readonly MessageFault[],
  ) {
    this.compile();
  }

  /** Other options from now on, until they are taken back. */
  override(options: LinkOptions): void {
    this.overrides.push(options);
    this.compile();
  }

  restore(options: LinkOptions): void {
    this.overrides.splice(this.overrides.indexOf(options), 1);
    this.compile();
  }

  private compile(): void {
    const merged: LinkOptions = Object.assign({}, this.options, ...this.overrides);
    const latency = distributionOf(merged.latencyMs ?? [5, 15]);
    this.sample = samplerOf(latency, this.stream("latency"));
    this.current = {
      loss: merged.loss ?? 0,
      duplication: merged.duplication ?? 0,
      corruption: merged.corruption ?? 0,
      reordering: merged.reordering ?? 0,
      reorderingMs: merged.reorderingMs ?? 50,
      ordered: merged.ordered ?? false,
      bandwidthBytesPerMs: merged.bandwidthBytesPerMs ?? Infinity,
    };
    const { loss, duplication, corruption, reordering, ordered, bandwidthBytesPerMs } = this.current;
    if (loss > 0) this.drawLoss = this.stream("loss").next;
    if (duplication > 0) {
      this.drawDuplication = this.stream("duplication").next;
      this.sampleCopy = samplerOf(latency, this.stream("copies"));
    }
    this.hasBandwidth = bandwidthBytesPerMs < Infinity;
    this.simple =
      loss + duplication + corruption + reordering === 0 && !ordered && !this.hasBandwidth && this.faults.length === 0;
  }

  /** Each concern draws from a stream of its own, so that one knob leaves the others' draws as they were. */
  private stream(concern: Concern): Random {
    let stream = this.streams.get(concern);
    if (!stream) {
      stream = createRandom(this.seed, `${concern} ${this.from.id}->${this.to.id}`);
      this.streams.set(concern, stream);
    }
    return stream;
  }

  /**
   * Decides the fate of the next message. Whether the link is cut is not looked at here: so the same numbers are
   * drawn with and without the cut.
   * @param bytes its size, where the link has a bandwidth
   */
  send(nowMs: number, message: Data, bytes: number): Fate {
    const { fate } = this;
    this.sent += 1;
    fate.arrivesMs = nowMs + this.sample();
    fate.copyArrivesMs = never;
    fate.corrupt = false;
    if (!this.simple) this.meddle(fate, nowMs, message, bytes);
    return fate;
  }

  private meddle(fate: Fate, nowMs: number, message: Data, bytes: number): void {
    const { loss, duplication, reordering, corruption, ordered } = this.current;
    const lost = loss > 0 && this.drawLoss() < loss;
    if (reordering > 0) {
      const random = this.stream("reordering");
      const by = random.next() * this.current.reorderingMs;
      if (random.next() < reordering) fate.arrivesMs += by;
    }
    fate.corrupt = corruption > 0 && this.stream("corruption").next() < corruption;
    const waitsMs = this.hasBandwidth ? this.transmit(nowMs, bytes) : 0;
    fate.arrivesMs += waitsMs;
    if (duplication > 0 && this.drawDuplication() < duplication) {
      fate.copyArrivesMs = nowMs + waitsMs + this.sampleCopy();
    }
    fate.lostBy = "loss";
    const arrives = fate.arrivesMs;
    if (lost) fate.arrivesMs = never;
    if (this.faults.length > 0) this.applyFaults(fate, message, arrives);
    if (ordered) this.keepOrder(fate);
  }

  /** How much later it arrives because of its own size and of what is still being sent. */
  private transmit(nowMs: number, bytes: number): number {
    const start = Math.max(nowMs, this.freeAtMs);
    this.freeAtMs = start + bytes / this.current.bandwidthBytesPerMs;
    return this.freeAtMs - nowMs;
  }

  private applyFaults(fate: Fate, message: Data, arrives: number): void {
    const kind = kindOf(message);
    const ofKind = (this.sentOfKind.get(kind) ?? 0) + 1;
    this.sentOfKind.set(kind, ofKind);
    for (const fault of this.faults) {
      if (fault.message === undefined ? fault.nth !== this.sent : fault.message !== kind || fault.nth !== ofKind)
        continue;
      if (fault.kind === "drop") {
        fate.arrivesMs = never;
        fate.copyArrivesMs = never;
        fate.lostBy = "drop";
      } else if (fault.kind === "delay") {
        if (fate.arrivesMs >= 0) fate.arrivesMs += fault.byMs;
      } else fate.copyArrivesMs = arrives + fault.afterMs;
    }
  }

  /** Nothing overtakes what was sent before it. */
  private keepOrder(fate: Fate): void {
    if (fate.arrivesMs >= 0) this.lastArrivalMs = fate.arrivesMs = Math.max(fate.arrivesMs, this.lastArrivalMs);
    if (fate.copyArrivesMs >= 0) {
      this.lastArrivalMs = fate.copyArrivesMs = Math.max(fate.copyArrivesMs, this.lastArrivalMs);
    }
  }

  /** `message` with one of its numbers or texts changed; itself where it has none. */
  corrupted(message: Data): Data {
    return corrupted(message, this.stream("garbling"));
  }
}
