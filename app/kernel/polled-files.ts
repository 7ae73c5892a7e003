/**
 * Notices changed files when it is asked, instead of being told by the operating system. The compiler wants to know
 * before it compiles a cell, and at no other time: told at any other moment, tslab breaks; and a system that is out of
 * watches, or is slow to tell, would leave a cell with what a file said before.
 */
import { existsSync, statSync } from "node:fs";
import { dirname, join, resolve } from "node:path";
import type ts from "@tslab/typescript-for-tslab";

/** The compiler's own numbers for what happened to a file. */
const happened = { created: 0, changed: 1, deleted: 2 } as const;

interface Watched {
  readonly path: string;
  readonly callback: ts.FileWatcherCallback;
  /** When it was last changed and how long it is; undefined when it is not there. */
  version: string | undefined;
}

function versionOf(path: string): string | undefined {
  const stat = statSync(path, { throwIfNoEntry: false });
  return stat === undefined ? undefined : `${stat.mtimeMs} ${stat.size}`;
}

export class PolledFiles {
  readonly #watched = new Set<Watched>();

  /**
   * What the compiler calls in place of the real `watchFile`. Declaration files are not watched: what a kernel has
   * loaded stays as it is until it is restarted, and so do its types.
   */
  watch(path: string, callback: ts.FileWatcherCallback): ts.FileWatcher {
    if (path.endsWith(".d.ts")) return { close: () => undefined };
    const watched = { path, callback, version: versionOf(path) };
    this.#watched.add(watched);
    return { close: () => void this.#watched.delete(watched) };
  }

  /** Tells of every file that has changed since it was last looked at. */
  poll(): void {
    // A copy, because what is told may watch other files.
    for (const watched of Array.from(this.#watched)) {
      const { version } = watched;
      const now = versionOf(watched.path);
      if (now === version) continue;
      watched.version = now;
      const kind = version === undefined ? happened.created : now === undefined ? happened.deleted : happened.changed;
      watched.callback(watched.path, kind);
    }
  }
}

const endings = [".ts", ".tsx", ".d.ts", ".js", ".jsx", "/index.ts", "/index.tsx", "/index.d.ts", "/index.js"];

/** The file that a relative import would find, if there is one. */
function isThere(path: string): boolean {
  if (path.endsWith(".json")) return existsSync(path);
  const base = path.replace(/\.jsx?$/, "");
  return endings.some((ending) => existsSync(base + ending));
}

/** Relative imports that found nothing, as absolute paths. The compiler remembers such a failure for good. */
export class MissingFiles {
  readonly #root: string;
  readonly #paths = new Set<string>();

  constructor(root: string) {
    this.#root = root;
  }

  /** Takes what the compiler said about a cell. */
  note(diagnostics: readonly { readonly messageText: string; readonly fileName?: string }[]): void {
    for (const { messageText, fileName = "" } of diagnostics) {
      const [, name] = /^Cannot find module '(\.[^']*)'/.exec(messageText) ?? [];
      if (name !== undefined) this.#paths.add(resolve(this.#root, dirname(fileName), name));
    }
  }

  /** True when one of them is there now, as a file or as one of the modules that cells have made; forgets all then. */
  hasAppeared(modules: Iterable<string>): boolean {
    const made = new Set(Array.from(modules, (name) => join(this.#root, name)));
    const appeared = [...this.#paths].some((path) => made.has(path) || isThere(path));
    if (appeared) this.#paths.clear();
    return appeared;
  }
}
