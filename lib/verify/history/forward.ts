/**
 * The search: goes through the calls and returns in the order of time and keeps every configuration that is possible
 * so far. When an operation returns, it must have taken effect: configurations in which it has not are led there by
 * every sequence of operations under way that ends with it ("just in time"). If none is left, there is no order.
 *
 * The number of configurations depends on how many operations are under way at once, not on how long the history is.
 * Source: Wing and Gong, "Testing and verifying concurrent objects", JPDC 17, 1993; Lowe, "Testing for
 * linearizability", CCPE 29(4), 2017, section 5 (just-in-time linearization). Four rules are our own:
 * - An operation that never changes the state takes effect as soon as it can: it never gets in anybody's way.
 * - When a write takes effect, each other write under way may have done so just before, unseen. Which of them did is
 *   left open ("optional") until it matters, instead of following every subset of them.
 * - One that never returned takes effect only where it changes the state, and one that does without is preferred.
 * - Unreturned operations that are alike are interchangeable: only how many have been spent is remembered.
 */
import { has, set, unset } from "./bits";
import { Configurations, field } from "./configurations";
import type { Effort } from "./effort";
import { Multisets } from "./multisets";
import { impossible } from "./states";
import type { StateSpace } from "./states";
import { hidden, orderOf } from "./steps";
import { UnderWay, mostUnderWay } from "./under-way";
import { Witness } from "./witness";

/** What to search. Operations are numbered; `codes` and `after` are as in `Events`, but returns may be left out. */
export interface Problem {
  readonly space: StateSpace;
  /** States that the object may be in to begin with. */
  readonly starts: readonly number[];
  /** The kind of each operation. */
  readonly kinds: ArrayLike<number>;
  readonly codes: Int32Array;
  readonly after: Int32Array;
}

export interface Limits {
  /** So many configurations are kept at each moment; the others are left out. */
  readonly width: number;
  /** When it is spent, the search gives up. Steps: an event, before and in the search; an operation tried next. */
  readonly effort: Effort;
}

export interface Outcome {
  readonly found: "an order" | "no order" | "gave up" | "a mistake";
  /** Whether every possible configuration was kept: if not, "no order" proves nothing. */
  readonly exact: boolean;
  /** Operations in an order that explains everything, those of them that took effect. */
  readonly order: readonly number[];
  /** Place in `codes` of the return that no order explains; -1 if there is none. */
  readonly stuckAt: number;
  /** How many operations had returned before. */
  readonly returned: number;
  /** Configurations that were made. */
  readonly explored: number;
}

/** Called before each event with the states that are possible then. */
export type Watch = (place: number, states: () => readonly number[]) => void;

export function searchForward(problem: Problem, limits: Limits, watch?: Watch): Outcome {
  for (;;) {
    const outcome = new Forward(problem, limits).run(watch);
    // An operation that had been taken to be a mere read was none: what followed from that is void.
    if (outcome.found !== "a mistake") return outcome;
  }
}

class Forward {
  readonly #problem: Problem;
  readonly #limits: Limits;
  readonly #space: StateSpace;
  readonly #returns: Uint8Array;
  readonly #underWay: UnderWay;
  readonly #multisets = new Multisets();
  readonly #witness = new Witness();
  readonly #words: number;
  /** The configuration in the making: its bits, and what took effect on the way to it. */
  readonly #bits: Int32Array;
  readonly #steps: number[] = [];
  #now: Configurations;
  #next: Configurations;
  readonly #work: Configurations;
  #explored = 0;
  #returned = 0;
  #exact = true;
  /** Steps that have not been spent yet, and whether there were none left. */
  #unspent: number;
  #gaveUp = false;

  constructor(problem: Problem, limits: Limits) {
    this.#problem = problem;
    this.#limits = limits;
    this.#unspent = problem.codes.length;
    this.#space = problem.space;
    this.#returns = new Uint8Array(problem.kinds.length);
    for (const code of problem.codes) if (code & 1) this.#returns[code >>> 1] = 1;
    this.#underWay = new UnderWay(problem.space, problem.kinds.length, mostUnderWay(problem.codes, this.#returns));
    this.#words = this.#underWay.words;
    this.#bits = new Int32Array(2 * this.#words);
    this.#now = new Configurations(this.#words, this.#underWay, this.#multisets);
    this.#next = new Configurations(this.#words, this.#underWay, this.#multisets);
    this.#work = new Configurations(this.#words, this.#underWay, this.#multisets);
  }

