/** Judges `03-building-blocks/lru-cache`, at the end beside a list that is kept in order by hand. */
import { createRandom, grading } from "distlab";
import type { Data } from "distlab";

type Value = string | number | boolean;
/** An operation, and what it should return; null stands for nothing. */
type Expected = readonly [operation: string, key: string, value: Value | null, result: Value | null];

const set = (key: string, value: Value, gone: string | null = null): Expected => ["set", key, value, gone];
const get = (key: string, value: Value | null): Expected => ["get", key, null, value];
const has = (key: string, there: boolean): Expected => ["has", key, null, there];
const remove = (key: string, there: boolean): Expected => ["remove", key, null, there];

const text = ([operation, key, value]: Expected): string =>
  `${operation}(${JSON.stringify(key)}${operation === "set" ? `, ${JSON.stringify(value)}` : ""})`;

/** Plays the operations on a new cache; the message names those that came before. */
function expectStory(answer: grading.Answer, capacity: number, story: readonly Expected[]): void {
  const cache = answer.create("createCache", capacity);
  for (const [index, step] of story.entries()) {
    const [operation, key, value, expected] = step;
    const result: Data = operation === "set" ? cache.call("set", key, value) : cache.call(operation, key);
    const before = story.slice(Math.max(0, index - 6), index).map(text);
    const after = before.length > 0 ? ` after ${before.join(", ")}` : "";
    grading.expectEqual(result ?? null, expected, `capacity ${capacity}: ${text(step)}${after}`);
  }
}

/** What a list in order of use would say. */
function storyOf(seed: number, capacity: number): Expected[] {
  const random = createRandom(seed, "operations");
  let order: { key: string; value: Value }[] = [];
  return Array.from({ length: 80 }, (): Expected => {
    const key = `${random.index(capacity + 3)}`;
    const found = order.find((entry) => entry.key === key);
    const others = order.filter((entry) => entry.key !== key);
    const draw = random.next();
    if (draw < 0.1) return has(key, found !== undefined);
    if (draw < 0.2) {
      order = others;
      return remove(key, found !== undefined);
    }
    if (draw < 0.55) {
      if (found) order = [...others, found];
      return get(key, found?.value ?? null);
    }
    const value = random.index(1000);
    order = [...others, { key, value }];
    const gone = order.length > capacity ? order.shift()!.key : null;
    return set(key, value, gone);
  });
}

export default grading.exercise({
  id: "03-building-blocks/lru-cache",
  title: "What has not been used for longest",
  kind: "write",
  exports: ["createCache"],
  hints: [
    "You need to find an entry by its key, and the entry that has not been used for longest. Which of the language's own structures keeps an order?",
    "A Map keeps the order in which keys were put in, and putting in a key that is there does not move it. What if it is taken out first?",
    "get: delete and set again. set: delete, set; if there are too many, the first of `entries.keys()` goes.",
  ],
  difference:
    "The reference is a Map. Where a language has none that keeps an order, one takes a hash table whose entries are also linked to both their neighbours.",
  checks: [
    grading.example({
      name: "what was put in is found",
      points: 1,
      hint: "0, the empty text and false are values.",
      run(answer) {
        expectStory(answer, 4, [set("a", 1), get("a", 1), get("b", null), set("a", 2), get("a", 2)]);
        expectStory(answer, 4, [set("zero", 0), set("empty", ""), set("no", false), get("zero", 0), get("empty", "")]);
        expectStory(answer, 4, [set("no", false), get("no", false), has("no", true), get("constructor", null)]);
        expectStory(answer, 1, [
          get("constructor", null),
          has("toString", false),
          set("__proto__", 7),
          get("__proto__", 7),
        ]);
      },
    }),
    grading.example({
      name: "it holds as many as it may, and then the oldest goes",
      points: 1,
      hint: "Not one fewer. And say which.",
      run(answer) {
        expectStory(answer, 2, [set("a", 1), set("b", 2), set("c", 3, "a"), get("a", null), get("b", 2), get("c", 3)]);
        expectStory(answer, 1, [set("a", 1), set("b", 2, "a"), get("b", 2), get("a", null)]);
      },
    }),
    grading.example({
      name: "a get is a use",
      points: 2,
      hint: "In the order in which they came in, it would be a queue.",
      run: (answer) => expectStory(answer, 2, [set("a", 1), set("b", 2), get("a", 1), set("c", 3, "b"), get("a", 1)]),
    }),
    grading.example({
      name: "to set a key again is a use, and nothing has to go",
      points: 2,
      hint: "It is there already: it is used now, and how many are there afterwards?",
      run: (answer) =>
        expectStory(answer, 2, [
          set("a", 1),
          set("b", 2),
          set("a", 3),
          get("b", 2),
          get("a", 3),
          set("b", 4),
          set("c", 5, "a"),
        ]),
    }),
    grading.example({
      name: "looking is not using",
      points: 1,
      hint: "`has` changes nothing.",
      run: (answer) =>
        expectStory(answer, 2, [set("a", 1), set("b", 2), has("a", true), set("c", 3, "a"), has("a", false)]),
    }),
    grading.example({
      name: "what is removed makes room",
      points: 1,
      hint: "After a remove there are fewer.",
      run: (answer) =>
        expectStory(answer, 2, [
          set("a", 1),
          set("b", 2),
          remove("a", true),
          remove("a", false),
          set("c", 3),
          get("b", 2),
        ]),
    }),
    grading.example({
      name: "keys that look like numbers are no exception",
      points: 1,
      hint: "A plain object puts such keys first, in the order of the numbers.",
      run: (answer) =>
        expectStory(answer, 2, [set("10", 1), set("9", 2), set("x", 3, "10"), set("1", 4, "9"), get("x", 3)]),
    }),
    grading.example({
      name: "two caches have nothing in common",
      points: 1,
      hint: "Keep the entries inside of createCache.",
      run(answer) {
        const [one, other] = [answer.create("createCache", 2), answer.create("createCache", 2)];
        one.call("set", "a", 1);
        grading.expectEqual(other.call("get", "a") ?? null, null, "what the second cache has under a key of the first");
        grading.expectEqual(one.call("get", "a") ?? null, 1, "what the first cache has under it");
      },
    }),
    grading.example({
      name: "whatever is asked for, it does what a list in order of use would",
      points: 2,
      hint: "The message names the operations before the one that went wrong: play them with pencil and paper.",
      run(answer, { seedOffset }) {
        for (let seed = 1; seed <= 40; seed++)
          expectStory(answer, 1 + (seed % 5), storyOf(seed + seedOffset, 1 + (seed % 5)));
        return "40 sequences of 80 operations";
      },
    }),
  ],
});
