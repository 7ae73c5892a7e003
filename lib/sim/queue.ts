/**
 * The event queue: a 4-ary heap on typed arrays, ordered by time, then by the order of pushing. A slot number stands
 * for each event; what the event is lies with whoever pushed it.
 */
export class EventQueue {
  private times = new Float64Array(64);
  private sequences = new Float64Array(64);
  private slots = new Int32Array(64);
  private pushed = 0;
  length = 0;

  /** The time of the next event; Infinity where there is none. */
  get nextTime(): number {
    return this.length === 0 ? Infinity : this.times[0]!;
  }

  push(time: number, slot: number): void {
    if (this.length === this.times.length) this.grow();
    const { times, sequences, slots } = this;
    const sequence = this.pushed++;
    let hole = this.length++;
    while (hole > 0) {
      const parent = (hole - 1) >> 2;
      const parentTime = times[parent]!;
      // Of equal times the one that was pushed first stays above.
      if (parentTime <= time) break;
      times[hole] = parentTime;
      sequences[hole] = sequences[parent]!;
      slots[hole] = slots[parent]!;
      hole = parent;
    }
    times[hole] = time;
    sequences[hole] = sequence;
    slots[hole] = slot;
  }

  /** Removes the next event and returns its slot. The queue must not be empty. */
  pop(): number {
    const { times, sequences, slots } = this;
    const first = slots[0]!;
    const length = --this.length;
    const time = times[length]!;
    const sequence = sequences[length]!;
    let hole = 0;
    for (;;) {
      const child = this.earliestChild(hole, length);
      if (child < 0) break;
      const childTime = times[child]!;
      if (childTime > time || (childTime === time && sequences[child]! > sequence)) break;
      times[hole] = childTime;
      sequences[hole] = sequences[child]!;
      slots[hole] = slots[child]!;
      hole = child;
    }
    times[hole] = time;
    sequences[hole] = sequence;
    slots[hole] = slots[length]!;
    return first;
  }

  /** The slots that are waiting, in no order. */
  waiting(): readonly number[] {
    return Array.from(this.slots.subarray(0, this.length));
  }

  private earliestChild(hole: number, length: number): number {
    const first = 4 * hole + 1;
    if (first >= length) return -1;
    const { times, sequences } = this;
    const end = Math.min(first + 4, length);
    let best = first;
    let bestTime = times[first]!;
    for (let child = first + 1; child < end; child++) {
      const time = times[child]!;
      if (time < bestTime || (time === bestTime && sequences[child]! < sequences[best]!)) {
        best = child;
        bestTime = time;
      }
    }
    return best;
  }

  private grow(): void {
    const size = this.times.length * 2;
    const times = new Float64Array(size);
    const sequences = new Float64Array(size);
    const slots = new Int32Array(size);
    times.set(this.times);
    sequences.set(this.sequences);
    slots.set(this.slots);
    Object.assign(this, { times, sequences, slots });
  }
}
