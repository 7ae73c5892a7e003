// Jupyter's contents service over the course's folder: reading, saving, making, renaming and deleting, and the one
// checkpoint per file that Jupyter's clients expect. A save based on an old version is refused; what is deleted is put
// aside in .distlab/kept/.
import { mkdir, readdir, readFile, rename, rmdir, stat, unlink } from "node:fs/promises";
import { dirname, join } from "node:path";
import { checkNotebook } from "../course/notebook";
import type { ContentsModel, EntryType, ModelQuery } from "./contents-model";
import { encodeContent, readModel } from "./contents-model";
import { badRequest, conflict, fromFileSystem, notFound } from "./errors";
import { digest, errorCode, exclusively, keepAside, readIfPresent, writeAtomically } from "../course/files";
import type { CoursePath, CoursePaths } from "./paths";

const whole: ModelQuery = { type: null, format: null, content: true, hash: true };
const hashOnly: ModelQuery = { ...whole, content: false };
const bare: ModelQuery = { ...hashOnly, hash: false };

export interface SaveRequest {
  readonly type: unknown;
  readonly format: unknown;
  readonly content: unknown;
  /**
   * The hash of the version that the edit is based on; null when the file must not exist yet; undefined when the
   * client does not say, as Jupyter's own do not.
   */
  readonly base: string | null | undefined;
}

export interface Checkpoint {
  readonly id: string;
  readonly last_modified: string;
}

const checkpointId = "checkpoint";

async function isThere(path: string): Promise<"file" | "directory" | null> {
  const info = await stat(path).catch(() => null);
  return info === null ? null : info.isDirectory() ? "directory" : "file";
}

/** Names a refusal of the disk by the path that the client used. */
async function explained<Result>(path: string, task: () => Promise<Result>): Promise<Result> {
  try {
    return await task();
  } catch (error) {
    throw fromFileSystem(error, path) ?? error;
  }
}

export class Contents {
  constructor(private readonly paths: CoursePaths) {}

  async get(path: string, query: ModelQuery): Promise<ContentsModel> {
    const place = await this.paths.resolve(path, "read");
    return explained(path, () => readModel(place, query));
  }

  async kind(path: string): Promise<"file" | "directory" | null> {
    return isThere((await this.paths.resolve(path, "read")).absolute);
  }

  /** Writes a file or makes a folder. `created` says that it was not there before. */
  async save(path: string, request: SaveRequest): Promise<{ model: ContentsModel; created: boolean }> {
    const place = await this.paths.resolve(path, "write");
    const before = await isThere(place.absolute);
    if (request.type === "directory") {
      if (before === "file") throw conflict(`"${path}" is a file, not a folder.`);
      await explained(path, () => mkdir(place.absolute, { recursive: true }));
      return { model: await readModel(place, bare), created: before === null };
    }
    if (request.type !== "file" && request.type !== "notebook") {
      throw badRequest(`The type must be "file", "notebook" or "directory", not ${JSON.stringify(request.type)}.`);
    }
    if (before === "directory") throw badRequest(`"${path}" is a folder.`);
    const bytes = encodeContent(request.type, request.format, request.content, readNotebook);
    if (before === "file") await this.keepFirst(place);
    await this.write(place, bytes, request.base);
    return { model: await readModel(place, { ...hashOnly, type: request.type }), created: before === null };
  }

  /** As with Jupyter, the first save makes a checkpoint of what was there before. */
  private async keepFirst(place: CoursePath): Promise<void> {
    if ((await isThere(this.checkpointPath(place))) === null) await this.createCheckpoint(place.api);
  }

  private async write(place: CoursePath, bytes: Buffer, base: string | null | undefined): Promise<void> {
    const verify = base === undefined ? async () => {} : () => requireUnchanged(place, base);
    await explained(place.api, () =>
      exclusively(place.absolute, async () => {
        await verify();
        await writeAtomically(place.absolute, bytes, verify);
      }),
    );
  }

  /** A new file, notebook or folder in `folder`, under the first free name. */
  async newUntitled(folder: string, type: unknown, extension: string): Promise<ContentsModel> {
    const kind: unknown = type === undefined || type === "" ? (extension === ".ipynb" ? "notebook" : "file") : type;
    if (kind === "directory") {
      return this.create(folder, (n) => (n === 0 ? "Untitled Folder" : `Untitled Folder ${n}`), kind, null);
    }
    if (kind === "notebook") return this.create(folder, numbered("Untitled", ".ipynb"), kind, emptyNotebook);
    if (kind === "file") return this.create(folder, numbered("untitled", extension), kind, "");
    throw badRequest(`The type must be "file", "notebook" or "directory", not ${JSON.stringify(kind)}.`);
  }

  async copy(from: string, folder: string): Promise<ContentsModel> {
    const source = await this.get(from, whole);
    if (source.type === "directory") throw badRequest("Folders cannot be copied.");
    const dot = source.type === "notebook" ? source.name.lastIndexOf(".") : source.name.indexOf(".");
    const [stem, extension] = dot < 1 ? [source.name, ""] : [source.name.slice(0, dot), source.name.slice(dot)];
    const name = numbered(stem.replace(/-Copy\d*$/, ""), extension, "-Copy");
    return this.create(folder, name, source.type, source.content, source.format);
  }

