// Throws one out as soon as it is full.
// caught by: it holds as many as it may, and then the oldest goes
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
      if (entries.size < capacity) return null;
      const [oldest] = entries.keys();
      entries.delete(oldest!);
      return oldest!;
    },
    has: (key) => entries.has(key),
    remove: (key) => entries.delete(key),
  };
};
