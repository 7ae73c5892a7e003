/** What `require` gives a cell: packages as the course's root sees them, tslab, and TypeScript files below the root. */
import Module, { createRequire } from "node:module";
import { dirname, join } from "node:path";
import type { SideOutput } from "./tslab";

/** A compiled file that has been loaded, or is being loaded. */
interface Loaded {
  readonly exports: unknown;
}

export class CellModules {
  readonly require: NodeJS.Require;
  readonly #tslab: unknown;
  readonly #sources = new Map<string, string>();
  readonly #loaded = new Map<string, Loaded>();

  constructor(root: string, tslab: unknown) {
    this.#tslab = tslab;
    this.require = this.#wrap(createRequire(join(root, "cell.js")), root);
  }

  /** Takes newly compiled files; those that change are loaded anew when a cell next imports them. */
  update(outputs: readonly SideOutput[]): void {
    for (const { path, data } of outputs) {
      this.#loaded.delete(path);
      this.#sources.set(path, data);
    }
  }

  #wrap(real: NodeJS.Require, folder: string): NodeJS.Require {
    return new Proxy(real, {
      apply: (target, self, args: [string]) => {
        const [id] = args;
        if (id === "tslab") return this.#tslab;
        const own = this.#load(id, folder);
        return own === undefined ? Reflect.apply(target, self, args) : own.exports;
      },
    });
  }

  #load(id: string, folder: string): Loaded | undefined {
    if (!id.startsWith(".") && !id.startsWith("/")) return undefined;
    const joined = join(folder, id).replaceAll("\\", "/");
    const path = [joined, `${joined}.js`, joined.replace(/\.[jt]sx?$/, ".js")].find((one) => this.#sources.has(one));
    if (path === undefined) return undefined;
    const known = this.#loaded.get(path);
    if (known !== undefined) return known;
    const module = new Module(path);
    module.filename = path;
    module.paths = nodeModulesAbove(path);
    module.require = this.#wrap(createRequire(path), dirname(path));
    // Known before it is complete, so that files may import each other.
    this.#loaded.set(path, module);
    try {
      // Node's own compile step of a CommonJS module has no public name.
      Reflect.apply(Reflect.get(module, "_compile") as () => void, module, [this.#sources.get(path)!, path]);
    } catch (error) {
      this.#loaded.delete(path);
      throw error;
    }
    return module;
  }
}

function nodeModulesAbove(path: string): string[] {
  const folders: string[] = [];
  for (let folder = dirname(path); ; folder = dirname(folder)) {
    folders.push(join(folder, "node_modules"));
    if (folder === dirname(folder)) return folders;
  }
}
