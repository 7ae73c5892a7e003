// A table of entries that are linked to their neighbours, in a ring around a guard.
import type { LruCacheAnswer } from "distlab";

class Entry {
  before: Entry = this;
  after: Entry = this;
  constructor(
    readonly key: string,
    public value: string | number | boolean,
  ) {}

  unlink(): void {
    this.before.after = this.after;
    this.after.before = this.before;
  }

  linkBefore(guard: Entry): void {
    this.before = guard.before;
    this.after = guard;
    this.before.after = this;
    guard.before = this;
  }
}

export const createCache: LruCacheAnswer["createCache"] = (capacity) => {
  const guard = new Entry("", 0);
  const table = new Map<string, Entry>();
  const use = (entry: Entry) => {
    entry.unlink();
    entry.linkBefore(guard);
  };
  return {
    get(key) {
      const entry = table.get(key);
      if (entry) use(entry);
      return entry?.value;
    },
    set(key, value) {
      const entry = table.get(key) ?? new Entry(key, value);
      entry.value = value;
      table.set(key, entry);
      use(entry);
      if (table.size <= capacity) return null;
      const oldest = guard.after;
      oldest.unlink();
      table.delete(oldest.key);
      return oldest.key;
    },
    has: (key) => table.has(key),
    remove(key) {
      table.get(key)?.unlink();
      return table.delete(key);
    },
  };
};
