/**
 * Whether reads and writes fit a causal order, given which write each read read from.
 *
 * What an operation may depend on comes before it: what its client did before, what it read, and whatever these depend
 * on. Each variant of causal consistency is the absence of a few patterns in that order.
 *
 * Source: Bouajjani, Enea, Guerraoui and Hamza, "On verifying causal consistency", POPL 2017, table 3 and section 5.
 */
import { inSession } from "./accesses";
import type { Access, Source } from "./accesses";

/**
 * `weak`: no read misses what it depends on. `memory`: besides, each client sees all writes in one order (Ahamad and
 * others, "Causal memory", Distributed Computing 9, 1995). `convergent`: besides `weak`, all clients see writes of one
 * key in one order.
 */
export type CausalVariant = "weak" | "memory" | "convergent";

/** A read that missed something: it read from `source` although `missed` came after that, and before the read. */
export interface Missed {
  readonly read: Access;
  readonly source: Source;
  readonly missed: Access;
}

/** `undefined`: everything fits. `"cycle"`: something would have to come before itself. */
export type CausalFault = Missed | "cycle" | undefined;

/** A relation between numbered things: a bit for each pair. */
class Relation {
  readonly #bits: Uint32Array;
  readonly #words: number;

  constructor(readonly size: number) {
    this.#words = Math.ceil(size / 32);
    this.#bits = new Uint32Array(size * this.#words);
  }

  has(from: number, to: number): boolean {
    return (this.#bits[from * this.#words + (to >>> 5)]! & (1 << (to & 31))) !== 0;
  }

  add(from: number, to: number): void {
    this.#bits[from * this.#words + (to >>> 5)]! |= 1 << (to & 31);
  }

  copy(): Relation {
    const other = new Relation(this.size);
    other.#bits.set(this.#bits);
    return other;
  }

  /** Adds whatever follows from it step by step. */
  close(): this {
    for (let via = 0; via < this.size; via++) {
      for (let from = 0; from < this.size; from++) {
        if (!this.has(from, via)) continue;
        for (let word = 0; word < this.#words; word++) {
          this.#bits[from * this.#words + word]! |= this.#bits[via * this.#words + word]!;
        }
      }
    }
    return this;
  }

  get hasCycle(): boolean {
    for (let each = 0; each < this.size; each++) if (this.has(each, each)) return true;
    return false;
  }
}

/** @param sources for each read, what it read from */
export function causalFault(
  accesses: readonly Access[],
  sources: ReadonlyMap<Access, Source>,
  variant: CausalVariant,
): CausalFault {
  const numbers = new Map(accesses.map((access, number) => [access, number]));
  const causal = new Relation(accesses.length);
  for (const [from, first] of accesses.entries()) {
    for (const [to, second] of accesses.entries()) if (inSession(first, second)) causal.add(from, to);
  }
  for (const [read, source] of sources) {
    if (source !== "initial") causal.add(numbers.get(source)!, numbers.get(read)!);
  }
  if (causal.close().hasCycle) return "cycle";
  const reads = [...sources].map(([read, source]): Reading => {
    const at = numbers.get(read)!;
    const from = source === "initial" ? -1 : numbers.get(source)!;
    const others = accesses.flatMap((access, number) =>
      access.isWrite && access.key === read.key && number !== from ? [number] : [],
    );
    return { at, from, others };
  });
  for (const { at, from, others } of reads) {
    const missed = others.find((other) => causal.has(other, at) && (from < 0 || causal.has(from, other)));
    if (missed === undefined) continue;
    const read = accesses[at]!;
    return { read, source: sources.get(read)!, missed: accesses[missed]! };
  }
  if (variant === "weak") return undefined;
  return variant === "convergent" ? conflictCycle(causal, reads) : clientCycle(accesses, causal, reads);
}

/** A read, the write that it read from (-1: none), and the other writes of its key. */
interface Reading {
  readonly at: number;
  readonly from: number;
  readonly others: readonly number[];
}

/** All clients must agree that a write which came before a read came before the write that was read. */
function conflictCycle(causal: Relation, reads: readonly Reading[]): CausalFault {
  const order = causal.copy();
  for (const { at, from, others } of reads) {
    if (from >= 0) for (const other of others) if (causal.has(other, at)) order.add(other, from);
  }
  return order.close().hasCycle ? "cycle" : undefined;
}

/** Each client by itself must have one order in which all that it depends on could have happened. */
function clientCycle(accesses: readonly Access[], causal: Relation, reads: readonly Reading[]): CausalFault {
  for (const [last, access] of accesses.entries()) {
    if (accesses.some((other) => inSession(access, other))) continue;
    const isPast = (number: number): boolean => number === last || causal.has(number, last);
    const order = new Relation(accesses.length);
    for (let from = 0; from < accesses.length; from++) {
      for (let to = 0; isPast(from) && to < accesses.length; to++) {
        if (isPast(to) && causal.has(from, to)) order.add(from, to);
      }
    }
    const own = reads.filter(({ at }) => at === last || inSession(accesses[at]!, access));
    for (let again = true; again;) {
      again = false;
      for (const { at, from, others } of own) {
        for (const other of others) {
          if (!order.has(other, at)) continue;
          if (from < 0) return "cycle";
          if (order.has(other, from)) continue;
          order.add(other, from);
          again = true;
        }
      }
      if (order.close().hasCycle) return "cycle";
    }
  }
  return undefined;
}
