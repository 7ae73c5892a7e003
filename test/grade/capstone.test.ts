/** The map of a bank that is put together from answers is that bank's, not the library's. */
import { createRequire } from "node:module";
import { join } from "node:path";
import type * as distlab from "distlab";
import { expect, test } from "vitest";

const root = join(__dirname, "..", "..");
/** The built library: it finds the course's folder by where it is. */
const { capstone, simulate } = createRequire(__filename)(join(root, "lib/dist/index.js")) as typeof distlab;

test("a teller asks the shard that the map names", async () => {
  const { bank, map } = await capstone();
  const { slots, servers } = map({ shards: 8, slots: 64 });
  expect(new Set(slots)).toEqual(new Set(Object.keys(servers)));
  const x = [{ kind: "get" as const, key: "Ann" }];
  const run = simulate({ protocol: bank({ shards: 8, slots: 64, replicas: 1, tellers: { x } }), untilMs: 50 });
  const table = (run.states["x"] as unknown as { table: { slots: readonly string[] } }).table;
  expect(table.slots).toEqual(slots);
});
