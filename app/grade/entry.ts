/**
 * Makes one program of an exercise's checks, the library and the judge: it needs no file besides itself, so that a
 * sandbox can be empty. The checks are also loaded here, because what is expected must be known outside.
 */
import { createRequire } from "node:module";
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { build } from "esbuild";
import type { Plugin } from "esbuild";
import type { Exercise } from "../../lib/grade/exercise";
import { digest } from "../course/files";

/** An exercise that can be judged. */
export interface Judge {
  readonly exercise: Exercise;
  /** The program, an absolute path. */
  readonly entry: string;
  /** Changes with the checks, the library and the judge: an older result is none of this judge's. */
  readonly version: string;
}

/**
 * @param root the course's folder
 * @param checks the file with the exercise's checks
 * @param scratch where the program is put
 * @throws Error when the checks do not compile or are of no exercise
 */
export async function makeJudge(root: string, checks: string, scratch: string): Promise<Judge> {
  const contents =
    `import exercise from ${JSON.stringify(checks)};\n` +
    `import { serve } from ${JSON.stringify(join(root, "app/grade/inside.ts"))};\n` +
    `export default exercise;\nif (require.main === module) serve(exercise);\n`;
  const { outputFiles } = await build({
    stdin: { contents, resolveDir: root, loader: "ts", sourcefile: "judge.ts" },
    bundle: true,
    write: false,
    platform: "node",
    format: "cjs",
    target: "node20.19",
    minifySyntax: true,
    alias: { distlab: join(root, "lib/index.ts") },
    plugins: [withoutCharts],
    logLevel: "silent",
  });
  const text = outputFiles[0]!.text;
  const version = digest(text).slice(0, 16);
  const entry = join(scratch, `judge-${version}.cjs`);
  writeFileSync(entry, text);
  const { default: exercise } = createRequire(entry)(entry) as { readonly default?: Exercise };
  if (typeof exercise?.id !== "string") throw new Error(`${checks} has no exercise as its default export`);
  return { exercise, entry, version };
}

/** Charts need packages of several megabytes, which no check draws with. */
const withoutCharts: Plugin = {
  name: "without-charts",
  setup({ onResolve, onLoad }) {
    onResolve({ filter: /^(vega|vega-lite|esbuild|typescript)(\/|$)/ }, ({ path }) => ({
      path,
      namespace: "left-out",
      sideEffects: false,
    }));
    onLoad({ filter: /.*/, namespace: "left-out" }, () => ({ contents: "module.exports = {};", loader: "js" }));
  },
};
