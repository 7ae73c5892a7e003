/** Three etcd servers on loopback, with their data below one folder. Nothing of them stays when this program ends. */
import { spawn, spawnSync } from "node:child_process";
import type { ChildProcess } from "node:child_process";
import { closeSync, mkdirSync, openSync, readFileSync } from "node:fs";
import { createServer } from "node:net";
import type { AddressInfo } from "node:net";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { statusOf } from "./gateway";

/** What is to be said where the program is missing. */
export const etcdMissing =
  "etcd is not installed here: on Debian or Ubuntu, apt-get install etcd-server brings it. The rest goes on without.";

/** The version of the etcd that is on the path; undefined where there is none. */
export function etcdVersion(): string | undefined {
  const asked = spawnSync("etcd", ["--version"], { encoding: "utf8", timeout: 10_000 });
  return asked.status === 0 ? /etcd Version: (\S+)/.exec(asked.stdout)?.[1] : undefined;
}

/** etcd's own defaults are 100 and 1000. */
const heartbeatMs = 50;
const electionTimeoutMs = 500;
const startMsMax = 30_000;

const running = new Set<ChildProcess>();
process.on("exit", () => {
  for (const child of running) child.kill("SIGKILL");
});

interface Server {
  readonly name: string;
  readonly address: string;
  readonly peer: string;
  child: ChildProcess | undefined;
}

export class EtcdServers {
  private ended = false;

  private constructor(
    private readonly folder: string,
    private readonly all: readonly Server[],
  ) {}

  /**
   * Starts them and waits until one leads.
   * @throws Error that says what the servers printed last, where they do not
   */
  static async start(folder: string, count = 3): Promise<EtcdServers> {
    mkdirSync(folder, { recursive: true });
    const ports = await freePorts(2 * count);
    const all = Array.from({ length: count }, (_, index) => ({
      name: `etcd${index + 1}`,
      address: `http://127.0.0.1:${ports[2 * index]}`,
      peer: `http://127.0.0.1:${ports[2 * index + 1]}`,
      child: undefined,
    }));
    const servers = new EtcdServers(folder, all);
    for (const server of all) servers.spawn(server);
    try {
      await servers.leader(startMsMax);
    } catch (error) {
      const last = readFileSync(servers.logPath(all[0]!), "utf8").split("\n").slice(-4).join("\n");
      await servers.end();
      throw new Error(`${(error as Error).message}; ${all[0]!.name} said last:\n${last}`, { cause: error });
    }
    return servers;
  }

  /** Where clients call, whether it is up or not. */
  get addresses(): readonly string[] {
    return this.all.map(({ address }) => address);
  }

  /** Waits for a server that leads. */
  async leader(withinMs: number): Promise<string> {
    const attempts = Math.ceil(withinMs / 20);
    for (let attempt = 0; attempt < attempts && !this.ended; attempt++) {
      for (const { name, address, child } of this.all) {
        if (child !== undefined && (await statusOf(address))?.leads === true) return name;
      }
      await sleep(20);
    }
    throw new Error(`no etcd server leads after ${withinMs / 1000} s`);
  }

  /** `kill -9`. */
  async kill(name: string): Promise<void> {
    const server = this.named(name);
    const { child } = server;
    server.child = undefined;
    await ended(child);
  }

  /** On the data that it had. */
  restart(name: string): void {
    if (!this.ended) this.spawn(this.named(name));
  }

  async end(): Promise<void> {
    this.ended = true;
    await Promise.all(this.all.map(({ child }) => ended(child)));
  }

  private named(name: string): Server {
    return this.all.find((server) => server.name === name)!;
  }

  private logPath({ name }: Server): string {
    return join(this.folder, `${name}.log`);
  }

  private spawn(server: Server): void {
    const { name, address, peer } = server;
    const log = openSync(this.logPath(server), "a");
    const options = {
      name,
      "data-dir": join(this.folder, name),
      "listen-client-urls": address,
      "advertise-client-urls": address,
      "listen-peer-urls": peer,
      "initial-advertise-peer-urls": peer,
      "initial-cluster": this.all.map((one) => `${one.name}=${one.peer}`).join(","),
      "initial-cluster-token": this.folder,
      "initial-cluster-state": "new",
      "heartbeat-interval": heartbeatMs,
      "election-timeout": electionTimeoutMs,
    };
    const args = Object.entries(options).map(([option, value]) => `--${option}=${value}`);
    // Settings of the person's own etcd must not lead this one astray.
    const environment = Object.fromEntries(Object.entries(process.env).filter(([key]) => !key.startsWith("ETCD_")));
    const child = spawn("etcd", args, { stdio: ["ignore", log, log], env: environment });
    closeSync(log);
    child.on("error", () => undefined);
    running.add(child);
    child.once("exit", () => running.delete(child));
    server.child = child;
  }
}

async function ended(child: ChildProcess | undefined): Promise<void> {
  if (child === undefined || child.exitCode !== null || child.signalCode !== null) return;
  const gone = new Promise((resolve) => child.once("exit", resolve));
  child.kill("SIGKILL");
  await gone;
}

/** Ports that are free now, all held at once so that no two are the same. */
async function freePorts(count: number): Promise<readonly number[]> {
  const holders = await Promise.all(
    Array.from({ length: count }, async () => {
      const holder = createServer();
      await new Promise<void>((resolve, reject) => {
        holder.once("error", reject);
        holder.listen(0, "127.0.0.1", resolve);
      });
      return holder;
    }),
  );
  const ports = holders.map((holder) => (holder.address() as AddressInfo).port);
  await Promise.all(holders.map((holder) => new Promise((resolve) => holder.close(resolve))));
  return ports;
}
