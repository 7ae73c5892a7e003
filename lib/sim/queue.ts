/**
 * The event queue: a 4-ary heap on typed arrays, ordered by time, then by the order of pushing. A slot, which is a
 * small number, stands for each event; what the event is lies with whoever pushed it.
 *
 * Two things make it fast: what is compared only where times are equal (the order of pushing) is not moved about with
 * the rest, and the four children are compared one by one instead of in a loop, which costs a fifth more.
 */
export class EventQueue {
  length = 0;
  // They start small: most simulations are short, and there are many of them.
  private times = new Float64Array(64);
  private slots = new Int32Array(64);
  /** By slot: which push it was. */
  private sequences = new Float64Array(64);
  private pushed = 0;

  /** The time of the next event; Infinity where there is none. */
  get nextTime(): number {
    return this.length === 0 ? Infinity : this.times[0]!;
  }

  /** @param slot from 0, not in the queue already */
  push(time: number, slot: number): void {
    if (this.length === this.times.length || slot >= this.sequences.length) this.grow(slot);
    const { times, slots } = this;
    this.sequences[slot] = this.pushed++;
    let hole = this.length++;
    while (hole > 0) {
      const parent = (hole - 1) >> 2;
      const parentTime = times[parent]!;
      // Of equal times the one that was pushed first stays above.
      if (parentTime <= time) break;
      times[hole] = parentTime;
      slots[hole] = slots[parent]!;
      hole = parent;
    }
    times[hole] = time;
    slots[hole] = slot;
  }

  /** Removes the next event and returns its slot. The queue must not be empty. */
  pop(): number {
    const first = this.slots[0]!;
    const last = --this.length;
    this.sink(0, this.times[last]!, this.slots[last]!);
    return first;
  }

  /** The slots that are waiting, in no order. */
  waiting(): readonly number[] {
    return Array.from(this.slots.subarray(0, this.length));
  }

  /** Drops every slot that is not wanted; the order of the others stays. */
  retain(wanted: (slot: number) => boolean): void {
    const { times, slots } = this;
    let kept = 0;
    for (let index = 0; index < this.length; index++) {
      const slot = slots[index]!;
      if (!wanted(slot)) continue;
      times[kept] = times[index]!;
      slots[kept] = slot;
      kept += 1;
    }
    this.length = kept;
    for (let hole = (kept - 2) >> 2; hole >= 0; hole--) this.sink(hole, times[hole]!, slots[hole]!);
  }

  /** Puts an event where it belongs at or below `hole`. */
  private sink(from: number, time: number, slot: number): void {
    const { times, slots, sequences, length } = this;
    let hole = from;
    for (;;) {
      const first = 4 * hole + 1;
      if (first >= length) break;
      let best = first;
      let bestTime = times[first]!;
      if (first + 3 < length) {
        const second = times[first + 1]!;
        const third = times[first + 2]!;
        const fourth = times[first + 3]!;
        if (second < bestTime || (second === bestTime && this.isEarlier(first + 1, best))) {
          best = first + 1;
          bestTime = second;
        }
        if (third < bestTime || (third === bestTime && this.isEarlier(first + 2, best))) {
          best = first + 2;
          bestTime = third;
        }
        if (fourth < bestTime || (fourth === bestTime && this.isEarlier(first + 3, best))) {
          best = first + 3;
          bestTime = fourth;
        }
      } else {
        for (let child = first + 1; child < length; child++) {
          const childTime = times[child]!;
          if (childTime > bestTime || (childTime === bestTime && !this.isEarlier(child, best))) continue;
          best = child;
          bestTime = childTime;
        }
      }
      if (bestTime > time || (bestTime === time && sequences[slots[best]!]! > sequences[slot]!)) break;
      times[hole] = bestTime;
      slots[hole] = slots[best]!;
      hole = best;
    }
    times[hole] = time;
    slots[hole] = slot;
  }

  private isEarlier(left: number, right: number): boolean {
    return this.sequences[this.slots[left]!]! < this.sequences[this.slots[right]!]!;
  }

  private grow(slot: number): void {
    if (this.length === this.times.length) {
      const { times, slots } = this;
      this.times = new Float64Array(times.length * 2);
      this.times.set(times);
      this.slots = new Int32Array(slots.length * 2);
      this.slots.set(slots);
    }
    if (slot < this.sequences.length) return;
    const { sequences } = this;
    this.sequences = new Float64Array(Math.max(slot + 1, sequences.length * 2));
    this.sequences.set(sequences);
  }
}
