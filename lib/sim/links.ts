/** One direction of a link: what becomes of each message that is sent on it. */
import type { Data, NodeId } from "../protocol";
import type { MessageFault } from "./faults";
import { distributionOf, samplerOf } from "./latency";
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

export class Link {
  /** How many cuts lie across it. */
  cuts = 0;
  readonly fate: Fate = { arrivesMs: 0, copyArrivesMs: never, corrupt: false, lostBy: "loss" };
  private sent = 0;
  private readonly random: Random;
  private readonly overrides: LinkOptions[] = [];
  private current!: Required<Omit<LinkOptions, "latencyMs">>;
  private sample!: () => number;
  private lastArrivalMs = 0;
  private freeAtMs = 0;
  private readonly faults: readonly MessageFault[];

  constructor(
    readonly from: NodeId,
    readonly to: NodeId,
    readonly fromIndex: number,
    seed: number | string,
    private readonly options: LinkOptions,
    faults: readonly MessageFault[],
  ) {
    this.random = createRandom(seed, `link ${from}->${to}`);
    this.faults = faults.filter((fault) => fault.from === from && fault.to === to);
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
    this.sample = samplerOf(distributionOf(merged.latencyMs ?? [5, 15]), this.random);
    this.current = {
      loss: merged.loss ?? 0,
      duplication: merged.duplication ?? 0,
      corruption: merged.corruption ?? 0,
      reordering: merged.reordering ?? 0,
      reorderingMs: merged.reorderingMs ?? 50,
      ordered: merged.ordered ?? false,
      bandwidthBytesPerMs: merged.bandwidthBytesPerMs ?? Infinity,
    };
  }

  /**
   * Decides the fate of the next message. Whether the link is cut is not looked at here: so the same numbers are
   * drawn with and without the cut.
   */
  send(nowMs: number, message: Data): Fate {
    const { fate, current, random } = this;
    const nth = ++this.sent;
    let arrives = nowMs + this.sample();
    const lost = current.loss > 0 && random.next() < current.loss;
    const copied = current.duplication > 0 && random.next() < current.duplication;
    if (current.reordering > 0 && random.next() < current.reordering) {
      arrives += random.next() * current.reorderingMs;
    }
    fate.corrupt = current.corruption > 0 && random.next() < current.corruption;
    if (current.bandwidthBytesPerMs < Infinity) arrives += this.transmit(nowMs, message);
    fate.copyArrivesMs = copied ? nowMs + this.sample() : never;
    fate.arrivesMs = lost ? never : arrives;
    fate.lostBy = "loss";
    if (this.faults.length > 0) this.applyFaults(fate, nth, arrives);
    if (current.ordered) this.keepOrder(fate);
    return fate;
  }

  /** How much later it arrives because of its own size and of what is still being sent. */
  private transmit(nowMs: number, message: Data): number {
    const bytes = JSON.stringify(message).length;
    const start = Math.max(nowMs, this.freeAtMs);
    this.freeAtMs = start + bytes / this.current.bandwidthBytesPerMs;
    return this.freeAtMs - nowMs;
  }

  private applyFaults(fate: Fate, nth: number, arrives: number): void {
    for (const fault of this.faults) {
      if (fault.nth !== nth) continue;
      if (fault.kind === "drop") {
        fate.arrivesMs = never;
        fate.copyArrivesMs = never;
        fate.lostBy = "drop";
      } else if (fault.kind === "delay") {
        if (fate.arrivesMs >= 0) fate.arrivesMs += fault.byMs;
      } else fate.copyArrivesMs = arrives + fault.afterMs;
    }
  }

  private keepOrder(fate: Fate): void {
    if (fate.arrivesMs >= 0) this.lastArrivalMs = fate.arrivesMs = Math.max(fate.arrivesMs, this.lastArrivalMs);
    if (fate.copyArrivesMs >= 0)
      this.lastArrivalMs = fate.copyArrivesMs = Math.max(fate.copyArrivesMs, this.lastArrivalMs);
  }

  /** `message` with one of its numbers or texts changed; itself where it has none. */
  corrupted(message: Data): Data {
    const leaves = countLeaves(message);
    return leaves === 0 ? message : corruptLeaf(message, { left: this.random.index(leaves) }, this.random);
  }
}

function isLeaf(value: Data): value is number | string {
  return typeof value === "number" || typeof value === "string";
}

function countLeaves(value: Data): number {
  if (isLeaf(value)) return 1;
  if (typeof value !== "object" || value === null) return 0;
  return Object.entries(value).reduce(
    (sum, [field, item]) => sum + (field === "kind" ? 0 : countLeaves(item as Data)),
    0,
  );
}

/** A copy in which the leaf numbered `left` is another; `kind` stays, so that the message still looks like one. */
function corruptLeaf(value: Data, counter: { left: number }, random: Random): Data {
  if (isLeaf(value)) return counter.left-- === 0 ? otherLeaf(value, random) : value;
  if (typeof value !== "object" || value === null) return value;
  if (Array.isArray(value)) return Object.freeze(value.map((item) => corruptLeaf(item as Data, counter, random)));
  const copy = Object.entries(value).map(([field, item]) => [
    field,
    field === "kind" ? item : corruptLeaf(item as Data, counter, random),
  ]);
  return Object.freeze(Object.fromEntries(copy)) as Data;
}

function otherLeaf(value: number | string, random: Random): number | string {
  if (typeof value === "number") return value + (1 << random.index(8)) * (random.next() < 0.5 ? -1 : 1);
  if (value.length === 0) return "\uFFFD";
  const at = random.index(value.length);
  return `${value.slice(0, at)}\uFFFD${value.slice(at + 1)}`;
}
