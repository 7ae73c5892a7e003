/**
 * What has not been used for longest.
 *
 * A cache holds at most `capacity` entries. When one more is put in, the entry that has not been used for longest must go,
 * and `set` returns its key; otherwise it returns null. `get` and `set` are uses, also a `set` of a key that is there
 * already (which takes the new value, and nothing has to go). `get` returns undefined for what is not there. `has` only
 * looks. `remove` makes room, and says whether there was anything to remove.
 *
 * Keys are any texts, "10" and "constructor" too; values may be 0, "" or false. Several caches may be in use at once.
 * Do not look through all entries for each operation if you can help it.
 *
 * Try it: `npx distlab check 03-building-blocks/lru-cache`, or the button Check in the page.
 */
import type { LruCacheAnswer } from "distlab";

export const createCache: LruCacheAnswer["createCache"] = (capacity) => {
  void capacity;
  return {
    get(key) {
      void key;
      return "not here";
    },
    set(key, value) {
      void [key, value];
      return "nothing";
    },
    has(key) {
      void key;
      return false;
    },
    remove(key) {
      void key;
      return false;
    },
  };
};
