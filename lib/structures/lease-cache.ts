/**
 * A look-aside cache that cannot be filled with stale data.
 *
 * A reader misses, reads the database, and fills the cache. Between its read and its fill somebody may write the
 * database and invalidate the cache; the late fill then puts the old value back, for ever. So a miss hands out a
 * *lease*, a number; only the holder of the key's current lease may fill; an invalidation takes the lease away. As a
 * gift, only one reader at a time holds a lease: the others wait instead of stampeding to the database.
 *
 * Source: Nishtala et al., "Scaling Memcache at Facebook", NSDI 2013, section 3.2.1.
 */

import { ownField, withoutField } from "./record";

/** Plain data. `nextLease` only grows, also when entries are evicted: a number is never given out twice. */
export type LeaseCache = {
  readonly entries: { readonly [key: string]: string };
  /** The lease that may fill the key, where one is out. */
  readonly leases: { readonly [key: string]: number };
  readonly nextLease: number;
};

/** Nothing cached, no lease out. */
export const emptyLeaseCache: LeaseCache = { entries: {}, leases: {}, nextLease: 1 };

/** What a reader is told: the value; or a lease, and it should fill; or that another reader is filling already. */
export type LeaseLookup =
  | { readonly kind: "hit"; readonly value: string }
  | { readonly kind: "miss"; readonly lease: number }
  | { readonly kind: "wait" };

/**
 * Reads `key` for one reader: a hit; or a miss with a lease, and the reader should fetch and fill; or "wait", ask again.
 * @example
 * const { cache, lookup } = lookUpLeased(emptyLeaseCache, "bob");
 * lookup; // → { kind: "miss", lease: 1 }
 * lookUpLeased(cache, "bob").lookup; // → { kind: "wait" }
 * const late = fillLeased(invalidateLeased(cache, "bob"), "bob", "stale", 1);
 * lookUpLeased(late, "bob").lookup; // → { kind: "miss", lease: 2 }
 */
export function lookUpLeased(
  cache: LeaseCache,
  key: string,
): { readonly cache: LeaseCache; readonly lookup: LeaseLookup } {
  const value = ownField(cache.entries, key);
  if (value !== undefined) return { cache, lookup: { kind: "hit", value } };
  if (ownField(cache.leases, key) !== undefined) return { cache, lookup: { kind: "wait" } };
  const lease = cache.nextLease;
  const leases = { ...cache.leases, [key]: lease };
  return { cache: { ...cache, leases, nextLease: lease + 1 }, lookup: { kind: "miss", lease } };
}

/** Fills the key if `lease` is its current one, and uses the lease up; otherwise changes nothing. */
export function fillLeased(cache: LeaseCache, key: string, value: string, lease: number): LeaseCache {
  if (ownField(cache.leases, key) !== lease) return cache;
  return { ...cache, entries: { ...cache.entries, [key]: value }, leases: withoutField(cache.leases, key) };
}

/** The key was written elsewhere: forget its value, and the lease of whoever is about to fill it. */
export function invalidateLeased(cache: LeaseCache, key: string): LeaseCache {
  return { ...cache, entries: withoutField(cache.entries, key), leases: withoutField(cache.leases, key) };
}

/** Room was needed. A lease that is out stays good: the database has not changed. */
export function evictLeased(cache: LeaseCache, key: string): LeaseCache {
  return { ...cache, entries: withoutField(cache.entries, key) };
}

/** The holder of the lease has not come back in time: the next reader may have one. */
export function expireLease(cache: LeaseCache, key: string): LeaseCache {
  return { ...cache, leases: withoutField(cache.leases, key) };
}
