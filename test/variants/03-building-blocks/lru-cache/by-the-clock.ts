// Notes for each entry when it was used, and looks for the smallest: right, and slow where there are many.
import type { LruCacheAnswer } from "distlab";

export const createCache: LruCacheAnswer["createCache"] = (capacity) => {
  let now = 0;
  let entries: { key: string; value: string | number | boolean; used: number }[] = [];
  const find = (key: string) => entries.find((entry) => entry.key === key);
  return {
    get(key) {
      const entry = find(key);
      if (entry) entry.used = ++now;
      return entry?.value;
    },
    set(key, value) {
      entries = [...entries.filter((entry) => entry.key !== key), { key, value, used: ++now }];
      if (entries.length <= capacity) return null;
      const oldest = entries.reduce((first, entry) => (entry.used < first.used ? entry : first));
      entries = entries.filter((entry) => entry !== oldest);
      return oldest.key;
    },
    has: (key) => find(key) !== undefined,
    remove(key) {
      const before = entries.length;
      entries = entries.filter((entry) => entry.key !== key);
      return entries.length < before;
    },
  };
};
