/** Clusters of real processes: faults happen to them, traces tell of it, and nothing is left behind. */
import { existsSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { spaceTime } from "distlab";
import { snapshots } from "../../../lib/trace/replay";
import { afterAll, afterEach, beforeAll, expect, test } from "vitest";
import { Cluster } from "../../../app/cluster/cluster";
import { judge } from "../../../app/cluster/verdict";
import { bundled } from "./bundled";
import type { Bundled } from "./bundled";

let program: Bundled;
let clusters: Cluster[] = [];
let number = 0;
beforeAll(async () => void (program = await bundled()));
afterEach(async () => {
  await Promise.all(clusters.map((cluster) => cluster.end(false)));
  clusters = [];
});
afterAll(() => program.remove());

async function start(protocol: string, nodes: number, news: string[] = []): Promise<Cluster> {
  const folder = join(program.folder, `run-${++number}`);
  const cluster = await Cluster.start({
    protocol,
    nodes,
    folder,
    entry: program.entry,
    onNews: (text) => news.push(text),
  });
  clusters.push(cluster);
  return cluster;
}

async function until(cluster: Cluster, condition: () => boolean): Promise<void> {
  const deadline = cluster.nowMs + 60_000;
  for (await cluster.look(); !condition(); await cluster.look()) {
    if (cluster.nowMs > deadline) throw new Error(`never: ${condition.toString()}`);
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
}

function leader(cluster: Cluster): string | undefined {
  try {
    return cluster.resolve("leader");
  } catch {
    return undefined;
  }
}

/** Whether there is such a process: signal 0 asks. */
function runs(pid: number): boolean {
  try {
    return process.kill(pid, 0);
  } catch {
    return false;
  }
}

const load = { clients: 3, seed: 1, operations: 5000, pauseMs: [2, 5], kind: "mixed" } as const;

test("a leader is killed under load, comes back, and one trace tells all of it", async () => {
  const cluster = await start("raft", 3);
  await until(cluster, () => leader(cluster) !== undefined);
  await cluster.startLoad(load);
  await until(cluster, () => cluster.completed >= 30);
  const first = leader(cluster)!;
  await cluster.crash(first);
  await until(cluster, () => leader(cluster) !== undefined && leader(cluster) !== first);
  const before = cluster.completed;
  await cluster.restart(first);
  await until(cluster, () => cluster.completed >= before + 30);
  // The others call it again after a while, and then it hears of the new term.
  await until(cluster, () => Number(cluster.member(first)!.status?.nodes[first]?.view.fields?.["term"]) > 1);
  await cluster.stopLoad();
  await cluster.end(true);

  const run = await cluster.merged();
  const { events } = run.trace;
  const crash = events.findIndex((event) => event.kind === "crash");
  const again = events.findIndex((event) => event.kind === "start" && event.node === first && event.saved !== null);
  expect(crash).toBeGreaterThan(0);
  expect(again).toBeGreaterThan(crash);
  const between = events.slice(crash + 1, again).filter((event) => "node" in event && event.node === first);
  expect(between).toEqual([]);
  expect(judge(run.trace)).toMatchObject({ holds: true });
  // Everything replays: every handler was given what the trace says.
  const terms = snapshots(run).filter(({ node }) => node === first);
  expect((terms.at(-1)!.state as { currentTerm: number }).currentTerm).toBeGreaterThan(1);
  expect(spaceTime(run, { maxEvents: 100 }).toSvg()).toContain("<svg");
}, 120_000);

test("nobody hears what the trace of a killed sender does not tell", async () => {
  const cluster = await start("raft", 3);
  await cluster.startLoad(load);
  for (let round = 1; round <= 3; round++) {
    await until(cluster, () => cluster.completed >= round * 20 && leader(cluster) !== undefined);
    const node = leader(cluster)!;
    await cluster.crash(node);
    await cluster.restart(node);
  }
  await cluster.end(true);
  const lines = readdirSync(cluster.options.folder)
    .filter((name) => name.endsWith(".trace"))
    .flatMap((name) => readFileSync(join(cluster.options.folder, name), "utf8").split("\n").slice(1, -1));
  const events = lines.map((line) => JSON.parse(line) as { kind: string; node: string; from: string; id: number });
  const sent = new Set(events.flatMap(({ kind, node, id }) => (kind === "send" ? [`${node} ${id}`] : [])));
  const heard = events.filter(({ kind }) => kind === "deliver");
  expect(heard.length).toBeGreaterThan(200);
  expect(heard.filter(({ from, id }) => !sent.has(`${from} ${id}`))).toEqual([]);
}, 120_000);

test("a leader that stands still is replaced, and follows when it goes on", async () => {
  const cluster = await start("raft-election", 3);
  await until(cluster, () => leader(cluster) !== undefined);
  const first = leader(cluster)!;
  cluster.pause(first);
  await until(cluster, () => leader(cluster) !== undefined && leader(cluster) !== first);
  const term = (): number => Number(cluster.member(first)!.status!.nodes[first]!.view.fields!["term"]);
  const old = term();
  cluster.resume(first);
  await until(cluster, () => term() > old);
  expect(() => cluster.resume(first)).toThrow(`${first} is not paused`);
  await cluster.end(true);
  const kinds = (await cluster.merged()).trace.events.map(({ kind }) => kind);
  expect(kinds.filter((kind) => kind === "pause" || kind === "resume")).toEqual(["pause", "resume"]);
}, 120_000);

test("a cut keeps servers apart until it is mended, and a slow link slows", async () => {
  const cluster = await start("raft", 3);
  await until(cluster, () => leader(cluster) !== undefined);
  const first = leader(cluster)!;
  const others = cluster.servers.filter((node) => node !== first);
  cluster.partition([[first], others]);
  const role = (node: string): unknown => cluster.member(node)!.status!.nodes[node]!.view.role;
  await until(cluster, () => others.some((node) => role(node) === "leader"));
  cluster.heal();
  await until(cluster, () => role(first) === "follower");
  cluster.slow(others[0]!, others[1]!, 30);
  await new Promise((resolve) => setTimeout(resolve, 300));
  await cluster.end(true);
  const { events } = (await cluster.merged()).trace;
  const [from, to] = [events.findIndex(({ kind }) => kind === "cut"), events.findIndex(({ kind }) => kind === "heal")];
  expect(events.slice(from, to).some((event) => event.kind === "lose" && event.why === "cut")).toBe(true);
  const crossed = events
    .slice(from + 1, to)
    .filter((event) => event.kind === "deliver" && (event.from === first) !== (event.node === first));
  // A message that was under way when the cut was made may still arrive before each process hears of it.
  expect(crossed.length).toBeLessThan(10);
  const sentAt = new Map(events.flatMap((event) => (event.kind === "send" ? [[event.id, event.at]] : [])));
  const slowed = events
    .slice(events.findIndex((event) => event.kind === "condition"))
    .flatMap((event) =>
      event.kind === "deliver" && event.from === others[0] && event.node === others[1]
        ? [event.at - sentAt.get(event.id)!]
        : [],
    );
  expect(Math.max(...slowed)).toBeGreaterThanOrEqual(29);
}, 120_000);

test("when it ends, no process is left, paused ones neither", async () => {
  const cluster = await start("bully", 3);
  const pids = cluster.all.map(({ pid }) => pid);
  cluster.pause("B");
  expect(pids.map(runs)).toEqual([true, true, true]);
  await cluster.end(false);
  expect(pids.map(runs)).toEqual([false, false, false]);
  await cluster.removeFiles();
  expect(existsSync(cluster.options.folder)).toBe(false);
}, 120_000);

test("a server whose disk lost what it had confirmed does not come back, and says why", async () => {
  const cluster = await start("raft", 3);
  await until(cluster, () => leader(cluster) !== undefined);
  await cluster.startLoad(load);
  await until(cluster, () => cluster.completed >= 20);
  await cluster.crash("A");
  const path = join(cluster.options.folder, "A.save");
  const bytes = readFileSync(path);
  bytes[150]! ^= 1;
  writeFileSync(path, bytes);
  await expect(cluster.restart("A")).rejects.toThrow(
    /A could not start: .*A\.save: the save file is damaged at byte \d+/,
  );
  const before = cluster.completed;
  await until(cluster, () => cluster.completed > before + 20);
}, 120_000);

test("a torn end of a save file is cut off, and the server catches up", async () => {
  const cluster = await start("raft", 3);
  await cluster.startLoad(load);
  await until(cluster, () => cluster.completed >= 20);
  await cluster.crash("A");
  writeFileSync(join(cluster.options.folder, "A.save"), Buffer.alloc(777, 0xa5), { flag: "a" });
  await cluster.restart("A");
  const committed = (node: string): number =>
    Number(cluster.member(node)!.status?.nodes[node]?.view.fields?.["committed"]);
  await until(cluster, () => committed("A") >= 20);
  await cluster.stopLoad();
  await cluster.end(true);
  const run = await cluster.merged();
  expect(run.trace.events.some((event) => event.kind === "condition" && /cuts 777 bytes/.test(event.what))).toBe(true);
  expect(judge(run.trace).holds).toBe(true);
}, 120_000);

test("what cannot be done is refused, and nothing happens", async () => {
  const cluster = await start("bully", 3);
  await expect(cluster.restart("A")).rejects.toThrow("A is up; crash it first");
  await expect(cluster.startLoad(load)).rejects.toThrow("bully has no clients; raft has");
  expect(() => cluster.resolve("Z")).toThrow("there is no node Z, and none of that role; the nodes are A, B, C");
  await expect(start("nonsense", 3)).rejects.toThrow(/^protocol is nonsense; allowed are raft,/);
}, 120_000);
