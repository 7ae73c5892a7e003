/** What waits to be sent on one link: bounded, in order. Pure. */
import type { Parcel } from "./wire";

/** How much a link keeps for a peer that is slow or away, before it pushes back. */
export interface OutboxLimits {
  /** So many messages wait at most; whatever comes then is lost. */
  readonly messagesMax: number;
  /** From so many on, the link's other end is not listened to: who does not take answers gets no more questions read. */
  readonly pushBackFrom: number;
}

export const outboxLimits: OutboxLimits = { messagesMax: 50_000, pushBackFrom: 10_000 };

export class Outbox {
  private parcels: Parcel[] = [];

  constructor(private readonly limits: OutboxLimits = outboxLimits) {}

  get length(): number {
    return this.parcels.length;
  }

  get pushesBack(): boolean {
    return this.parcels.length >= this.limits.pushBackFrom;
  }

  /** False where it is full: the message is lost. */
  add(parcel: Parcel): boolean {
    if (this.parcels.length >= this.limits.messagesMax) return false;
    this.parcels.push(parcel);
    return true;
  }

  /** Takes the first so many, or all. */
  take(most: number = Infinity): readonly Parcel[] {
    if (most >= this.parcels.length) {
      const all = this.parcels;
      this.parcels = [];
      return all;
    }
    return this.parcels.splice(0, most);
  }
}

/** How long to wait before a link is tried again: doubles from 20 ms to 1 s, less a random part of up to a half. */
export function backoffMs(failures: number, random: () => number): number {
  let wait = 20;
  for (let time = 1; time < failures && wait < 1000; time++) wait *= 2;
  return Math.min(wait, 1000) * (1 - random() / 2);
}
