/** Hosts over real sockets and real files: Raft works, crashes are survived, and whoever sends rubbish is hung up on. */
import { mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { connect } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, test } from "vitest";
import type { AnyProtocol } from "../../lib/protocol";
import { encodeFrame } from "../../lib/net/frames";
import { mergeTraces, parseTraceFile, RealHost, traceFileName } from "../../lib/net";
import type { Address, RealHostOptions } from "../../lib/net";
import { encodeHello, encodeParcels } from "../../lib/net/wire";
import { raft } from "../../lib/protocols/raft";
import { raftClient } from "../../lib/protocols/raft-client";
import { historyOf } from "../../lib/trace/history";
import { snapshots } from "../../lib/trace/replay";
import { checkLinearizable } from "../../lib/verify/history";
import { MemoryDisk } from "./memory-disk";

let folder = "";
let hosts: RealHost[] = [];
beforeEach(async () => void (folder = await mkdtemp(join(tmpdir(), "distlab-host-"))));
afterEach(async () => {
  await Promise.all(hosts.map((host) => host.stop().catch(() => undefined)));
  hosts = [];
  await rm(folder, { recursive: true });
});

async function until(condition: () => boolean): Promise<void> {
  const deadline = Date.now() + 30_000;
  while (!condition()) {
    if (Date.now() > deadline) throw new Error(`never: ${condition.toString()}`);
    await new Promise((resolve) => setTimeout(resolve, 5));
  }
}

/** Where the processes of the last cluster listen. */
const listensAt: { [process: string]: Address } = {};

type More = Partial<RealHostOptions>;

async function openHost(process: string, nodes: { [node: string]: AnyProtocol }, more: More = {}): Promise<RealHost> {
  const host = await RealHost.open({ process, cluster: "test", nodes, folder, life: 1, epochMs: 0, ...more });
  hosts.push(host);
  return host;
}

/** Routes: process `A` holds node A, and so on; `clients` holds the clients. */
async function startAll(all: { readonly [process: string]: RealHost }, clients: readonly string[]): Promise<void> {
  const addresses: { [process: string]: Address } = {};
  for (const [name, host] of Object.entries(all)) addresses[name] = await host.listen();
  Object.assign(listensAt, addresses);
  const own = Object.keys(all).map((name) => [name, name]);
  const processOf = Object.fromEntries([...own, ...clients.map((name) => [name, "clients"])]) as {
    [node: string]: string;
  };
  for (const host of Object.values(all)) host.route({ addresses, processOf });
  for (const host of Object.values(all)) host.start();
}

const server = raft({ members: 3, electionTimeoutMs: [150, 300] }) as unknown as AnyProtocol;
const clientOf = (operations: number): AnyProtocol =>
  raftClient({
    servers: ["A", "B", "C"],
    operations: Array.from({ length: operations }, (_, value) => ({ kind: "append", key: "k", value: `${value} ` })),
  }) as unknown as AnyProtocol;

const answered = (host: RealHost, client: string): number =>
  (host.state(client) as { answered: number } | null)?.answered ?? 0;

test("Raft on three hosts serves a client; the merged trace replays to the very states, and is linearizable", async () => {
  const client = clientOf(40);
  const [A, B, C] = await Promise.all(["A", "B", "C"].map((name) => openHost(name, { [name]: server })));
  const clients = await openHost("clients", { c1: client, c2: client });
  await startAll({ A: A!, B: B!, C: C!, clients }, ["c1", "c2"]);
  await until(() => answered(clients, "c1") === 40 && answered(clients, "c2") === 40);
  const states = { A: A!.state("A"), B: B!.state("B"), C: C!.state("C"), c1: clients.state("c1") };
  await Promise.all(hosts.map((host) => host.stop()));
  const files = ["A", "B", "C", "clients"].map((name) => traceFileName(name, 1));
  const traces = await Promise.all(
    files.map(async (name) => parseTraceFile(await readFile(join(folder, name), "utf8"), name)),
  );
  const trace = mergeTraces(traces);
  const history = historyOf(trace);
  expect(history.length).toBe(80);
  expect(checkLinearizable(history).verdict).toBe("linearizable");
  const protocols = { A: server, B: server, C: server, c1: client, c2: client };
  const last = new Map(snapshots({ trace, protocols }).map(({ node, state }) => [node, state]));
  // A handler may have run between the look at a state and the end: terms and logs can only have grown.
  for (const name of ["A", "B", "C"] as const) {
    const replayed = last.get(name) as { log: { length: number }; currentTerm: number };
    const seen = states[name] as { log: { length: number }; currentTerm: number };
    expect(replayed.log.length).toBeGreaterThanOrEqual(80);
    expect(replayed.log.length).toBe(seen.log.length);
  }
  expect(last.get("c1")).toEqual(states.c1);
});

