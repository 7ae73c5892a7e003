/** Debian's Jupyter with the course's kernel installed in a data folder of its own. */
import { execFile, spawn } from "node:child_process";
import type { ChildProcess } from "node:child_process";
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";
import { afterAll, beforeAll } from "vitest";
import { installKernelspec } from "../../app/kernel/kernelspec";
import type { NotebookOutput } from "../../app/kernel/outputs";
import { launcherPath } from "../../app/kernel/paths";

const run = promisify(execFile);
/** Debian's own Python, whichever else is first on the path: its Jupyter comes from Debian's packages. */
const python = "/usr/bin/python3";
/** The program that executes a notebook. */
export const runner = fileURLToPath(new URL("run.py", import.meta.url));

export interface ExecutedCell {
  readonly source: string;
  readonly executionCount: number | null;
  readonly outputs: readonly NotebookOutput[];
}

export interface Executed {
  readonly cells: readonly ExecutedCell[];
  /** What the kernel answered to each cell, and the name of each error. */
  readonly replies: readonly string[];
  /** The error with which nbclient stopped. */
  readonly raised: { readonly ename: string; readonly evalue: string } | null;
}

export interface Jupyter {
  /** A folder that is removed after the tests. */
  readonly folder: string;
  /** Runs a Jupyter command and gives what it prints. */
  command(...args: string[]): Promise<string>;
  /** Starts a Python program with the kernels and folders of these tests. */
  python(...args: string[]): ChildProcess;
  /** Executes a notebook file with nbclient. */
  execute(path: string, ...options: string[]): Promise<Executed>;
  /** Writes a notebook with these code cells; gives its path. */
  write(name: string, ...sources: string[]): string;
  /** The same, for stock tslab. */
  writeForStock(name: string, ...sources: string[]): string;
}

/** Installs the kernel before a file's tests. */
export function useJupyter(): Jupyter {
  const folder = mkdtempSync(join(tmpdir(), "distlab-jupyter-"));
  const env = {
    ...process.env,
    JUPYTER_DATA_DIR: join(folder, "data"),
    JUPYTER_CONFIG_DIR: join(folder, "config"),
    JUPYTER_RUNTIME_DIR: join(folder, "runtime"),
    IPYTHONDIR: join(folder, "ipython"),
    HOME: folder,
  };
  beforeAll(() => {
    installKernelspec({ dir: join(folder, "data") });
    installStock(join(folder, "data/kernels/stock"));
  });
  afterAll(() => rmSync(folder, { recursive: true }));
  const start = async (...args: string[]) => (await run(python, args, { env, maxBuffer: 1e9 })).stdout;
  return {
    folder,
    python: (...args) => spawn(python, args, { env, stdio: "ignore" }),
    command: (...args) => start("-m", ...args),
    execute: async (path, ...options) => JSON.parse(await start(runner, path, ...options)) as Executed,
    write: (name, ...sources) => write(join(folder, name), "tslab", sources),
    writeForStock: (name, ...sources) => write(join(folder, name), "stock", sources),
  };
}

/** A kernelspec for unchanged tslab, to see that the tests would find its faults. */
function installStock(folder: string): void {
  mkdirSync(folder, { recursive: true });
  const argv = [process.execPath, launcherPath(), "--stock", "--config-path", "{connection_file}"];
  const spec = { argv, display_name: "Stock tslab", language: "typescript" };
  writeFileSync(join(folder, "kernel.json"), JSON.stringify(spec));
}

function write(path: string, kernel: string, sources: readonly string[]): string {
  writeFileSync(path, JSON.stringify(notebookOf(kernel, sources)));
  return path;
}

function notebookOf(name: string, sources: readonly string[]): object {
  return {
    nbformat: 4,
    nbformat_minor: 5,
    metadata: { kernelspec: { name, display_name: "TypeScript", language: "typescript" } },
    cells: sources.map((source, at) => ({
      cell_type: "code",
      id: `cell-${at}`,
      metadata: {},
      execution_count: null,
      outputs: [],
      source,
    })),
  };
}
