// `npm run bench -- <group> [--json]`: runs one group of benchmarks and prints its rows.
import { readdirSync } from "node:fs";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { root, setUp } from "./setup.mjs";

const groups = readdirSync(join(root, "bench"))
  .filter((name) => name.endsWith(".ts") && name !== "rows.ts")
  .map((name) => name.slice(0, -3));
const help = `Usage: npm run bench -- <group> [--json]\nGroups: ${groups.join(", ")}`;

const args = process.argv.slice(2);
const group = args.find((arg) => !arg.startsWith("-"));
if (group === undefined || args.includes("--help")) {
  console.log(help);
  process.exit(args.includes("--help") ? 0 : 2);
}
if (!groups.includes(group)) {
  console.error(`There is no group ${group}.\n${help}`);
  process.exit(2);
}
setUp();
const { build } = await import("esbuild");
const outfile = join(root, `app/dist/bench/${group}.mjs`);
await build({
  entryPoints: [join(root, `bench/${group}.ts`)],
  outfile,
  bundle: true,
  platform: "node",
  format: "esm",
  target: "node20.19",
  alias: { distlab: join(root, "lib/index.ts") },
  packages: "bundle",
  // What is not ours stays as it is installed; `distlab` is taken from its source.
  external: ["vega", "vega-lite", "seedrandom", "zeromq", "ws"],
  logLevel: "warning",
});
const rows = await (await import(pathToFileURL(outfile).href)).run();
if (args.includes("--json")) console.log(JSON.stringify(rows));
else {
  for (const { name, value, unit, baseline, ratio } of rows) {
    const number = (figure) => figure.toLocaleString("en-US", { maximumSignificantDigits: 4 });
    console.log(
      `${name.padEnd(40)} ${number(value).padStart(12)} ${unit.padEnd(14)} baseline ${number(baseline)}, ratio ${ratio.toFixed(2)}`,
    );
  }
}
