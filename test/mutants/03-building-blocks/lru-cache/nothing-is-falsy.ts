// Takes 0, the empty text and false for nothing.
// caught by: what was put in is found
import type { LruCacheAnswer } from "distlab";

export const createCache: LruCacheAnswer["createCache"] = (capacity) => {
  const entries = new Map<string, string | number | boolean>();
  return {
    get(key) {
      const value = entries.get(key);
      if (!value) return undefined;
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