  private async create(
    folder: string,
    name: (attempt: number) => string,
    type: EntryType,
    content: unknown,
    format: string | null = "text",
  ): Promise<ContentsModel> {
    for (let attempt = 0; ; attempt += 1) {
      const path = folder === "" ? name(attempt) : `${folder}/${name(attempt)}`;
      const place = await this.paths.resolve(path, "write");
      if (await isThere(place.absolute)) continue;
      return (await this.save(path, { type, format, content, base: null })).model;
    }
  }

  async rename(from: string, to: string): Promise<ContentsModel> {
    const [source, target] = [await this.paths.resolve(from, "write"), await this.paths.resolve(to, "write")];
    await explained(from, async () => {
      if ((await isThere(source.absolute)) === null) throw notFound(`There is no "${from}" in this course.`);
      if (source.absolute === target.absolute) return;
      if ((await isThere(target.absolute)) !== null) throw conflict(`"${to}" exists already.`);
      await rename(source.absolute, target.absolute);
      await this.moveCheckpoint(source, target);
    });
    return readModel(target, bare);
  }

  async delete(path: string): Promise<void> {
    const place = await this.paths.resolve(path, "write");
    await explained(path, async () => {
      const kind = await isThere(place.absolute);
      if (kind === null) throw notFound(`There is no "${path}" in this course.`);
      if (kind === "directory") {
        if ((await readdir(place.absolute)).length > 0) throw badRequest(`The folder "${path}" is not empty.`);
        return rmdir(place.absolute);
      }
      await keepAside(this.paths.root, place.api, await readFile(place.absolute), new Date());
      await unlink(place.absolute);
      await unlink(this.checkpointPath(place)).catch(() => {});
    });
  }

  async checkpoints(path: string): Promise<readonly Checkpoint[]> {
    const info = await stat(this.checkpointPath(await this.paths.resolve(path, "read"))).catch(() => null);
    return info === null ? [] : [{ id: checkpointId, last_modified: info.mtime.toISOString() }];
  }

  async createCheckpoint(path: string): Promise<Checkpoint> {
    const place = await this.paths.resolve(path, "write");
    return explained(path, async () => {
      const bytes = await readFile(place.absolute);
      const target = this.checkpointPath(place);
      await mkdir(dirname(target), { recursive: true });
      await writeAtomically(target, bytes);
      return { id: checkpointId, last_modified: (await stat(target)).mtime.toISOString() };
    });
  }

  async restoreCheckpoint(path: string, id: string): Promise<void> {
    const place = await this.paths.resolve(path, "write");
    const bytes = id === checkpointId ? await readIfPresent(this.checkpointPath(place)) : null;
    if (bytes === null) throw notFound(`"${path}" has no checkpoint "${id}".`);
    const current = await readIfPresent(place.absolute);
    if (current !== null && !current.equals(bytes)) await keepAside(this.paths.root, place.api, current, new Date());
    await this.write(place, bytes, undefined);
  }

  async deleteCheckpoint(path: string, id: string): Promise<void> {
    const place = await this.paths.resolve(path, "write");
    try {
      if (id !== checkpointId) throw notFound(`"${path}" has no checkpoint "${id}".`);
      await unlink(this.checkpointPath(place));
    } catch (error) {
      if (errorCode(error) === "ENOENT") throw notFound(`"${path}" has no checkpoint "${id}".`);
      throw error;
    }
  }

  private checkpointPath(place: CoursePath): string {
    return join(this.paths.root, ".distlab", "checkpoints", ...place.api.split("/"));
  }

  private async moveCheckpoint(from: CoursePath, to: CoursePath): Promise<void> {
    const [source, target] = [this.checkpointPath(from), this.checkpointPath(to)];
    if ((await isThere(source)) === null) return;
    await mkdir(dirname(target), { recursive: true });
    await rename(source, target);
  }
}

const emptyNotebook = { nbformat: 4, nbformat_minor: 5, metadata: {}, cells: [] };

function numbered(stem: string, extension: string, insert = ""): (attempt: number) => string {
  return (attempt) => (attempt === 0 ? `${stem}${extension}` : `${stem}${insert}${attempt}${extension}`);
}

function readNotebook(value: unknown): ReturnType<typeof checkNotebook> {
  try {
    return checkNotebook(value);
  } catch (error) {
    throw badRequest(error instanceof Error ? error.message : String(error));
  }
}

async function requireUnchanged(place: CoursePath, base: string | null): Promise<void> {
  const bytes = await readIfPresent(place.absolute);
  const hash = bytes === null ? null : digest(bytes);
  if (hash === base) return;
  if (bytes === null || hash === null) {
    throw conflict(`"${place.api}" was not saved: the file is gone.`, { current: null });
  }
  const { mtime } = await stat(place.absolute);
  throw conflict(`"${place.api}" was not saved: the file was changed in another place meanwhile.`, {
    current: { hash, last_modified: mtime.toISOString() },
  });
}
