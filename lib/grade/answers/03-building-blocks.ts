/** What answers to the exercises of chapter 03 look like. */
import type { Data } from "../../data";
import type { NodeId, Out } from "../../protocol";

/** A cache that throws out what has not been used for longest. */
export interface SmallCache {
  /** The value, which counts as used now; undefined where there is none. */
  get(key: string): string | number | boolean | undefined;
  /** Puts it in, which counts as used now. Returns the key that had to go, or null. */
  set(key: string, value: string | number | boolean): string | null;
  /** Whether it is there. Looking does not count as using. */
  has(key: string): boolean;
  /** Takes it out; whether it was there. */
  remove(key: string): boolean;
}

/** An answer to `03-building-blocks/lru-cache`. */
export interface LruCacheAnswer {
  /** @param capacity how many entries it holds, from 1 */
  createCache(capacity: number): SmallCache;
}

/** An answer to `03-building-blocks/two-choices`. */
export interface TwoChoicesAnswer {
  /** @param random chance from 0 up to, not including, 1 */
  createBalancer(random: () => number): {
    /**
     * Which server gets the next request, from 0 to `servers` − 1.
     * @param loadOf asks one server how many requests it has: it costs a message
     */
    pick(servers: number, loadOf: (server: number) => number): number;
  };
}

/** A reader asks; it gets a hit, or a lease to fill with, or is told to wait since somebody else is filling. */
export type CacheAsk = { kind: "Get"; key: string };
/** A reader has fetched the value from the database. */
export type CacheFill = { kind: "Fill"; key: string; lease: number; value: number };
/** A writer has changed the database. */
export type CacheDelete = { kind: "Delete"; key: string };
/** What the cache answers. Nobody waits for an answer to a fill. */
export type CacheReply =
  | { kind: "Hit"; key: string; value: number }
  | { kind: "Miss"; key: string; lease: number }
  | { kind: "Wait"; key: string }
  | { kind: "Deleted"; key: string };
/** The cache's state. */
export type LeasedCache = {
  /** What a `Get` is answered with. */
  entries: { [key: string]: number };
  /** Whatever else it wants to remember. */
  memory: { [key: string]: Data };
};

/** An answer to `03-building-blocks/cache-lease`. */
export interface CacheLease {
  receive(state: LeasedCache, message: CacheAsk | CacheFill | CacheDelete, from: NodeId, out: Out<CacheReply>): void;
  /** Room is needed: the entry must go. The database has not changed. */
  evict(state: LeasedCache, key: string): void;
}
