/**
 * The kernel's program: `node launcher.js --config-path <connection file>`.
 *
 * `--root <folder>` says from where cells import (default: the course's root, wherever Jupyter starts us),
 * `--parent-pipe <fd>` names a pipe that ends when the parent dies, `--stock` runs unchanged tslab instead.
 * The same file is the program of the kernel's second thread.
 */
import { parseArgs } from "node:util";
import { MessageChannel, Worker, isMainThread, workerData } from "node:worker_threads";
import type { Transferable } from "node:worker_threads";
import { watchParent } from "./parent";
import { courseRoot } from "./paths";
import { phase, sharedBytes, slot } from "./threads";
import type { WatchOptions, WireOptions } from "./threads";

interface LauncherOptions {
  readonly connectionFile: string;
  readonly root: string;
  readonly parentPipe: number | undefined;
  readonly stock: boolean;
}

function readArguments(): LauncherOptions {
  const { values } = parseArgs({
    options: {
      "config-path": { type: "string" },
      root: { type: "string" },
      "parent-pipe": { type: "string" },
      stock: { type: "boolean", default: false },
    },
  });
  const connectionFile = values["config-path"];
  if (connectionFile === undefined) throw new Error("--config-path is missing: it names Jupyter's connection file");
  const pipe = values["parent-pipe"];
  const parentPipe = pipe === undefined ? undefined : Number(pipe);
  return { connectionFile, root: values.root ?? courseRoot(), parentPipe, stock: values.stock };
}

/** Starts the second thread. Its own output must not reach the cells' through this thread's streams. */
function startThread(options: WireOptions | WatchOptions, transfer: Transferable[]): Worker {
  const worker = new Worker(new URL(import.meta.url), {
    workerData: options,
    transferList: transfer,
    stdout: true,
    stderr: true,
  });
  worker.on("error", (error) => {
    throw error;
  });
  return worker;
}

async function runKernel({ connectionFile, root, parentPipe }: LauncherOptions): Promise<void> {
  const { port1, port2 } = new MessageChannel();
  const shared = new SharedArrayBuffer(sharedBytes);
  // Until the host takes requests, everything here is the kernel's own code.
  Atomics.store(new Int32Array(shared), slot.phase, phase.kernel);
  startThread({ kind: "wire", connectionFile, port: port2, shared, parentPipe }, [port2]);
  process.chdir(root);
  const { Host } = await import("./host");
  const { outputBytesMax } = await import("./printed");
  const host = new Host({ root, port: port1, shared, printedBytesMax: outputBytesMax(process.env) });
  host.start();
}

async function runStock({ connectionFile, root, parentPipe }: LauncherOptions): Promise<void> {
  // The thread must not keep alive a process that tslab has brought to its end.
  if (parentPipe !== undefined) startThread({ kind: "watch", parentPipe }, []).unref();
  process.chdir(root);
  const { startStock } = await import("./stock");
  startStock(connectionFile);
}

if (isMainThread) {
  const options = readArguments();
  if (options.stock) await runStock(options);
  else await runKernel(options);
} else {
  const options = workerData as WireOptions | WatchOptions;
  if (options.kind === "watch") watchParent(options.parentPipe);
  else await (await import("./wire-thread")).runWireThread(options);
}
