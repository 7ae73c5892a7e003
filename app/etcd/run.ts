/** A load on etcd while its leader is killed, and what its clients were told, judged. */
import { setTimeout as sleep } from "node:timers/promises";
import { checkLinearizable, createRandom, models } from "distlab";
import type { EtcdFigures, KeyValueOperation, Operation } from "distlab";
import { carryOut, NobodyListens } from "./gateway";
import type { Reads } from "./gateway";
import { EtcdServers } from "./servers";

export interface EtcdRunOptions {
  readonly folder: string;
  readonly version: string;
  readonly seed: number;
  readonly seconds: number;
  readonly clients: number;
  readonly reads: Reads;
}

const keys = ["k0", "k1", "k2"];
const patienceMs = 1000;
/** A killed leader stays down for so long. */
const downMs = 800;
/** From one restart to the next kill. */
const betweenMs = 1200;

type OpenOperation = { -readonly [Field in keyof Operation]: Operation[Field] };

/** @throws Error where etcd does not start, or does not come back after a kill */
export async function runEtcd(options: EtcdRunOptions): Promise<EtcdFigures> {
  const { folder, version, seconds, clients } = options;
  const servers = await EtcdServers.start(folder);
  try {
    const load = new Load(servers.addresses, options);
    const under = Array.from({ length: clients }, (_, index) => load.client(index));
    const killed = await killLeaders(servers, load, seconds);
    load.stopped = true;
    await Promise.all(under);
    await servers.leader(10_000);
    await load.readAll();
    const verdict = checkLinearizable(load.history, models.keyValue(), { timeLimitMs: 30_000 });
    const acknowledged = load.history.filter(({ returned }) => returned !== undefined).length;
    return {
      version,
      verdict: verdict.verdict,
      why: String(verdict),
      acknowledged,
      unknown: load.history.length - acknowledged,
      kills: killed.map((kill) => ({ ...kill, silentMs: load.silenceAfter(kill.atMs) })),
      history: load.history,
    };
  } finally {
    await servers.end();
  }
}

async function killLeaders(
  servers: EtcdServers,
  load: Load,
  seconds: number,
): Promise<{ leader: string; atMs: number }[]> {
  const killed: { leader: string; atMs: number }[] = [];
  await sleep(betweenMs);
  while (load.nowMs + downMs + betweenMs <= seconds * 1000) {
    const leader = await servers.leader(10_000);
    const atMs = load.nowMs;
    await servers.kill(leader);
    killed.push({ leader, atMs });
    await sleep(downMs);
    servers.restart(leader);
    await sleep(betweenMs);
  }
  return killed;
}

class Load {
  readonly history: OpenOperation[] = [];
  stopped = false;
  private readonly beganMs = performance.now();

  constructor(
    private readonly addresses: readonly string[],
    private readonly options: EtcdRunOptions,
  ) {}

  get nowMs(): number {
    return Math.round((performance.now() - this.beganMs) * 1000) / 1000;
  }

  /** Who has heard nothing of an operation does not know about it for ever: another name goes on. */
  async client(index: number): Promise<void> {
    const random = createRandom(this.options.seed, `etcd client ${index}`);
    let lives = 1;
    for (let count = 0; !this.stopped; count++) {
      const address = this.addresses[random.index(this.addresses.length)]!;
      const operation = drawn(random, `${index}.${count}`);
      if (!(await this.ask(`c${index + 1}${lives > 1 ? `/${lives}` : ""}`, address, operation))) lives += 1;
      await sleep(random.between(1, 8));
    }
  }

  async readAll(): Promise<void> {
    for (const [index, key] of keys.entries()) {
      const address = this.addresses[index % this.addresses.length]!;
      await this.ask("reader", address, { kind: "get", key });
    }
  }

  /** How long it took until a write was acknowledged that was asked for after this moment: it needed a new leader. */
  silenceAfter(atMs: number): number | null {
    const answers = this.history.flatMap(({ invoked, returned, operation }) => {
      const isWrite = (operation as { kind: string }).kind === "put";
      return isWrite && invoked >= atMs && returned !== undefined ? [returned] : [];
    });
    return answers.length === 0 ? null : Math.round(Math.min(...answers) - atMs);
  }

  /** False where nobody knows what came of it. */
  private async ask(client: string, address: string, operation: KeyValueOperation): Promise<boolean> {
    const entry: OpenOperation = { client, operation, invoked: this.nowMs };
    this.history.push(entry);
    try {
      entry.result = await carryOut(address, operation, this.options.reads, patienceMs);
      entry.returned = this.nowMs;
      return true;
    } catch (error) {
      if (!(error instanceof NobodyListens)) return false;
      // It has not taken place, and nobody was told that it had.
      this.history.splice(this.history.lastIndexOf(entry), 1);
      return true;
    }
  }
}

function drawn(random: ReturnType<typeof createRandom>, value: string): KeyValueOperation {
  const key = keys[random.index(keys.length)]!;
  const draw = random.index(10);
  if (draw < 5) return { kind: "get", key };
  if (draw < 9) return { kind: "put", key, value };
  return { kind: "compareAndSet", key, expected: null, value };
}
