/**
 * Connection files: where a kernel listens and the key that signs its messages.
 *
 * Source: "Connection files", https://jupyter-client.readthedocs.io/en/stable/kernels.html#connection-files.
 */
import { randomBytes } from "node:crypto";
import { readFileSync } from "node:fs";
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { createServer } from "node:net";
import type { AddressInfo, Server } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";

/** What a connection file holds. Field names are Jupyter's own. */
export interface Connection {
  readonly transport: "tcp" | "ipc";
  /** The address that the kernel binds; ours is always 127.0.0.1. */
  readonly ip: string;
  readonly shell_port: number;
  readonly iopub_port: number;
  readonly stdin_port: number;
  readonly control_port: number;
  readonly hb_port: number;
  readonly signature_scheme: "hmac-sha256";
  /** The HMAC key; empty means that messages are not signed. */
  readonly key: string;
  readonly kernel_name?: string;
}

/** A connection written to a file that only this user can read. */
export interface ConnectionFile {
  readonly path: string;
  readonly connection: Connection;
  /** Removes the file and its folder. */
  remove(): Promise<void>;
}

function listen(): Promise<Server> {
  return new Promise((resolve, reject) => {
    const server = createServer();
    server.once("error", reject);
    server.listen({ port: 0, host: "127.0.0.1" }, () => resolve(server));
  });
}

/** Ports of the loopback interface that were free a moment ago; all are held until all are known, so they differ. */
export async function freePorts(count: number): Promise<number[]> {
  const servers = await Promise.all(Array.from({ length: count }, listen));
  const ports = servers.map((server) => (server.address() as AddressInfo).port);
  await Promise.all(servers.map((server) => new Promise((resolve) => server.close(resolve))));
  return ports;
}

/** A new connection on loopback with free ports and a fresh 256-bit key. */
export async function createConnection(kernelName = "distlab"): Promise<Connection> {
  const [shell, iopub, stdin, control, heartbeat] = await freePorts(5);
  return {
    transport: "tcp",
    ip: "127.0.0.1",
    shell_port: shell!,
    iopub_port: iopub!,
    stdin_port: stdin!,
    control_port: control!,
    hb_port: heartbeat!,
    signature_scheme: "hmac-sha256",
    key: randomBytes(32).toString("hex"),
    kernel_name: kernelName,
  };
}

/** Writes a connection into a fresh private folder; the file's mode is 0600. */
export async function writeConnectionFile(connection: Connection): Promise<ConnectionFile> {
  const folder = await mkdtemp(join(tmpdir(), "distlab-kernel-"));
  const path = join(folder, "connection.json");
  await writeFile(path, JSON.stringify(connection, undefined, 2), { mode: 0o600, flag: "wx" });
  return { path, connection, remove: () => rm(folder, { recursive: true, force: true }) };
}

/** Reads a connection file. @throws Error when a field is missing or of another kind */
export function readConnectionFile(path: string): Connection {
  const value = JSON.parse(readFileSync(path, "utf8")) as { readonly [field: string]: unknown };
  for (const field of ["shell_port", "iopub_port", "stdin_port", "control_port", "hb_port"]) {
    if (!Number.isInteger(value[field])) throw new Error(`${path}: ${field} is ${String(value[field])}, not a port`);
  }
  if (value["transport"] !== "tcp" && value["transport"] !== "ipc") {
    throw new Error(`${path}: transport is ${String(value["transport"])}; allowed are tcp and ipc`);
  }
  const key = value["key"] ?? "";
  const scheme = value["signature_scheme"] ?? "hmac-sha256";
  if (key !== "" && scheme !== "hmac-sha256") {
    throw new Error(`${path}: signature_scheme is ${String(scheme)}; allowed is hmac-sha256`);
  }
  return value as unknown as Connection;
}

/** A channel's ZeroMQ address. */
export function endpoint(connection: Connection, channel: "shell" | "control" | "iopub" | "stdin" | "hb"): string {
  const port = connection[`${channel}_port`];
  return connection.transport === "ipc" ? `ipc://${connection.ip}-${port}` : `tcp://${connection.ip}:${port}`;
}
