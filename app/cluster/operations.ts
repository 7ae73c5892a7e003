/** What a load asks of a key-value store: few keys, so that clients meet; values that nobody else writes. */
import { createRandom } from "distlab";
import type { KeyValueOperation } from "distlab";

export interface LoadOptions {
  /** How many clients. */
  readonly clients: number;
  readonly seed: number;
  /** How many operations each client would ask for, if it were given the time. */
  readonly operations: number;
  /** The pause between two of a client's operations, in milliseconds. */
  readonly pauseMs: readonly [min: number, max: number];
  /**
   * `mixed`: reads, writes, compare-and-set, and a journal of each client's own. `writes`: only writes. `journals`: only
   * writes, every fifth of them into the client's journal.
   */
  readonly kind: "mixed" | "writes" | "journals";
}

const keys = 8;

/** The key under which a client keeps its own journal: every entry that was acknowledged must be there at the end. */
export function journalOf(client: string): string {
  return `journal of ${client}`;
}

/** Short, because a diagram has a column for each. */
export function clientNames(clients: number): readonly string[] {
  return Array.from({ length: clients }, (_, index) => `c${index + 1}`);
}

/** The name of a client that reads everything once. */
export function readerName(number: number): string {
  return `r${number}`;
}

export function isReader(client: string): boolean {
  return /^r\d+$/.test(client);
}

/** All keys that a load touches. */
export function keysOf({ clients, kind }: LoadOptions): readonly string[] {
  const shared = Array.from({ length: keys }, (_, key) => `k${key}`);
  return kind === "writes" ? shared : [...shared, ...clientNames(clients).map(journalOf)];
}

/** What one client asks for, one after the other. */
export function operationsOf(client: string, { seed, operations, kind }: LoadOptions): readonly KeyValueOperation[] {
  const random = createRandom(seed, `load of ${client}`);
  const written: string[] = [];
  return Array.from({ length: operations }, (_, index): KeyValueOperation => {
    const key = `k${random.index(keys)}`;
    const value = `${client}.${index}`;
    const intoJournal: KeyValueOperation = { kind: "append", key: journalOf(client), value: `${index} ` };
    if (kind === "journals" && index % 5 === 0) return intoJournal;
    if (kind !== "mixed") return { kind: "put", key, value };
    const draw = random.index(10);
    if (draw < 4) return { kind: "get", key };
    if (draw < 7) return { kind: "put", key, value: remember(written, value) };
    if (draw < 8) {
      const expected = written[random.index(Math.max(1, written.length))] ?? null;
      return { kind: "compareAndSet", key, expected, value: remember(written, value) };
    }
    // Every fiftieth or so, so that journals stay short.
    if (index % 5 === 0) return intoJournal;
    return { kind: "get", key };
  });
}

/** The last few values: those that may still be there. */
function remember(written: string[], value: string): string {
  written.push(value);
  if (written.length > 4) written.shift();
  return value;
}
