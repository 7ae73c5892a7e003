/**
 * Makes one script of an answer: types are taken away, what it may import from `distlab` is put in, and everything
 * else that it would load is refused, in words that say what is allowed.
 */
import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import type { BuildResult, Message, Plugin } from "esbuild";

/** What is bundled. */
export interface BundleOptions {
  /** The answer's text, or the bytes of its file. */
  readonly source: string | Uint8Array;
  /** How problems name the file: `idempotent-receiver.ts`. */
  readonly name: string;
  /** The course's folder. */
  readonly root: string;
  /** The values that may be imported from `distlab`. Types may always be. Default: none. */
  readonly imports?: readonly string[];
}

/** An answer that can be loaded into a realm, or why it cannot. */
export type Bundled =
  | { readonly kind: "bundled"; readonly script: string }
  | { readonly kind: "refused"; readonly problems: readonly string[] };

/** No exercise needs a hundredth of it, and a compiler can be kept busy with more. */
const bytesMax = 128 * 1024;

/** Bundles an answer. It never throws for what the answer is. */
export async function bundleAnswer(options: BundleOptions): Promise<Bundled> {
  const read = decoded(options);
  if (read.kind === "refused") return read;
  const { build } = await import("esbuild");
  const told: string[] = [];
  try {
    const result = await build({
      stdin: { contents: read.script, loader: "ts", sourcefile: options.name },
      plugins: [imports(options, told)],
      bundle: true,
      write: false,
      format: "iife",
      globalName: "answer",
      platform: "neutral",
      target: "es2022",
      charset: "utf8",
      legalComments: "none",
      banner: { js: '"use strict";' },
      // A realm has no promises; see realm.ts.
      supported: { "async-await": false, "async-generator": false, "for-await": false, "dynamic-import": false },
      tsconfigRaw: { compilerOptions: { verbatimModuleSyntax: false, target: "es2022" } },
      logLevel: "silent",
    });
    return finished(result, told);
  } catch (error) {
    return refused(...told, ...messagesOf(error, options));
  }
}

function decoded({ source, name }: BundleOptions): Bundled {
  const bytes = typeof source === "string" ? Buffer.byteLength(source) : source.byteLength;
  if (bytes > bytesMax) return refused(`${name} has ${bytes} bytes; ${bytesMax} are allowed`);
  let text: string;
  try {
    text = typeof source === "string" ? source : new TextDecoder("utf-8", { fatal: true }).decode(source);
  } catch {
    return refused(`${name} is not UTF-8 text; save it as UTF-8`);
  }
  if (text.includes("\0")) return refused(`${name} is not text: it has a zero byte in it`);
  if (text.trim() === "") return refused(`${name} is empty`);
  return { kind: "bundled", script: text };
}

function refused(...problems: readonly string[]): Bundled {
  return { kind: "refused", problems: [...new Set(problems)] };
}

function finished(result: BuildResult<{ write: false }>, told: readonly string[]): Bundled {
  if (told.length > 0) return refused(...told);
  const script = result.outputFiles[0]?.text ?? "";
  // An answer without exports leaves no variable behind.
  return { kind: "bundled", script: /^var answer\b/m.test(script) ? script : `var answer = {};\n${script}` };
}

const inLibrary = "distlab-library";

function imports({ root, imports: allowed = [], name }: BundleOptions, told: string[]): Plugin {
  const values = allowed.length === 0 ? "types only" : `types, and these values: ${allowed.join(", ")}`;
  const rule = `an answer may import from "distlab": ${values}`;
  return {
    name: "answer-imports",
    setup(build) {
      build.onResolve({ filter: /.*/ }, ({ path, importer, namespace, kind, pluginData }) => {
        if (kind === "entry-point") return undefined;
        if (pluginData === inLibrary)
          return path.startsWith(".")
            ? { path: fileOf(path, importer), sideEffects: false, pluginData }
            : { path, external: true, sideEffects: false };
        if (namespace === inLibrary) return { path, sideEffects: false, pluginData: inLibrary };
        const isDynamic = kind !== "import-statement";
        if (path === "distlab" && !isDynamic) return { path: "distlab", namespace: inLibrary, sideEffects: false };
        told.push(isDynamic ? `${name} loads "${path}" while it runs; ${rule}` : `${name} imports "${path}"; ${rule}`);
        return { path, external: true };
      });
      build.onLoad({ filter: /.*/, namespace: inLibrary }, () => ({
        contents:
          allowed.length === 0
            ? "export {};"
            : `export { ${allowed.join(", ")} } from ${JSON.stringify(join(root, "lib/index.ts"))};`,
        loader: "ts",
        resolveDir: root,
      }));
      build.onLoad({ filter: /\.ts$/ }, ({ path, pluginData }) =>
        pluginData === inLibrary ? { contents: readFileSync(path, "utf8"), loader: "ts", pluginData } : undefined,
      );
    },
  };
}

/** The library's files import each other without extensions. */
function fileOf(path: string, importer: string): string {
  const base = join(importer, "..", path);
  const found = [`${base}.ts`, join(base, "index.ts"), base].find((candidate) => existsSync(candidate));
  return found ?? base;
}

function messagesOf(error: unknown, { name, imports: allowed = [] }: BundleOptions): string[] {
  const errors = (error as { readonly errors?: readonly Message[] }).errors ?? [];
  if (errors.length === 0) return [`${name} could not be read as TypeScript`];
  return errors.slice(0, 5).map(({ text, location }) => {
    const missing = /^No matching export in ".*" for import "(.*)"$/.exec(text);
    const line = location === null ? "" : `, line ${location.line}`;
    if (missing) {
      const values =
        allowed.length === 0 ? "only types may be" : `types may be, and these values: ${allowed.join(", ")}`;
      return `${name}${line}: the value ${missing[1]} may not be imported from "distlab" here; ${values}`;
    }
    return `${name}${line} is not TypeScript: ${text}`;
  });
}
