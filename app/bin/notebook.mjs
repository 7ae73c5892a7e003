#!/usr/bin/env node
// The authors' tool for notebooks as text. It bundles itself at each call (a few hundredths of a second), so that it
// also works while the library does not compile.
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { build } from "esbuild";
import { endQuietly, root } from "./setup.mjs";

endQuietly();

const outfile = join(root, "app/dist/notebook/main.js");
await build({
  entryPoints: [join(root, "app/notebook/main.ts")],
  outfile,
  bundle: true,
  platform: "node",
  format: "esm",
  target: "node20.19",
  packages: "external",
  logLevel: "warning",
});
const { main } = await import(pathToFileURL(outfile).href);
main(process.argv.slice(2));