test("a server that comes back reads what it had saved, and goes on from there", async () => {
  const client = clientOf(60);
  const named = await Promise.all(["A", "B", "C"].map((name) => openHost(name, { [name]: server })));
  const all: { [name: string]: RealHost } = {
    A: named[0]!,
    B: named[1]!,
    C: named[2]!,
    clients: await openHost("clients", { c1: client }),
  };
  await startAll(all, ["c1"]);
  await until(() => answered(all["clients"]!, "c1") > 10);
  await all["A"]!.stop();
  const again = await openHost("A", { A: server }, { life: 2 });
  const addresses = { ...listensAt, A: await again.listen() };
  const processOf = { A: "A", B: "B", C: "C", c1: "clients" };
  for (const host of [again, all["B"]!, all["C"]!, all["clients"]!]) host.route({ addresses, processOf });
  again.start();
  expect((again.state("A") as { log: { length: number } }).log.length).toBeGreaterThan(0);
  await until(() => answered(all["clients"]!, "c1") === 60);
  await until(() => (again.state("A") as { log: { length: number } }).log.length >= 60);
});

/** Counts what it is sent. */
const counter = {
  name: "counter",
  members: ["A", "B"],
  start: () => ({ got: 0 }),
  onMessage(state: { got: number }) {
    state.got += 1;
  },
} as unknown as AnyProtocol;

async function listening(more: More = {}): Promise<{ host: RealHost; address: Address; refusals: string[] }> {
  const refusals: string[] = [];
  const host = await openHost("A", { A: counter }, { onRefusal: (why) => refusals.push(why), ...more });
  const address = await host.listen();
  host.route({ addresses: { A: address }, processOf: { A: "A", B: "B" } });
  host.start();
  return { host, address, refusals };
}

/** Sends bytes as a peer would, and waits until it is hung up on. */
function sendTo(address: Address, ...chunks: readonly Uint8Array[]): Promise<void> {
  return new Promise((resolve) => {
    const socket = connect(address);
    socket.on("error", () => undefined);
    socket.on("close", () => resolve());
    for (const chunk of chunks) socket.write(chunk);
  });
}

const hello = encodeFrame(encodeHello("test", "B"));
const parcel = (from: string, message: number): Uint8Array =>
  encodeFrame(encodeParcels([{ from, to: "A", id: 1, message }]));

test("a peer that sends rubbish, too long a frame, or in another's name is hung up on, and nothing of it is handled", async () => {
  const { host, address, refusals } = await listening();
  const long = Buffer.alloc(8);
  long.writeUInt32BE(2 ** 31, 0);
  await sendTo(address, Buffer.from("GET / HTTP/1.1\r\n\r\n"));
  await sendTo(address, hello, long);
  await sendTo(address, parcel("B", 1));
  await sendTo(address, encodeFrame(encodeHello("another", "B")));
  await sendTo(address, hello, parcel("C", 1));
  await sendTo(address, hello, encodeFrame(Buffer.from("{}")));
  await sendTo(address, hello, encodeFrame(Buffer.from('[["B","A",1,{"__proto__":1}]]')));
  expect(refusals.length).toBe(7);
  expect(refusals[0]).toMatch(/^an unknown caller: a frame of \d+ bytes; allowed are at most 16777216/);
  expect(refusals[1]).toBe("B: a frame of 2147483648 bytes; allowed are at most 16777216");
  expect(refusals[2]).toMatch(/did not begin with a greeting/);
  expect(refusals[3]).toMatch(/belongs to another cluster/);
  expect(refusals[4]).toBe("B: a message in the name of C");
  expect(refusals[6]).toMatch(/__proto__/);
  expect(host.state("A")).toEqual({ got: 0 });
  expect(host.status().counts.refused).toBe(7);
});

test("what comes before the rubbish counts, and others go on being served", async () => {
  const { host, address, refusals } = await listening();
  await sendTo(address, hello, parcel("B", 1), parcel("B", 2), Buffer.alloc(100, 255));
  await until(() => refusals.length === 1);
  expect(host.state("A")).toEqual({ got: 2 });
  await sendTo(address, hello, parcel("B", 3), Buffer.alloc(100, 255));
  expect(host.state("A")).toEqual({ got: 3 });
});

