// Which files of the course the server may touch. Every path that comes over the network passes through here, twice:
// once as it was written, once as the disk resolves it (links, short names, other case), and both must be allowed.
import { lstat, realpath } from "node:fs/promises";
import { realpathSync } from "node:fs";
import { basename, dirname, join, relative, sep } from "node:path";
import { errorCode } from "../course/files";
import { forbidden, fromFileSystem, notFound } from "./errors";

/** What may be done below a top-level folder. Everything that is not listed does not exist for the server. */
const folders: Readonly<Record<string, "read" | "write">> = {
  notebooks: "write",
  exercises: "write",
  docs: "read",
  lib: "read",
};

const neverServed = new Set(["node_modules", "dist", "__pycache__"]);
const rootFile = /^[^/]+\.md$/i;
// Windows gives these names to devices, whatever follows the first dot.
const device = /^(con|prn|aux|nul|com\d|lpt\d)(\.|$)/i;
// Control characters, separators of other systems, and what Windows forbids or reads as a drive or a stream.
const unsafe = /[\p{Cc}\\:*?"<>|]/u;

export type Access = "read" | "write";

export interface CoursePath {
  /** With `/`, without one at either end; the root is "". */
  readonly api: string;
  /** Where it is on the disk, all links resolved. */
  readonly absolute: string;
  readonly exists: boolean;
}

function safeSegment(segment: string): boolean {
  if (segment === "" || segment.startsWith(".") || /[. ]$/.test(segment)) return false;
  return !unsafe.test(segment) && !device.test(segment) && !neverServed.has(segment.toLowerCase());
}

/**
 * Whether the course's rules allow `path` (with `/`, relative to the course). Case does not matter, since it does not
 * matter to some disks.
 */
export function allowed(path: string, access: Access): boolean {
  if (path === "") return access === "read";
  const segments = path.split("/");
  if (!segments.every(safeSegment)) return false;
  const top = (segments[0] ?? "").toLowerCase();
  if (Object.hasOwn(folders, top)) return access === "read" || (folders[top] === "write" && segments.length > 1);
  return access === "read" && segments.length === 1 && rootFile.test(path);
}

/** The real path of the deepest part that exists, and the segments below it that do not. */
async function resolveExisting(absolute: string): Promise<{ real: string; missing: string[] }> {
  const missing: string[] = [];
  let current = absolute;
  for (;;) {
    try {
      return { real: await realpath(current), missing };
    } catch (error) {
      if (errorCode(error) !== "ENOENT") throw error;
    }
    // A link that leads nowhere is not a free name: writing "through" it would create a file at its target.
    const link = await lstat(current).catch(() => null);
    if (link !== null) throw notFound("That is a link that leads nowhere.");
    missing.unshift(basename(current));
    current = dirname(current);
  }
}

export class CoursePaths {
  readonly root: string;

  /** @param root the course's folder; it must exist */
  constructor(root: string) {
    this.root = realpathSync.native(root);
  }

  /**
   * Turns what a request named into a place on the disk.
   * @throws HttpError 404 for what the course does not have or does not show, 403 for what may only be read
   */
  async resolve(requested: string, access: Access): Promise<CoursePath> {
    const api = requested.replace(/^\//, "").replace(/\/$/, "");
    this.require(api, access, api);
    let found: { real: string; missing: string[] };
    try {
      found = await resolveExisting(join(this.root, ...api.split("/")));
    } catch (error) {
      throw fromFileSystem(error, api) ?? error;
    }
    const absolute = join(found.real, ...found.missing);
    const inside = relative(this.root, absolute).split(sep).join("/");
    this.require(inside, access, api);
    return { api, absolute, exists: found.missing.length === 0 };
  }

  private require(path: string, access: Access, shown: string): void {
    if (allowed(path, access)) return;
    if (access === "write" && path !== "" && path.split("/").every(safeSegment)) {
      throw forbidden(`"${shown}" may not be written: the course's page writes in notebooks/ and exercises/ only.`);
    }
    throw notFound(`There is no "${shown}" in this course.`);
  }
}
