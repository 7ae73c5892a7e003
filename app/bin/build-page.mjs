// Builds the page into app/dist/page: ES modules that are loaded when needed, named by their content so that browsers
// may keep them for ever, with compressed copies beside them that the server sends as they are.
import { mkdirSync, readFileSync, readdirSync, renameSync, rmSync, writeFileSync } from "node:fs";
import { readFile } from "node:fs/promises";
import { createRequire } from "node:module";
import { basename, dirname, join } from "node:path";
import { brotliCompressSync, constants, gzipSync } from "node:zlib";
import { build } from "esbuild";
import subsetFont from "subset-font";
import { root } from "./setup.mjs";

const source = join(root, "app/page");
const finished = join(root, "app/dist/page");
const output = `${finished}-${process.pid}`;

/**
 * Jupyter's kernel client asks its package's index for two things and so draws in terminals, settings and more: half of
 * the package, which the page never uses.
 */
const leanServices = {
  name: "lean-services",
  setup({ onLoad, onResolve }) {
    const { resolve } = createRequire(import.meta.url);
    const index = resolve("@jupyterlab/services/lib/index.js");
    onResolve({ filter: /^\.\.$/ }, ({ importer }) =>
      /@jupyterlab[\\/]services[\\/]lib[\\/]kernel[\\/]/.test(importer)
        ? { path: index, namespace: "lean" }
        : undefined,
    );
    onLoad({ filter: /.*/, namespace: "lean" }, () => ({
      contents:
        'export { ServerConnection } from "./serverconnection"; export { CommsOverSubshells } from "./kernel/comm";',
      resolveDir: dirname(index),
    }));
  },
};

const range = (from, to) => Array.from({ length: to - from + 1 }, (_, at) => String.fromCodePoint(from + at)).join("");
/** What the course writes with; other characters come from the system's fonts. */
const characters =
  range(0x20, 0x7e) + range(0xa0, 0xff) + "ŁłŠšŽžŒœ–—‘’‚“”„…•·←↑→↓↔⇒⇔≤≥≠≈×÷∞√∑∏∈∉∧∨¬∅⊂⊆∪∩∀∃′″†‡‰€™−⌘⇧αβγδεθλμπρσφωΔΣΩ";

/** Kerning and ligatures for prose, figures of one width for tables and times; code goes without ligatures. */
function featuresOf(path) {
  if (path.includes("mono")) return ["mark", "mkmk"];
  return path.includes("serif") ? ["kern", "liga", "mark"] : ["kern", "mark", "tnum"];
}

/** Fonts with the weights and characters that the page uses: half their size. */
const smallFonts = {
  name: "small-fonts",
  setup({ onLoad }) {
    onLoad({ filter: /\.woff2$/ }, async ({ path }) => ({
      contents: await subsetFont(await readFile(path), characters, {
        targetFormat: "woff2",
        variationAxes: { wght: { min: 400, max: 700, default: 400 } },
        keepFeatures: featuresOf(path),
      }),
      loader: "file",
    }));
  },
};

async function bundle() {
  return await build({
    entryPoints: ["main.ts", "style/main.css", "icon.svg"].map((path) => join(source, path)),
    outdir: output,
    bundle: true,
    splitting: true,
    minify: true,
    format: "esm",
    target: ["es2023", "chrome117", "firefox121", "safari17.4"],
    entryNames: "[name]-[hash]",
    chunkNames: "[name]-[hash]",
    assetNames: "[name]-[hash]",
    loader: { ".svg": "copy" },
    plugins: [leanServices, smallFonts],
    jsx: "automatic",
    jsxImportSource: "preact",
    alias: { entities: join(source, "prose/entities.ts") },
    define: { "process.env.NODE_ENV": '"production"' },
    legalComments: "none",
    metafile: true,
    logLevel: "warning",
  });
}

/** The built file whose source's name begins so. */
function builtFrom(outputs, beginning, ending) {
  const found = Object.keys(outputs).map((path) => basename(path));
  const name = found.find((file) => file.startsWith(beginning) && file.endsWith(ending));
  if (name === undefined) throw new Error(`the page's build made no ${beginning}*${ending}`);
  return name;
}

/** Scripts that the entry needs at once, and the fonts of the first screen: fetched without waiting for each other. */
function preloads(outputs, script) {
  const entry = Object.entries(outputs).find(([path]) => basename(path) === script)[1];
  const scripts = entry.imports
    .filter(({ kind }) => kind === "import-statement")
    .map(({ path }) => `<link rel="modulepreload" href="${basename(path)}" />`);
  const fonts = ["source-serif-4-latin-wght-normal", "inter-latin-wght-normal"].map(
    (name) =>
      `<link rel="preload" href="${builtFrom(outputs, name, ".woff2")}" as="font" type="font/woff2" crossorigin />`,
  );
  return [...scripts, ...fonts].join("\n    ");
}

function writeIndex(outputs) {
  const script = builtFrom(outputs, "main-", ".js");
  const names = {
    script,
    style: builtFrom(outputs, "main-", ".css"),
    icon: builtFrom(outputs, "icon-", ".svg"),
    preload: preloads(outputs, script),
  };
  const html = readFileSync(join(source, "index.html"), "utf8");
  writeFileSync(
    join(output, "index.html"),
    html.replaceAll(/\{\{(\w+)\}\}/g, (_, name) => names[name]),
  );
}

/** A `.br` and a `.gz` beside each file that gets smaller by it. */
function compress() {
  for (const name of readdirSync(output)) {
    if (!/\.(?:js|css|html|svg)$/.test(name)) continue;
    const content = readFileSync(join(output, name));
    const parameters = { [constants.BROTLI_PARAM_QUALITY]: 11, [constants.BROTLI_PARAM_SIZE_HINT]: content.length };
    writeFileSync(join(output, `${name}.br`), brotliCompressSync(content, { params: parameters }));
    writeFileSync(join(output, `${name}.gz`), gzipSync(content, { level: 9 }));
  }
}

export async function buildPage() {
  mkdirSync(output, { recursive: true });
  try {
    const { metafile } = await bundle();
    writeIndex(metafile.outputs);
    compress();
    // In one step, so that a server that runs meanwhile never finds half a page.
    rmSync(finished, { recursive: true, force: true });
    renameSync(output, finished);
  } finally {
    rmSync(output, { recursive: true, force: true });
  }
}
