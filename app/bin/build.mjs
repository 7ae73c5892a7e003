// Builds the library (CommonJS and declarations, for notebooks), the app (ES modules for Node) and the page.
import { spawnSync } from "node:child_process";
import { existsSync, mkdirSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { build } from "esbuild";
import { root } from "./setup.mjs";

const at = (path) => join(root, path);

function buildLibrary() {
  const tsc = spawnSync(process.execPath, [at("node_modules/typescript/lib/tsc.js"), "-p", at("lib/tsconfig.json")], {
    stdio: "inherit",
  });
  if (tsc.status !== 0) throw new Error("the library does not compile");
}

async function buildApp() {
  const entries = [
    "cli/main",
    "course/grader",
    "kernel/launcher",
    "server/main",
    "grade/main",
    "cluster/process",
    "cluster/nemesis-main",
    "cluster/throughput",
    "cluster/for-cells",
    "etcd/main",
  ]
    .map((name) => at(`app/${name}.ts`))
    .filter((path) => existsSync(path));
  // Chunks are named by their contents: those of earlier builds would stay for ever.
  rmSync(at("app/dist/chunks"), { recursive: true, force: true });
  await build({
    entryPoints: entries,
    chunkNames: "chunks/[name]-[hash]",
    outdir: at("app/dist"),
    outbase: at("app"),
    bundle: true,
    splitting: true,
    platform: "node",
    format: "esm",
    target: "node20.19",
    packages: "external",
    // The paths of the configuration would lead to the library's sources, which are for CommonJS.
    external: ["distlab"],
    sourcemap: true,
    logLevel: "warning",
  });
}

async function buildPage() {
  const entry = at("app/page/main.ts");
  if (!existsSync(entry)) return;
  const { buildPage: run } = await import("./build-page.mjs");
  await run();
}

try {
  mkdirSync(at("app/dist"), { recursive: true });
  rmSync(at("app/dist/.built"), { force: true });
  buildLibrary();
  await buildApp();
  await buildPage();
  writeFileSync(at("app/dist/.built"), "");
} catch (error) {
  console.error(error instanceof Error ? error.message : error);
  process.exit(1);
}