  run(watch?: Watch): Outcome {
    const { codes, space, starts } = this.#problem;
    const { mistakes } = space;
    this.#now.clear();
    for (const state of starts) this.#now.offer(state, 0, this.#bits);
    for (let place = 0; place < codes.length; place++) {
      const code = codes[place]!;
      watch?.(place, () => this.#states());
      if (this.#givesUp(1)) return this.#outcome("gave up", -1);
      if ((code & 1) === 0) this.#call(code >>> 1);
      const possible = (code & 1) === 0 || this.#return(code >>> 1);
      if (space.mistakes > mistakes) return this.#outcome("a mistake", -1);
      if (possible) continue;
      return this.#outcome(this.#gaveUp ? "gave up" : "no order", place);
    }
    return this.#outcome("an order", -1);
  }

  /** Counts steps. They are spent many at a time: the clock, where that is asked, costs more than a step. */
  #givesUp(steps: number): boolean {
    this.#unspent += steps;
    if (this.#unspent < 256) return false;
    this.#spend();
    return (this.#gaveUp = this.#limits.effort.isSpent);
  }

  #spend(): void {
    this.#limits.effort.spend(this.#unspent);
    this.#unspent = 0;
  }

  #outcome(found: Outcome["found"], stuckAt: number): Outcome {
    this.#spend();
    const order =
      found === "an order"
        ? orderOf(this.#witness.path(this.#nodes()[0] ?? -1), this.#problem, this.#underWay.alike)
        : [];
    return { found, exact: this.#exact, order, stuckAt, returned: this.#returned, explored: this.#explored };
  }

  #states(): readonly number[] {
    const states = new Set<number>();
    const { rows, stride, count } = this.#now;
    for (let row = 0; row < count; row++) if (!this.#now.isDropped(row)) states.add(rows[row * stride]!);
    return [...states];
  }

  #nodes(): readonly number[] {
    const nodes: number[] = [];
    const { rows, stride, count } = this.#now;
    for (let row = 0; row < count; row++) if (!this.#now.isDropped(row)) nodes.push(rows[row * stride + field.node]!);
    return nodes;
  }

  #call(operation: number): void {
    const underWay = this.#underWay;
    const kind = this.#problem.kinds[operation]!;
    const waitsFor = underWay.slotOf(this.#problem.after[operation]!);
    if (this.#returns[operation] === 0) return underWay.enterUnreturned(operation, kind, waitsFor);
    const slot = underWay.enter(operation, kind, waitsFor);
    if (underWay.isQuiet(slot)) this.#settleSlot(slot);
  }

  /** Lets an operation that never changes the state take effect in every configuration where it can. */
  #settleSlot(slot: number): void {
    const { rows, stride, count } = this.#now;
    const kind = this.#underWay.kind[slot]!;
    const waitsFor = this.#underWay.waitsFor[slot]!;
    for (let row = 0; row < count; row++) {
      const start = row * stride;
      if (rows[start]! < 0 || this.#space.next(rows[start]!, kind) !== rows[start]) continue;
      if (has(rows, start + field.done, slot) || (waitsFor >= 0 && !has(rows, start + field.done, waitsFor))) continue;
      set(rows, start + field.done, slot);
      rows[start + field.node] = this.#witness.add(rows[start + field.node]!, this.#underWay.operation[slot]!);
    }
  }

  /** Leads every configuration to where the operation has taken effect. Answers false where there is none. */
  #return(operation: number): boolean {
    const slot = this.#underWay.slotOf(operation);
    if (!this.#allHave(slot) && !this.#settle(slot)) return false;
    this.#returned++;
    for (const freed of this.#underWay.leave(slot)) if (this.#underWay.isQuiet(freed)) this.#settleSlot(freed);
    this.#underWay.release(slot, (place) => this.#isSpent(place));
    if (this.#witness.full) this.#collect();
    return true;
  }

  #isSpent(place: number): boolean {
    const { rows, stride, count } = this.#now;
    for (let row = 0; row < count; row++) {
      if (this.#now.isDropped(row)) continue;
      if (this.#multisets.count(rows[row * stride + field.spent]!, place) > 0) return true;
    }
    return false;
  }

  /** The usual case: it has taken effect in all configurations, and only its slot is to be cleared. */
  #allHave(slot: number): boolean {
    const { rows, stride, count } = this.#now;
    for (let row = 0; row < count; row++) {
      if (rows[row * stride]! >= 0 && !has(rows, row * stride + field.done, slot)) return false;
    }
    for (let row = 0; row < count; row++) unset(rows, row * stride + field.done, slot);
    return true;
  }

  #settle(slot: number): boolean {
    this.#work.clear();
    this.#next.clear();
    const { rows, stride, count } = this.#now;
    for (let row = 0; row < count; row++) {
      const start = row * stride;
      if (rows[start]! < 0) continue;
      this.#load(rows, start);
      this.#place(rows[start]!, rows[start + field.spent]!, rows[start + field.node]!, slot);
    }
    const most = 4 * this.#limits.width;
    const triedNext = this.#underWay.slots.length + this.#underWay.alike.length;
    for (let row = 0; row < this.#work.count; row++) {
      if (this.#givesUp(triedNext)) return false;
      if (this.#work.alive > most) {
        this.#exact = false;
        break;
      }
      if (!this.#work.isDropped(row)) this.#expand(row, slot);
    }
    if (this.#next.alive > this.#limits.width) this.#narrow();
    const before = this.#now;
    this.#now = this.#next;
    this.#next = before;
    return this.#now.alive > 0;
  }

  #load(rows: Int32Array, start: number): void {
    for (let word = 0; word < this.#bits.length; word++) this.#bits[word] = rows[start + field.done + word]!;
    this.#steps.length = 0;
  }

  #isDone(slot: number): boolean {
    return has(this.#bits, 0, slot);
  }

  #isOptional(slot: number): boolean {
    return has(this.#bits, this.#words, slot);
  }

  /** Puts the configuration in the making to those where `target` has taken effect, or may have, or else must yet. */
  #place(state: number, spent: number, node: number, target: number): void {
    const isDone = this.#isDone(target);
    const isOptional = this.#isOptional(target);
    unset(this.#bits, 0, target);
    unset(this.#bits, this.#words, target);
    if (!isDone) {
      const restored = isOptional && this.#underWay.isAwaited(target) ? this.#bits.slice() : undefined;
      if (restored) this.#revoke();
      this.#add(this.#work, state, spent, node);
      if (restored) this.#bits.set(restored);
    }
    if (isOptional) this.#steps.push(hidden + this.#underWay.operation[target]!);
    if (isDone || isOptional) this.#add(this.#next, state, spent, node);
  }

  /** What waits for an operation that is now known not to have taken effect cannot have done so either. */
  #revoke(): void {
    const { slots, waitsFor } = this.#underWay;
    for (const slot of slots) {
      const before = waitsFor[slot]!;
      if (before >= 0 && !this.#isDone(before) && !this.#isOptional(before)) unset(this.#bits, this.#words, slot);
    }
  }

  #add(configurations: Configurations, state: number, spent: number, node: number): void {
    const row = configurations.offer(state, spent, this.#bits);
    if (row < 0) return;
    this.#explored++;
    let last = node;
    for (const step of this.#steps) last = this.#witness.add(last, step);
    configurations.rows[row * configurations.stride + field.node] = last;
  }

  /** Everything that may take effect next in a configuration where `target` has not. */
  #expand(row: number, target: number): void {
    const { slots, kind, alike } = this.#underWay;
    for (const slot of slots) this.#step(row, kind[slot]!, slot, -1, target);
    for (let place = 0; place < alike.length; place++) {
      const spent = this.#work.rows[row * this.#work.stride + field.spent]!;
      if (this.#multisets.count(spent, place) === alike[place]!.operations.length) continue;
      this.#step(row, alike[place]!.kind, -1, place, target);
    }
  }

  /** Lets the operation in `slot`, or one of those alike at `place`, take effect. */
  #step(row: number, kind: number, slot: number, place: number, target: number): void {
    const state = this.#work.rows[row * this.#work.stride]!;
    const next = this.#space.next(state, kind);
    if (next === impossible) return;
    if (next >= 0) this.#stepTo(next, row, slot, place, target);
    else for (const each of this.#space.severalStates(next)) this.#stepTo(each, row, slot, place, target);
  }

  #stepTo(state: number, row: number, slot: number, place: number, target: number): void {
    const { rows, stride } = this.#work;
    const start = row * stride;
    // One that never returned need not take effect at all: it does so only to change something.
    if (slot < 0 && rows[start] === state) return;
    this.#load(rows, start);
    if (slot >= 0 && this.#isDone(slot)) return;
    const underWay = this.#underWay;
    if (!this.#takeBefore(slot >= 0 ? underWay.waitsFor[slot]! : underWay.alike[place]!.waitsFor)) return;
    let spent = rows[start + field.spent]!;
    if (slot >= 0) {
      set(this.#bits, 0, slot);
      unset(this.#bits, this.#words, slot);
    } else spent = this.#multisets.extend(spent, place);
    this.#steps.push(slot >= 0 ? underWay.operation[slot]! : -1 - place);
    const overwrites = slot >= 0 ? underWay.isBlind(slot) : this.#space.isBlind(underWay.alike[place]!.kind);
    if (overwrites) this.#overwrite(slot);
    const settled = this.#settleUnchanging(state);
    if (overwrites && !settled && slot !== target && !this.#enables(state, slot)) return;
    this.#place(state, spent, rows[start + field.node]!, target);
  }

  /** What the same client did just before must have taken effect. If that was left open, it is now decided. */
  #takeBefore(slot: number): boolean {
    if (slot < 0 || this.#isDone(slot)) return true;
    if (!this.#isOptional(slot)) return false;
    if (!this.#takeBefore(this.#underWay.waitsFor[slot]!)) return false;
    set(this.#bits, 0, slot);
    unset(this.#bits, this.#words, slot);
    this.#steps.push(hidden + this.#underWay.operation[slot]!);
    return true;
  }

  /** A write takes effect: each other one under way may have done so just before, unseen. */
  #overwrite(by: number): void {
    const { slots, waitsFor } = this.#underWay;
    for (const slot of slots) {
      if (!this.#underWay.isBlind(slot) || this.#isDone(slot)) continue;
      const before = waitsFor[slot]!;
      const possible = before < 0 || (before !== by && (this.#isDone(before) || this.#isOptional(before)));
      if (possible) set(this.#bits, this.#words, slot);
      else unset(this.#bits, this.#words, slot);
    }
  }

  /** Lets everything take effect that can and never changes the state. Answers whether anything did. */
  #settleUnchanging(state: number): boolean {
    const { slots, waitsFor, kind, operation } = this.#underWay;
    const before = this.#steps.length;
    let again = true;
    while (again) {
      again = false;
      for (const slot of slots) {
        if (!this.#underWay.isQuiet(slot) || this.#isDone(slot)) continue;
        if (this.#space.next(state, kind[slot]!) !== state) continue;
        if (waitsFor[slot]! >= 0 && !this.#isDone(waitsFor[slot]!)) continue;
        set(this.#bits, 0, slot);
        this.#steps.push(operation[slot]!);
        again = this.#underWay.someWait;
      }
    }
    return this.#steps.length > before;
  }

  /** Whether something that is not a write, or waited for this one, can be next: only then is it worth showing. */
  #enables(state: number, by: number): boolean {
    if (this.#underWay.isAwaited(by)) return true;
    const { slots, kind, alike } = this.#underWay;
    for (const slot of slots) {
      if (this.#underWay.isBlind(slot) || this.#isDone(slot)) continue;
      if (this.#space.next(state, kind[slot]!) !== impossible) return true;
    }
    for (const each of alike) {
      if (!this.#space.isBlind(each.kind) && this.#space.next(state, each.kind) !== impossible) return true;
    }
    return false;
  }

  /** Keeps those configurations that were found first: in them, the fewest operations have taken effect. */
  #narrow(): void {
    this.#exact = false;
    let kept = 0;
    for (let row = 0; row < this.#next.count; row++) {
      if (!this.#next.isDropped(row) && ++kept > this.#limits.width) this.#next.drop(row);
    }
  }

  #collect(): void {
    const moved = this.#witness.collect(this.#nodes());
    let next = 0;
    for (let row = 0; row < this.#now.count; row++) {
      if (!this.#now.isDropped(row)) this.#now.rows[row * this.#now.stride + field.node] = moved[next++]!;
    }
  }
}
