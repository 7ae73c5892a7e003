/**
 * How soon the course answers: from the start of the process to the first HTTP answer, from opening a chapter to its
 * first cell's result, and what the way through the server adds to a cell. Beside them: a bare Node server, Debian's
 * jupyter-notebook where it is installed, a server without a kernel in reserve, and ZeroMQ without a server.
 */
import { spawn, spawnSync } from "node:child_process";
import type { ChildProcess } from "node:child_process";
import { mkdtempSync, rmSync } from "node:fs";
import { createServer } from "node:net";
import type { AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { WebSocket } from "ws";
import { KernelClient } from "../app/kernel/client";
import { createMessage } from "../app/kernel/messages";
import { courseRoot } from "../app/kernel/paths";
import type { CourseServer, StartServerOptions } from "../app/server/main";
import { row } from "./rows";
import type { BenchmarkRow } from "./rows";

const root = courseRoot();
const built = join(root, "app/dist/server/main.js");
const token = "0123456789abcdef0123456789abcdef";
const startsMeasured = 5;
const cellsMeasured = 200;
/** As a chapter's first cell is: it uses the library. */
const firstCell = 'import { createRandom } from "distlab";\ncreateRandom(1, "bench").next() >= 0';

function median(values: readonly number[]): number {
  const sorted = values.toSorted((a, b) => a - b);
  return sorted[Math.floor(sorted.length / 2)] ?? Number.NaN;
}

function freePort(): Promise<number> {
  return new Promise((resolve) => {
    const server = createServer().listen(0, "127.0.0.1", () => {
      const { port } = server.address() as AddressInfo;
      server.close(() => resolve(port));
    });
  });
}

const pause = (milliseconds: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, milliseconds));

/** Starts a process and asks until it answers. @returns milliseconds */
async function untilAnswer(start: (port: number) => ChildProcess): Promise<number> {
  const port = await freePort();
  const began = performance.now();
  const child = start(port);
  const ended = new Promise((resolve) => child.once("exit", resolve));
  for (;;) {
    const answered = await fetch(`http://127.0.0.1:${port}/api/status?token=${token}`).catch(() => null);
    if (answered?.ok === true) break;
    await pause(2);
  }
  const took = performance.now() - began;
  child.kill("SIGKILL");
  await ended;
  return took;
}

async function startTime(start: (port: number) => ChildProcess): Promise<number> {
  const times: number[] = [];
  for (let turn = 0; turn < startsMeasured; turn += 1) times.push(await untilAnswer(start));
  return Math.min(...times);
}

function node(code: string): ChildProcess {
  return spawn(process.execPath, ["--input-type=module", "-e", code], { stdio: "ignore" });
}

const startCourse = (port: number): ChildProcess =>
  node(`const { startServer } = await import(${JSON.stringify(pathToFileURL(built).href)});
    await startServer({ root: ${JSON.stringify(root)}, port: ${port}, token: "${token}", quiet: true, spareKernel: false });`);

const startBare = (port: number): ChildProcess =>
  node(
    `import { createServer } from "node:http"; createServer((_, answer) => answer.end("{}")).listen(${port}, "127.0.0.1");`,
  );

async function startRows(): Promise<BenchmarkRow[]> {
  const ours = await startTime(startCourse);
  const rows = [row("first-answer", ours, "ms", await startTime(startBare))];
  if (spawnSync("jupyter-notebook", ["--version"]).status !== 0) return rows;
  const folder = mkdtempSync(join(tmpdir(), "distlab-bench-"));
  const env = { ...process.env, HOME: folder, JUPYTER_RUNTIME_DIR: folder, JUPYTER_CONFIG_DIR: folder };
  const jupyter = await startTime((port) => {
    const options = [`--port=${port}`, "--no-browser", "--allow-root", `--NotebookApp.token=${token}`];
    return spawn("jupyter-notebook", [...options, `--notebook-dir=${folder}`], { env, stdio: "ignore" });
  });
  rmSync(folder, { recursive: true, force: true });
  return [...rows, row("first-answer-jupyter", ours, "ms", jupyter)];
}

/** A page's connection to a kernel, without a page. */
class Connection {
  private readonly waiting = new Map<string, () => void>();

  private constructor(private readonly socket: WebSocket) {
    socket.on("message", (data: Buffer) => {
      const { channel, parent_header: parent } = JSON.parse(data.toString()) as {
        channel: string;
        parent_header: { msg_id?: string };
      };
      if (channel === "shell") this.waiting.get(parent.msg_id ?? "")?.();
    });
  }

  static async open(server: CourseServer, path: string): Promise<Connection> {
    const response = await fetch(`http://127.0.0.1:${server.port}/api/sessions?token=${token}`, {
      method: "POST",
      body: JSON.stringify({ path, type: "notebook", name: path, kernel: { name: "tslab" } }),
    });
    const { kernel } = (await response.json()) as { kernel: { id: string } };
    const url = `ws://127.0.0.1:${server.port}/api/kernels/${kernel.id}/channels?session_id=bench&token=${token}`;
    const socket = new WebSocket(url);
    await new Promise((resolve) => socket.once("open", resolve));
    return new Connection(socket);
  }

  execute(code: string): Promise<void> {
    const content = { code, silent: false, store_history: true, allow_stdin: false, user_expressions: {} };
    const message = createMessage({ type: "execute_request", session: "bench", content });
    return new Promise((resolve) => {
      this.waiting.set(message.header.msg_id, resolve);
      this.socket.send(JSON.stringify({ ...message, channel: "shell" }));
    });
  }

  close(): void {
    this.socket.terminate();
  }
}

type Start = (options: StartServerOptions) => Promise<CourseServer>;

/** From opening a chapter to its first cell's result, when the reader took `readMs` to find the chapter. */
async function firstResult(start: Start, spareKernel: boolean, readMs: number): Promise<number> {
  const server = await start({ root, port: 0, token, quiet: true, spareKernel, handleSignals: false });
  await pause(readMs);
  const began = performance.now();
  const connection = await Connection.open(server, "notebooks/bench.ipynb");
  await connection.execute(firstCell);
  const took = performance.now() - began;
  connection.close();
  await server.close();
  return took;
}

async function cellRows(start: Start): Promise<BenchmarkRow[]> {
  const server = await start({ root, port: 0, token, quiet: true, spareKernel: false, handleSignals: false });
  const connection = await Connection.open(server, "notebooks/bench.ipynb");
  const direct = await KernelClient.start();
  const times: { server: number[]; direct: number[] } = { server: [], direct: [] };
  for (let turn = 0; turn < cellsMeasured + 20; turn += 1) {
    const began = performance.now();
    await connection.execute("1");
    const between = performance.now();
    await direct.execute("1");
    if (turn < 20) continue;
    times.server.push(between - began);
    times.direct.push(performance.now() - between);
  }
  await direct.shutdown();
  connection.close();
  await server.close();
  return [row("cell-round-trip", median(times.server), "ms", median(times.direct))];
}

export async function run(): Promise<readonly BenchmarkRow[]> {
  const { startServer } = (await import(pathToFileURL(built).href)) as { startServer: Start };
  const starts = await startRows();
  const cold = await firstResult(startServer, false, 0);
  const warm = await firstResult(startServer, true, 4000);
  return [...starts, row("first-cell", warm, "ms", cold), ...(await cellRows(startServer))];
}
