/** Who may import whom. */
import { posix } from "node:path";
import { importsOf, problemAt } from "./source";
import type { Problem, TextFile } from "./source";

/** The bottom layer, which everyone stands on: plain data, what a protocol is, one step of it. */
const bottom = ["data", "protocol", "step"];

/** Each layer of lib/ and the layers below it that it may import; its own files always. */
const layers: Readonly<Record<string, readonly string[]>> = {
  data: [],
  protocol: ["data"],
  step: ["data", "protocol"],
  structures: ["data"],
  protocols: [...bottom, "structures"],
  trace: bottom,
  sim: [...bottom, "trace"],
  verify: [...bottom, "trace"],
  net: [...bottom, "trace"],
  seeds: [...bottom, "trace", "sim", "verify"],
  draw: [...bottom, "trace"],
  real: [...bottom, "structures", "protocols", "trace", "sim", "net"],
  grade: [...bottom, "structures", "protocols", "trace", "sim", "verify", "net", "seeds", "draw", "real"],
};

/** Packages and parts of Node that a file of lib/ may use, and why. A path ending in `/` stands for a folder. */
const packages: readonly { readonly path: string; readonly names: readonly string[]; readonly why: string }[] = [
  { path: "sim/random.ts", names: ["seedrandom"], why: "the one source of randomness, seeded" },
  { path: "draw/", names: ["vega", "vega-lite"], why: "charts are drawn as SVG without a browser" },
  { path: "draw/chart/render.ts", names: ["node:module"], why: "vega is heavy: loaded when the first chart is drawn" },
  { path: "draw/show.ts", names: ["node:module"], why: "finds the kernel among the modules that are loaded" },
  { path: "draw/player/html.ts", names: ["node:module", "node:path"], why: "bundles the player's view with esbuild" },
  { path: "verify/explore/limits.ts", names: ["node:os", "node:v8"], why: "how much memory a search may take" },
  { path: "net/", names: ["node:"], why: "sockets, files and processes" },
  { path: "seeds/", names: ["node:os", "node:path", "node:worker_threads"], why: "many seeds on all cores" },
  { path: "grade/", names: ["node:"], why: "finds an exercise's file and runs it aside" },
  { path: "grade/bundle.ts", names: ["esbuild"], why: "an answer and what it may import become one script" },
];

/** The layer of a path below lib/: its folder, or the file's own name. */
function layerOf(inside: string): string {
  const [first = ""] = inside.split("/");
  return inside.includes("/") ? first : first.replace(/\.ts$/, "");
}

/** Where a relative import leads, relative to the course. */
const target = (file: TextFile, specifier: string): string =>
  posix.normalize(posix.join(posix.dirname(file.path), specifier));

/** Imports inside lib/. */
export function libraryLayers(file: TextFile): Problem[] {
  const inside = file.path.replace(/^lib\//, "");
  const layer = layerOf(inside);
  const allowed = layer === "index" ? Object.keys(layers) : layers[layer];
  if (allowed === undefined) return [{ path: file.path, line: 1, message: `lib/${layer} is no layer that is known` }];
  return importsOf(file).flatMap(({ specifier, node }) => {
    const fault = specifier.startsWith(".")
      ? relativeFault(target(file, specifier), layer, allowed, specifier)
      : packageFault(inside, specifier);
    return fault === undefined ? [] : [problemAt(file, node, fault)];
  });
}

function relativeFault(to: string, from: string, allowed: readonly string[], specifier: string): string | undefined {
  if (/\.(?:ts|js|mjs|cjs)$/.test(specifier)) return `imports ${specifier}: without the extension`;
  if (!to.startsWith("lib/")) return `imports ${specifier}: lib knows nothing above itself`;
  const layer = layerOf(to.replace(/^lib\//, ""));
  if (layer === "index") return `imports ${specifier}: the index imports everybody, and nobody imports it`;
  if (layer === from || allowed.includes(layer)) return undefined;
  return `imports ${specifier}: ${from} may import ${allowed.length === 0 ? "nothing" : allowed.join(", ")}`;
}

function packageFault(inside: string, specifier: string): string | undefined {
  const entries = packages.filter(({ path }) => (path.endsWith("/") ? inside.startsWith(path) : inside === path));
  const allowed = entries.some(({ names }) =>
    names.some((name) => specifier === name || (name === "node:" && specifier.startsWith("node:"))),
  );
  return allowed ? undefined : `imports ${specifier}: not among what this file may use (test/tidy/layers.ts)`;
}

/**
 * Imports in app/: the library by its name, except for drawings in the page, which must not carry the rest along, and
 * for the insides of grading, which learners are not to see in the library.
 */
export function appLayers(file: TextFile): Problem[] {
  const page = file.path.startsWith("app/page/");
  return importsOf(file).flatMap(({ specifier, node }) => {
    const to = specifier.startsWith(".") ? target(file, specifier) : "";
    const fault = to.startsWith("lib/") ? libraryByPath(file, to, page) : aboveApp(to, specifier, page);
    return fault === undefined ? [] : [problemAt(file, node, `imports ${specifier}: ${fault}`)];
  });
}

function libraryByPath(file: TextFile, to: string, page: boolean): string | undefined {
  if (file.path.startsWith("app/grade/") && to.startsWith("lib/grade/")) return undefined;
  // The page's types come with the contract's, and must not bring Node's along, as all of the library would.
  if (file.path === "app/server/contract.ts" && to.startsWith("lib/grade/result")) return undefined;
  if (page && /^lib\/(?:draw|trace|data|protocol)(?:\/|$)/.test(to)) return undefined;
  return 'write "distlab" (only the page may import lib/draw and lib/trace by path, and app/grade lib/grade)';
}

function aboveApp(to: string, specifier: string, page: boolean): string | undefined {
  if (page && specifier.startsWith("node:")) return "the page runs in a browser";
  if (to !== "" && !to.startsWith("app/")) return "this is outside app/";
  return undefined;
}

/** Exercises, solutions and mutants import the library by its name, and nothing else. */
export function learnerLayers(file: TextFile): Problem[] {
  return importsOf(file)
    .filter(({ specifier }) => specifier !== "distlab")
    .map(({ specifier, node }) => problemAt(file, node, `imports ${specifier}: only "distlab" is allowed`));
}
