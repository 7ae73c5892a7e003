/** Debian's Jupyter with the course's kernel installed in a data folder of its own. */
import { execFile } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";
import { afterAll, beforeAll } from "vitest";
import { installKernelspec } from "../../app/kernel/kernelspec";
import type { NotebookOutput } from "../../app/kernel/outputs";

const run = promisify(execFile);
/** Debian's own Python, whichever else is first on the path: its Jupyter comes from Debian's packages. */
const python = "/usr/bin/python3";
const runner = fileURLToPath(new URL("run.py", import.meta.url));

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
  /** Executes a notebook file with nbclient. */
  execute(path: string, ...options: string[]): Promise<Executed>;
  /** Writes a notebook with these code cells; gives its path. */
  write(name: string, ...sources: string[]): string;
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
  beforeAll(() => void installKernelspec({ dir: join(folder, "data") }));
  afterAll(() => rmSync(folder, { recursive: true }));
  const start = async (...args: string[]) => (await run(python, args, { env, maxBuffer: 1e9 })).stdout;
  return {
    folder,
    command: (...args) => start("-m", ...args),
    execute: async (path, ...options) => JSON.parse(await start(runner, path, ...options)) as Executed,
    write: (name, ...sources) => {
      const path = join(folder, name);
      writeFileSync(path, JSON.stringify(notebookOf(sources)));
      return path;
    },
  };
}

function notebookOf(sources: readonly string[]): object {
  return {
    nbformat: 4,
    nbformat_minor: 5,
    metadata: { kernelspec: { name: "tslab", display_name: "TypeScript", language: "typescript" } },
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
