/** The program that each process of a cluster runs, bundled from the sources as they are. */
import { mkdirSync, mkdtempSync, rmSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { build } from "esbuild";

const root = fileURLToPath(new URL("../../..", import.meta.url));

export interface Bundled {
  readonly entry: string;
  /** A folder of its own, for the files of clusters. */
  readonly folder: string;
  remove(): void;
}

export async function bundled(): Promise<Bundled> {
  mkdirSync(join(root, ".distlab"), { recursive: true });
  const folder = mkdtempSync(join(root, ".distlab/test-cluster-"));
  const entry = join(folder, "process.cjs");
  await build({
    entryPoints: [join(root, "app/cluster/process.ts")],
    outfile: entry,
    bundle: true,
    platform: "node",
    format: "cjs",
    target: "node20.19",
    alias: { distlab: join(root, "lib/index.ts") },
    // What is not ours stays as it is installed.
    external: ["vega", "vega-lite", "seedrandom", "esbuild", "@electric-sql/pglite", "pg"],
    tsconfigRaw: {},
    logLevel: "silent",
  });
  return { entry, folder, remove: () => rmSync(folder, { recursive: true, force: true }) };
}
