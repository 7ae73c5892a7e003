/** The operations under way: each that will return has a slot, and those that never will stand together by kind. */
import type { Masks } from "./configurations";
import type { StateSpace } from "./states";

/** Unreturned operations that are alike. Until the one in slot `waitsFor` has taken effect, these cannot; -1: none. */
export interface Alike {
  readonly kind: number;
  readonly operations: number[];
  waitsFor: number;
}

export class UnderWay implements Masks {
  /** The slots in use, in the order of the calls. */
  readonly slots: number[] = [];
  /** By slot: the operation, its kind, and the slot of one that the same client did just before, or -1. */
  readonly operation: number[] = [];
  readonly kind: number[] = [];
  readonly waitsFor: number[] = [];
  readonly alike: Alike[] = [];
  readonly quiet: Int32Array;
  readonly blind: Int32Array;
  /** For bits of all slots, 32 in a word. */
  readonly words: number;
  readonly #space: StateSpace;
  readonly #slotOf: Int32Array;
  readonly #free: number[] = [];
  readonly #alikeOf = new Map<number, number>();
  readonly #spare: number[] = [];
  #waiting = 0;
  #alikeWaiting = 0;

  /** @param most so many operations that return are under way at once */
  constructor(space: StateSpace, operations: number, most: number) {
    this.#space = space;
    this.#slotOf = new Int32Array(operations).fill(-1);
    this.words = Math.max(1, Math.ceil(most / 32));
    this.quiet = new Int32Array(this.words);
    this.blind = new Int32Array(this.words);
  }

  /** The slot of an operation that is under way, or -1. */
  slotOf(operation: number): number {
    return operation < 0 ? -1 : this.#slotOf[operation]!;
  }

  isQuiet(slot: number): boolean {
    return (this.quiet[slot >>> 5]! & (1 << (slot & 31))) !== 0;
  }

  isBlind(slot: number): boolean {
    return (this.blind[slot >>> 5]! & (1 << (slot & 31))) !== 0;
  }

  /** Whether some operation cannot take effect before the one in this slot. */
  isAwaited(slot: number): boolean {
    if (slot < 0) return false;
    if (this.#waiting > 0 && this.slots.some((other) => this.waitsFor[other] === slot)) return true;
    return this.#alikeWaiting > 0 && this.alike.some((each) => each.waitsFor === slot);
  }

  get someWait(): boolean {
    return this.#waiting > 0;
  }

  /** Called; it will return. Answers its slot. */
  enter(operation: number, kind: number, waitsFor: number): number {
    const slot = this.#free.pop() ?? this.operation.length;
    this.#slotOf[operation] = slot;
    this.operation[slot] = operation;
    this.kind[slot] = kind;
    this.waitsFor[slot] = waitsFor;
    if (waitsFor >= 0) this.#waiting++;
    this.slots.push(slot);
    if (this.#space.isQuiet(kind)) this.quiet[slot >>> 5]! |= 1 << (slot & 31);
    else if (this.#space.isBlind(kind)) this.blind[slot >>> 5]! |= 1 << (slot & 31);
    return slot;
  }

  /** Called; it will never return. One that changes nothing is forgotten. */
  enterUnreturned(operation: number, kind: number, waitsFor: number): void {
    if (this.#space.isQuiet(kind)) return;
    const known = waitsFor < 0 ? this.#alikeOf.get(kind) : undefined;
    if (known !== undefined) {
      this.alike[known]!.operations.push(operation);
      return;
    }
    const place = this.#spare.pop() ?? this.alike.length;
    this.alike[place] = { kind, operations: [operation], waitsFor };
    if (waitsFor < 0) this.#alikeOf.set(kind, place);
    else this.#alikeWaiting++;
  }

  /** Returned: its slot may be used again. Answers the slots that waited for it. */
  leave(slot: number): readonly number[] {
    this.slots.splice(this.slots.indexOf(slot), 1);
    this.#slotOf[this.operation[slot]!] = -1;
    this.quiet[slot >>> 5]! &= ~(1 << (slot & 31));
    this.blind[slot >>> 5]! &= ~(1 << (slot & 31));
    if (this.waitsFor[slot]! >= 0) this.#waiting--;
    this.#free.push(slot);
    if (this.#waiting === 0) return none;
    const freed = this.slots.filter((other) => this.waitsFor[other] === slot);
    for (const other of freed) this.waitsFor[other] = -1;
    this.#waiting -= freed.length;
    return freed;
  }

  /** Unreturned operations that waited for the slot join the others of their kind, unless some have been spent. */
  release(slot: number, isSpent: (place: number) => boolean): void {
    if (this.#alikeWaiting === 0) return;
    for (const [place, alike] of this.alike.entries()) {
      if (alike.waitsFor !== slot) continue;
      alike.waitsFor = -1;
      this.#alikeWaiting--;
      const others = this.#alikeOf.get(alike.kind);
      if (others === undefined) this.#alikeOf.set(alike.kind, place);
      else if (!isSpent(place)) {
        this.alike[others]!.operations.push(...alike.operations.splice(0));
        this.#spare.push(place);
      }
    }
  }
}

const none: readonly number[] = [];

/** How many operations that return are under way at once at most. @param codes as in `Events` */
export function mostUnderWay(codes: Int32Array, returns: Uint8Array): number {
  let underWay = 0;
  let most = 0;
  for (const code of codes) {
    if (code & 1) underWay--;
    else if (returns[code >>> 1] === 1) most = Math.max(most, ++underWay);
  }
  return most;
}
