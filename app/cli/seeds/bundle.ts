/** Makes one module of a person's file and of the thread that checks its seeds. */
import { mkdir, rm } from "node:fs/promises";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { build } from "esbuild";
import type { BuildFailure } from "esbuild";
import { CommandError } from "../errors";

/** What a thread is asked: to try seeds, or to tell what was found and shrink the first failing runs. */
export type Asked =
  | { readonly kind: "try"; readonly seeds: readonly number[] }
  | { readonly kind: "tell"; readonly found: Tried; readonly alike: readonly number[] };

export interface Tried {
  readonly total: number;
  readonly failing: readonly { readonly seed: number; readonly property: string; readonly sentence: string }[];
  readonly neverHeld: readonly string[];
  readonly events: number;
}

export type Answer =
  | ({ readonly kind: "tried" } & Tried)
  | { readonly kind: "told"; readonly text: string; readonly replay: string }
  | { readonly kind: "failed"; readonly message: string };

/** The thread's own program: `given` is what the file exports. */
const program = (file: string): string => `
import { parentPort } from "node:worker_threads";
import * as library from "distlab";
import * as exported from ${JSON.stringify(file)};
const { checkSeeds, SeedsReport } = library.checkSeeds ? library : library.default;
const given = exported.default ?? exported;
function answer(asked) {
  if (typeof given?.run !== "function") throw new TypeError("its default export has no function run: (seed) => options of simulate");
  if (asked.kind === "try") {
    const { total, failing, neverHeld, events } = checkSeeds({ ...given, seeds: asked.seeds, shrink: false, onProgress: () => undefined });
    return { kind: "tried", total, failing, neverHeld, events };
  }
  const small = asked.alike.length === 0 ? {} : checkSeeds({ ...given, seeds: asked.alike, onProgress: () => undefined });
  const { smallest, shrinking, fewestFaults, replay = "" } = small;
  const report = new SeedsReport({ ...asked.found, replay, ...(smallest && { smallest }), ...(shrinking && { shrinking }), ...(fewestFaults && { fewestFaults }) });
  return { kind: "told", text: String(report), replay };
}
parentPort.on("message", (asked) => {
  try {
    parentPort.postMessage(answer(asked));
  } catch (error) {
    parentPort.postMessage({ kind: "failed", message: error instanceof Error ? error.message : String(error) });
  }
});
`;

/** @returns the module's address, and what removes it */
export async function bundle(
  file: string,
  root: string,
): Promise<{ readonly url: URL; readonly remove: () => Promise<void> }> {
  const folder = join(root, ".distlab");
  await mkdir(folder, { recursive: true });
  const outfile = join(folder, `seeds-${process.pid}.mjs`);
  try {
    await build({
      stdin: { contents: program(file), resolveDir: root, loader: "js" },
      bundle: true,
      platform: "node",
      format: "esm",
      target: "node20.19",
      packages: "external",
      // The paths of the course's own configuration would lead to the sources of the library.
      tsconfigRaw: {},
      outfile,
      logLevel: "silent",
    });
  } catch (error) {
    const [first] = (error as Partial<BuildFailure>).errors ?? [];
    const where = first?.location ? ` (line ${first.location.line})` : "";
    throw new CommandError(`${file}: ${first?.text ?? String(error)}${where}`);
  }
  return { url: pathToFileURL(outfile), remove: () => rm(outfile, { force: true }) };
}
