/**
 * A Map keeps its keys in the order in which they were put in. To use an entry is to take it out and put it in again;
 * then the one that has not been used for longest is the first, and every operation takes the same time.
 */
import type { LruCacheAnswer } from "distlab";

export const createCache: LruCacheAnswer["createCache"] = (capacity) => {
  const entries = new Map<string, string | number | boolean>();
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
