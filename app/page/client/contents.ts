/**
 * Reads and saves notebooks through Jupyter's contents service. A save says which version it is based on; when the
 * file is newer it is refused, and the caller gets the newer notebook to merge with. Jupyter servers know no such
 * refusal, so the page looks at the file's date first, as JupyterLab does.
 */
import type { Notebook } from "../model/notebook";
import { isObject, readNotebook, writeNotebook } from "../model/notebook";
import { escapePath, request, RequestError } from "./settings";

/** Which state of a file an edit is based on. */
export interface Version {
  /** A digest of the content, from servers that give one. */
  readonly hash: string | null;
  readonly lastModified: string;
}

export interface Stored {
  readonly notebook: Notebook;
  readonly version: Version;
  readonly writable: boolean;
}

export type SaveResult =
  | { readonly kind: "saved"; readonly version: Version }
  | { readonly kind: "newer"; readonly stored: Stored };

function versionOf(model: unknown): Version {
  const fields = isObject(model) ? model : {};
  return {
    hash: typeof fields["hash"] === "string" ? fields["hash"] : null,
    lastModified: String(fields["last_modified"] ?? ""),
  };
}

export async function load(path: string): Promise<Stored> {
  const model = await request(`api/contents/${escapePath(path)}?type=notebook&content=1&hash=1`);
  if (!isObject(model)) throw new Error(`${path} is not a notebook`);
  return { notebook: readNotebook(model["content"]), version: versionOf(model), writable: model["writable"] !== false };
}

/** The file's present version, without its content. */
export async function currentVersion(path: string): Promise<Version> {
  return versionOf(await request(`api/contents/${escapePath(path)}?type=notebook&content=0&hash=1`));
}

export function sameVersion(left: Version, right: Version): boolean {
  return left.hash !== null && right.hash !== null
    ? left.hash === right.hash
    : left.lastModified === right.lastModified;
}

export async function save(
  path: string,
  notebook: Notebook,
  base: Version,
  options: { keepalive?: boolean } = {},
): Promise<SaveResult> {
  if (base.hash === null && !sameVersion(await currentVersion(path), base)) {
    return { kind: "newer", stored: await load(path) };
  }
  const body = {
    type: "notebook",
    format: "json",
    content: writeNotebook(notebook),
    ...(base.hash === null ? {} : { distlab_base: base.hash }),
  };
  try {
    const model = await request(`api/contents/${escapePath(path)}`, { method: "PUT", body, ...options });
    return { kind: "saved", version: versionOf(model) };
  } catch (error) {
    if (error instanceof RequestError && error.status === 409) return { kind: "newer", stored: await load(path) };
    throw error;
  }
}
