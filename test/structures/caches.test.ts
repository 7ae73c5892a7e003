/** Caches: LRU against a list that is searched from the start, and leases in every order of a small race. */
import * as fc from "fast-check";
import { describe, expect, test } from "vitest";
import {
  LruCache,
  emptyLeaseCache,
  evictLeased,
  expireLease,
  fillLeased,
  invalidateLeased,
  lookUpLeased,
} from "distlab";
import type { LeaseCache } from "distlab";

describe("LRU", () => {
  test("does what a list does in which every use moves an entry to the end", () => {
    const operations = fc.array(fc.tuple(fc.constantFrom("get", "set", "delete"), fc.nat(5), fc.nat(9)), {
      maxLength: 60,
    });
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 4 }), operations, (capacity, calls) => {
        const cache = new LruCache<number, number>(capacity);
        let model: (readonly [number, number])[] = [];
        for (const [what, key, value] of calls) {
          const found = model.find(([one]) => one === key);
          const rest = model.filter(([one]) => one !== key);
          if (what === "get") {
            expect(cache.get(key)).toBe(found?.[1]);
            if (found) model = [...rest, found];
          } else if (what === "delete") {
            expect(cache.delete(key)).toBe(found !== undefined);
            model = rest;
          } else {
            const grown = [...rest, [key, value] as const];
            const gone = grown.length > capacity ? grown[0]![0] : undefined;
            model = gone === undefined ? grown : grown.slice(1);
            expect(cache.set(key, value)).toBe(gone);
          }
          expect(cache.keys()).toEqual(model.map(([one]) => one));
          expect(cache.size).toBe(model.length);
        }
      }),
      { seed: 3, numRuns: 300 },
    );
  });

  test("counts hits and misses, and a stored undefined is a hit", () => {
    const cache = new LruCache<string, undefined>(1);
    cache.get("a");
    cache.set("a", undefined);
    cache.get("a");
    expect([cache.hits, cache.misses]).toEqual([1, 1]);
  });

  test("no capacity is refused", () => {
    expect(() => new LruCache(0)).toThrow("capacity is 0; allowed is a whole number from 1");
  });
});

/** One reader and the database: look up, read the database, fill. One writer: write the database, invalidate. */
type Race = { cache: LeaseCache; database: number; lease: number | null; read: number | null; stale: boolean };

/** What the reader does next, or the writer; `checkLease` false is the broken twin that lets any fill in. */
function advance(race: Race, move: string, checkLease: boolean): Race {
  const { cache, database, lease, read } = race;
  switch (move) {
    case "look up": {
      const { cache: after, lookup } = lookUpLeased(cache, "k");
      const isStale = lookup.kind === "hit" && Number(lookup.value) < database;
      const next = { ...race, cache: after, stale: race.stale || isStale };
      // What was read before this miss belongs to an earlier one.
      return lookup.kind === "miss" ? { ...next, lease: lookup.lease, read: null } : next;
    }
    case "read":
      return lease === null ? race : { ...race, read: database };
    case "fill": {
      if (read === null || lease === null) return race;
      const now = checkLease ? lease : (cache.leases["k"] ?? lease);
      const open = checkLease ? cache : { ...cache, leases: { k: now } };
      return { ...race, cache: fillLeased(open, "k", String(read), now), lease: null, read: null };
    }
    case "write":
      // The write and its invalidation are one here: what is judged is what comes after an invalidation.
      return { ...race, database: database + 1, cache: invalidateLeased(cache, "k") };
    case "evict":
      return { ...race, cache: evictLeased(cache, "k") };
    default:
      return { ...race, cache: expireLease(cache, "k") };
  }
}

const moves = ["look up", "read", "fill", "write", "evict", "expire"];

/** Whether some run of six moves serves something older than what was invalidated. */
function servesStale(checkLease: boolean): boolean {
  let races: Race[] = [{ cache: emptyLeaseCache, database: 1, lease: null, read: null, stale: false }];
  for (let depth = 0; depth < 6; depth++) {
    races = races.flatMap((race) => moves.map((move) => advance(race, move, checkLease)));
    if (races.some((race) => race.stale)) return true;
  }
  return false;
}

describe("leases (Nishtala et al. 2013, section 3.2.1)", () => {
  test("nothing older than an invalidation is ever served, in every order of six moves", () => {
    expect(servesStale(true)).toBe(false);
  });

  test("a cache that lets any fill in serves it", () => {
    expect(servesStale(false)).toBe(true);
  });

  test("one reader fills while the others wait: no stampede", () => {
    const first = lookUpLeased(emptyLeaseCache, "k");
    expect(first.lookup).toEqual({ kind: "miss", lease: 1 });
    expect(lookUpLeased(first.cache, "k").lookup).toEqual({ kind: "wait" });
    const filled = fillLeased(first.cache, "k", "v", 1);
    expect(lookUpLeased(filled, "k").lookup).toEqual({ kind: "hit", value: "v" });
  });

  test("a number is never given out twice, also after eviction and expiry", () => {
    const first = lookUpLeased(emptyLeaseCache, "k").cache;
    const again = lookUpLeased(expireLease(evictLeased(first, "k"), "k"), "k");
    expect(again.lookup).toEqual({ kind: "miss", lease: 2 });
    expect(fillLeased(again.cache, "k", "late", 1)).toBe(again.cache);
  });

  test.each(["constructor", "__proto__"])("a key called %s is a key like others", (key) => {
    const { cache, lookup } = lookUpLeased(emptyLeaseCache, key);
    expect(lookup.kind).toBe("miss");
    expect(lookUpLeased(fillLeased(cache, key, "v", 1), key).lookup).toEqual({ kind: "hit", value: "v" });
  });
});
