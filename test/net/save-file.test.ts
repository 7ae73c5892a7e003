/** Save files: nothing that was confirmed is lost, whatever happens to the disk; the node is told when it cannot be. */
import { mkdtemp, rm, truncate, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import * as fc from "fast-check";
import { expect, test } from "vitest";
import type { Data } from "../../lib/data";
import { frozenCopy } from "../../lib/data";
import { SaveFile } from "../../lib/net/save-file";
import { CorruptSaveError } from "../../lib/net/save-format";
import { append, emptyLog } from "../../lib/structures/log";
import { MemoryDisk } from "./memory-disk";

const whose = { path: "save", node: "A", protocol: "raft" };

const saved = (file: SaveFile, value: Data): Promise<void> =>
  new Promise((resolve) => file.save(frozenCopy(value), resolve));

const step = fc.record({ size: fc.nat({ max: 5 }), wait: fc.boolean() });

test("after a crash at any byte the file holds what was confirmed, or something saved later", async () => {
  await fc.assert(
    fc.asyncProperty(
      fc.array(step, { minLength: 1, maxLength: 12 }),
      fc.boolean(),
      fc.nat({ max: 400 }),
      async (steps, groupCommit, kept) => {
        const disk = new MemoryDisk();
        const file = await SaveFile.open({ ...whose, disk, groupCommit, compactFromBytes: 300, compactAtFactor: 2 });
        let confirmed = 0;
        let last: Promise<void> = Promise.resolve();
        for (const [index, { size, wait }] of steps.entries()) {
          const value = frozenCopy({ number: index + 1, log: Array.from({ length: size }, (_, item) => item + index) });
          last = new Promise((resolve) => {
            file.save(value, () => {
              confirmed = index + 1;
              resolve();
            });
          });
          if (wait) await last;
        }
        // Some of what was asked for may still be under way when the power goes.
        await Promise.resolve();
        const promised = confirmed;
        const after = await SaveFile.open({ ...whose, disk: disk.crash(kept) });
        const number = after.saved === null ? 0 : (after.saved as { number: number }).number;
        expect(number).toBeGreaterThanOrEqual(promised);
        expect(number).toBeLessThanOrEqual(steps.length);
        await last;
      },
    ),
    { numRuns: 300 },
  );
});

test("saves that wait share one fsync; without group commit each has its own", async () => {
  const counts = await Promise.all(
    [true, false].map(async (groupCommit) => {
      const file = await SaveFile.open({ ...whose, disk: new MemoryDisk(), groupCommit });
      await Promise.all(Array.from({ length: 50 }, (_, index) => saved(file, { index })));
      return file.counts;
    }),
  );
  expect(counts[0]).toMatchObject({ saves: 50 });
  expect(counts[0]!.syncs).toBeLessThanOrEqual(2);
  expect(counts[1]).toMatchObject({ saves: 50, syncs: 50 });
});

test("a save is confirmed only after the fsync that covers it", async () => {
  const disk = new MemoryDisk();
  const file = await SaveFile.open({ ...whose, disk });
  const order: string[] = [];
  disk.before = (what) => order.push(what);
  await new Promise<void>((resolve) => {
    file.save({ term: 1 }, () => {
      order.push("told");
      resolve();
    });
  });
  expect(order.slice(0, 3)).toEqual(["write", "sync", "told"]);
});

test("a log that grows for long is compacted, and every save costs what is new", async () => {
  const disk = new MemoryDisk();
  const file = await SaveFile.open({ ...whose, disk, compactFromBytes: 20_000, compactAtFactor: 2 });
  let log = emptyLog<number>();
  for (let entry = 0; entry < 2000; entry++) {
    log = frozenCopy(append(log, entry));
    await saved(file, { log });
  }
  expect(file.counts.compactions).toBeGreaterThan(1);
  expect(file.counts.bytes / 2000).toBeLessThan(150);
  expect((await SaveFile.open({ ...whose, disk: disk.crash(0) })).saved).toEqual({ log });
});

test("a crash within a compaction leaves the old file", async () => {
  const disk = new MemoryDisk();
  const file = await SaveFile.open({ ...whose, disk, compactFromBytes: 0, compactAtFactor: 2 });
  await saved(file, { value: "x".repeat(300) });
  disk.before = (what) => {
    if (what === "replace") throw new Error("the machine is off");
  };
  const failed = new Promise((resolve) => (file.onFailure = resolve));
  file.save({ value: 2 }, () => expect.unreachable());
  await failed;
  const after = await SaveFile.open({ ...whose, disk: disk.crash(1000) });
  expect(after.saved).toEqual({ value: "x".repeat(300) });
});

test("a full disk is told, nothing is confirmed, and what was confirmed stays", async () => {
  const disk = new MemoryDisk();
  const file = await SaveFile.open({ ...whose, disk });
  await saved(file, { value: 1 });
  await new Promise((resolve) => setImmediate(resolve));
  disk.freeBytes = 10;
  const failed = new Promise<Error>((resolve) => (file.onFailure = resolve));
  file.save({ value: "much".repeat(100) }, () => expect.unreachable());
  expect((await failed).message).toMatch(/save cannot be written: ENOSPC: no space left/);
  file.save({ value: 3 }, () => expect.unreachable());
  const after = await SaveFile.open({ ...whose, disk: disk.crash(1000) });
  expect(after.saved).toEqual({ value: 1 });
  expect(after.tornBytes).toBe(10);
});

test("a failed fsync is never tried again", async () => {
  const disk = new MemoryDisk();
  const file = await SaveFile.open({ ...whose, disk });
  let syncs = 0;
  disk.before = (what) => {
    if (what === "sync" && ++syncs === 1) throw new Error("EIO: i/o error, fdatasync");
  };
  const failed = new Promise<Error>((resolve) => (file.onFailure = resolve));
  file.save({ value: 1 }, () => expect.unreachable());
  expect((await failed).message).toMatch(/EIO/);
  file.save({ value: 2 }, () => expect.unreachable());
  await new Promise((resolve) => setImmediate(resolve));
  expect(syncs).toBe(1);
});

test("what a killed process had written and not synced is on the disk before a node relies on it", async () => {
  const disk = new MemoryDisk();
  const file = await SaveFile.open({ ...whose, disk });
  await saved(file, { term: 1 });
  let died: (what: string) => void = () => undefined;
  const killed = new Promise((resolve) => (died = resolve));
  disk.before = (what) => {
    if (what !== "sync") return;
    died(what);
    throw new Error("killed");
  };
  file.save({ term: 2 }, () => expect.unreachable());
  await killed;
  disk.before = () => undefined;
  const after = await SaveFile.open({ ...whose, disk });
  expect(after.saved).toEqual({ term: 2 });
  expect((await SaveFile.open({ ...whose, disk: disk.crash(0) })).saved).toEqual({ term: 2 });
});

test("damage to what had been confirmed keeps a node from starting", async () => {
  const disk = new MemoryDisk();
  const file = await SaveFile.open({ ...whose, disk });
  for (let term = 1; term <= 3; term++) await saved(file, { term });
  await new Promise((resolve) => setImmediate(resolve));
  const stored = disk.files.get("save")!;
  stored.bytes = Buffer.from(stored.bytes);
  stored.bytes[100]! ^= 1;
  await expect(SaveFile.open({ ...whose, disk })).rejects.toThrow(CorruptSaveError);
  await expect(SaveFile.open({ ...whose, disk })).rejects.toThrow(/^save: the save file is damaged at byte/);
});

test("another node's file, and another protocol's, are refused", async () => {
  const disk = new MemoryDisk();
  await SaveFile.open({ ...whose, disk });
  await expect(SaveFile.open({ ...whose, disk, node: "B" })).rejects.toThrow(
    "save belongs to node A of raft, and this is node B of raft",
  );
});

test("an option that is not allowed is refused", async () => {
  await expect(SaveFile.open({ ...whose, compactAtFactor: 1 })).rejects.toThrow(
    "compactAtFactor is 1; allowed is a number from 2",
  );
});

test("the same holds on a real disk: saved, closed, torn, opened again, compacted", async () => {
  const folder = await mkdtemp(join(tmpdir(), "distlab-save-"));
  try {
    const options = { ...whose, path: join(folder, "save"), compactFromBytes: 2000, compactAtFactor: 2 };
    const file = await SaveFile.open(options);
    for (let term = 1; term <= 100; term++) await saved(file, { term });
    await file.close();
    expect(file.counts.compactions).toBeGreaterThan(0);
    const again = await SaveFile.open(options);
    expect(again.saved).toEqual({ term: 100 });
    await saved(again, { term: 101 });
    await again.close();
    const bytes = (await SaveFile.open(options)).tornBytes;
    expect(bytes).toBe(0);
    await writeFile(options.path, "half a rec", { flag: "a" });
    const torn = await SaveFile.open(options);
    expect([torn.saved, torn.tornBytes]).toEqual([{ term: 101 }, 10]);
    await torn.close();
    await truncate(options.path, 5);
    expect((await SaveFile.open(options)).saved).toBe(null);
  } finally {
    await rm(folder, { recursive: true });
  }
});
