// Counts the entries by itself and forgets to when one is removed.
// caught by: what is removed makes room
import type { LruCacheAnswer } from "distlab";

export const createCache: LruCacheAnswer["createCache"] = (capacity) => {
  const entries = new Map<string, string | number | boolean>();
  let count = 0;
  return {
    get(key) {
      const value = entries.get(key);
      if (value === undefined) return undefined;
      entries.delete(key);
      entries.set(key, value);
      return value;
    },
    set(key, value) {
      if (!entries.delete(key)) count += 1;
      entries.set(key, value);
      if (count <= capacity) return null;
      count -= 1;
      const [oldest] = entries.keys();
      entries.delete(oldest!);
      return oldest!;
    },
    has: (key) => entries.has(key),
    remove: (key) => entries.delete(key),
  };
};
