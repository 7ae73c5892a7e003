// Makes room before it looks whether the key is there.
// caught by: to set a key again is a use, and nothing has to go
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
      let gone: string | null = null;
      if (entries.size === capacity) {
        const [oldest] = entries.keys();
        entries.delete(oldest!);
        gone = oldest!;
      }
      entries.delete(key);
      entries.set(key, value);
      return gone;
    },
    has: (key) => entries.has(key),
    remove: (key) => entries.delete(key),
  };
};
