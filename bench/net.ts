/**
 * Raft as real processes: five servers and one process of clients, everything on the disk before it is acknowledged.
 * Once with one fsync for all saves that wait, and once with one fsync a save; beside it, what the disk does alone.
 * The processes run the built program, as a person's do.
 */
import { fileURLToPath } from "node:url";
import { row } from "./rows";
import type { BenchmarkRow } from "./rows";

const seconds = 6;
const nodes = 5;
const clients = 64;

type Module = typeof import("../app/cluster/throughput");

export async function run(): Promise<readonly BenchmarkRow[]> {
  // Seen from where this file is bundled to, app/dist/bench.
  const built = new URL("../cluster/throughput.js", import.meta.url);
  const root = fileURLToPath(new URL("../../..", import.meta.url));
  const { measureDisk, measureWrites } = (await import(built.href)) as Module;
  const entry = fileURLToPath(new URL("process.js", built));
  const disk = await measureDisk(root, 1);
  const each = await measureWrites({ root, entry, nodes, clients, seconds, groupCommit: false });
  const batched = await measureWrites({ root, entry, nodes, clients, seconds, groupCommit: true });
  return [
    row("writes, fsync batched", batched.writesPerSecond, "writes/s", each.writesPerSecond),
    row("writes, one fsync each", each.writesPerSecond, "writes/s", disk),
    row("messages, fsync batched", batched.messagesPerWrite, "per write", each.messagesPerWrite),
    row("fsyncs, fsync batched", batched.fsyncsPerWrite, "per write", each.fsyncsPerWrite),
    row("the disk alone", disk, "fsyncs/s", disk),
  ];
}