test("a port in use is an error that names it", async () => {
  const { address } = await listening();
  const other = await openHost("B", { B: counter }, { listen: address });
  await expect(other.listen()).rejects.toThrow(`port ${address.port} of 127.0.0.1 is in use by another program`);
});

/** Saves each message, and answers only then. */
const saver = {
  name: "saver",
  members: ["A", "B"],
  start: (_self: string, saved: number | null) => ({ last: saved ?? 0 }),
  onMessage(
    state: { last: number },
    message: number,
    from: string,
    out: { save(x: number): void; send(to: string, x: number): void },
  ) {
    state.last = message;
    out.save(message);
    out.send(from, message);
  },
} as unknown as AnyProtocol;

test("when the disk is full, the node stops with a clear error and acknowledges nothing more", async () => {
  const disk = new MemoryDisk();
  const failures: string[] = [];
  const A = await openHost("A", { A: saver }, { disk, onFailure: (error) => failures.push(error.message) });
  const B = await openHost("B", { B: counter });
  const addresses = { A: await A.listen(), B: await B.listen() };
  for (const host of [A, B]) {
    host.route({ addresses, processOf: { A: "A", B: "B" } });
    host.start();
  }
  const ask = sendAs(addresses.A);
  disk.freeBytes = 200;
  for (let value = 1; value <= 100; value++) await ask(value);
  await until(() => failures.length > 0);
  expect(failures).toEqual([expect.stringMatching(/A\.save cannot be written: ENOSPC: no space left/)]);
  expect(A.status().nodes["A"]!.up).toBe(false);
  const acknowledged = A.status().counts.sent;
  const kept = await openHost("A", { A: saver }, { disk: disk.crash(1000), life: 2 });
  kept.start();
  expect((kept.state("A") as { last: number }).last).toBeGreaterThanOrEqual(acknowledged);
});

test("while the disk stands still, nothing is acknowledged, and so much is read and no more; then all of it is handled", async () => {
  const disk = new MemoryDisk();
  const A = await openHost("A", { A: saver }, { disk, trace: "none" });
  const address = await A.listen();
  A.route({ addresses: { A: address }, processOf: { A: "A", B: "A" } });
  A.start();
  const before = A.status().counts.sent;
  let open = (): void => undefined;
  disk.gate = new Promise((resolve) => (open = resolve));
  const total = 60_000;
  const last = (): number => (A.state("A") as { last: number }).last;
  const socket = connect(address);
  socket.on("error", () => undefined);
  socket.write(encodeFrame(encodeHello("test", "A")));
  for (let id = 1; id <= total; id++) {
    const parcels = [{ from: "B", to: "A", id, message: id }];
    if (!socket.write(encodeFrame(encodeParcels(parcels)))) await new Promise((resolve) => setImmediate(resolve));
  }
  // Each message leaves two things that wait, a save and an answer: at 20,000 of them nothing more is read.
  await until(() => last() >= 10_000);
  await new Promise((resolve) => setTimeout(resolve, 200));
  expect(last()).toBeLessThan(12_000);
  expect(A.status().counts.sent - before).toBe(0);
  open();
  await until(() => last() === total);
  await until(() => A.status().counts.sent - before === total);
  socket.destroy();
});

/** Sends numbers to A in B's name, from outside. */
function sendAs(address: Address): (value: number) => Promise<void> {
  const socket = connect(address);
  socket.on("error", () => undefined);
  socket.write(hello);
  return (value) => new Promise((resolve) => socket.write(parcel("B", value), () => setImmediate(resolve)));
}

test("a torn write that is cut off is told of in the trace", async () => {
  const first = await openHost("A", { A: saver });
  first.start();
  await first.stop();
  await writeFile(join(folder, "A.save"), "rubbish", { flag: "a" });
  const cut = await openHost("A", { A: saver }, { life: 2 });
  await cut.stop();
  const text = await readFile(join(folder, traceFileName("A", 2)), "utf8");
  expect(text).toMatch(/cuts 7 bytes of a torn write off its save file/);
});

test("a handler that fails stops its node and is told", async () => {
  const failures: Error[] = [];
  const broken = {
    ...counter,
    onMessage() {
      throw new Error("no");
    },
  } as AnyProtocol;
  const host = await openHost("A", { A: broken }, { onFailure: (error) => failures.push(error) });
  const address = await host.listen();
  host.route({ addresses: { A: address }, processOf: { A: "A", B: "B" } });
  host.start();
  void sendTo(address, hello, parcel("B", 1));
  await until(() => failures.length === 1);
  expect(failures[0]!.message).toMatch(/counter: onMessage\(1 from B\) on node A threw Error: no/);
});
