// Counts a look as a use.
// caught by: looking is not using
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
    has: (key) => {
      const value = entries.get(key);
      if (value === undefined) return false;
      entries.delete(key);
      return entries.set(key, value).has(key);
    },
    remove: (key) => entries.delete(key),
  };
};
