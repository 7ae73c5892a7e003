// Keeps entries in a plain object, whose keys are sorted where they look like numbers.
// caught by: keys that look like numbers are no exception

import type { LruCacheAnswer } from "distlab";

export const createCache: LruCacheAnswer["createCache"] = (capacity) => {
  const entries: { [key: string]: string | number | boolean } = Object.create(null);
  const use = (key: string, value: string | number | boolean) => {
    delete entries[key];
    entries[key] = value;
    return value;
  };
  return {
    get: (key) => (key in entries ? use(key, entries[key]!) : undefined),
    set(key, value) {
      use(key, value);
      const keys = Object.keys(entries);
      if (keys.length <= capacity) return null;
      delete entries[keys[0]!];
      return keys[0]!;
    },
    has: (key) => key in entries,
    remove: (key) => key in entries && delete entries[key],
  };
};
