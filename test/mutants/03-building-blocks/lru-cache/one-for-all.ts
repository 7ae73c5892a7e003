// Keeps the entries of all caches in one place.
// caught by: two caches have nothing in common
import type { LruCacheAnswer } from "distlab";

const entries = new Map<string, string | number | boolean>();

export const createCache: LruCacheAnswer["createCache"] = (capacity) => {
  return {
    get(key) {
      const value = entries.get(key);
      if (value === undefined) return undefined;
      entries.delete(key);
      entries.set(key, value);
      return value;
    },
    set(key, value) {
      entries.delete(key);
      entries.set(key, value);
      if (entries.size <= capacity) return null;
      const [oldest] = entries.keys();
      entries.delete(oldest!);
      return oldest!;
    },
    has: (key) => entries.has(key),
    remove: (key) => entries.delete(key),
  };
};
