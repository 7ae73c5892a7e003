// What Jupyter's contents service answers about a file, a folder or a notebook.
import type { Stats } from "node:fs";
import { constants } from "node:fs";
import { access, readdir, readFile, stat } from "node:fs/promises";
import { join } from "node:path";
import { formatNotebook, parseNotebook } from "../course/notebook";
import type { Notebook } from "../course/notebook";
import { badRequest, HttpError, notFound } from "./errors";
import { digest, errorCode } from "../course/files";
import { allowed } from "./paths";
import type { CoursePath } from "./paths";

export type EntryType = "directory" | "file" | "notebook";
export type EntryFormat = "json" | "text" | "base64";

export interface ContentsModel {
  readonly name: string;
  readonly path: string;
  readonly type: EntryType;
  readonly created: string;
  readonly last_modified: string;
  readonly writable: boolean;
  readonly size: number | null;
  readonly mimetype: string | null;
  readonly format: EntryFormat | null;
  readonly content: null | string | Notebook | readonly ContentsModel[];
  readonly hash?: string;
  readonly hash_algorithm?: string;
}

export interface ModelQuery {
  /** Null is "whatever it is". */
  readonly type: EntryType | null;
  /** Null is "text if it is UTF-8, otherwise base64". */
  readonly format: "text" | "base64" | null;
  readonly content: boolean;
  readonly hash: boolean;
}

/** Larger files are not sent: no chapter comes near, and a page could not show them. */
export const fileBytesMax = 64 * 1024 * 1024;

const mimeTypes: Readonly<Record<string, string>> = {
  bin: "application/octet-stream",
  css: "text/css",
  csv: "text/csv",
  html: "text/html",
  js: "text/javascript",
  json: "application/json",
  md: "text/markdown",
  pdf: "application/pdf",
  png: "image/png",
  jpg: "image/jpeg",
  jpeg: "image/jpeg",
  svg: "image/svg+xml",
  ts: "text/x-typescript",
  txt: "text/plain",
};

export function mimeTypeOf(path: string): string | null {
  const extension = path.slice(path.lastIndexOf(".") + 1).toLowerCase();
  return Object.hasOwn(mimeTypes, extension) ? (mimeTypes[extension] ?? null) : null;
}

const isNotebook = (path: string): boolean => path.toLowerCase().endsWith(".ipynb");

/** Of a folder it is asked whether something may be made in it. */
function mayWrite(place: CoursePath, info: Stats): boolean {
  return allowed(info.isDirectory() ? `${place.api}/name` : place.api, "write");
}

async function baseModel(place: CoursePath, info: Stats): Promise<Omit<ContentsModel, "type">> {
  const open = await access(place.absolute, constants.W_OK).then(
    () => true,
    () => false,
  );
  return {
    name: place.api.slice(place.api.lastIndexOf("/") + 1),
    path: place.api,
    created: info.ctime.toISOString(),
    last_modified: info.mtime.toISOString(),
    writable: open && mayWrite(place, info),
    size: info.size,
    mimetype: null,
    format: null,
    content: null,
  };
}

/** A UTF-8 text, or null for bytes that are not one. A mark at the beginning is part of the text and stays. */
export function decodeText(bytes: Uint8Array): string | null {
  try {
    return new TextDecoder("utf-8", { fatal: true, ignoreBOM: true }).decode(bytes);
  } catch {
    return null;
  }
}

function fileContent(bytes: Buffer, place: CoursePath, query: ModelQuery): Partial<ContentsModel> {
  const text = query.format === "base64" ? null : decodeText(bytes);
  if (text === null && query.format === "text") throw badRequest(`"${place.api}" is not UTF-8 text.`);
  const mimetype = mimeTypeOf(place.api);
  if (text !== null) return { content: text, format: "text", mimetype: mimetype ?? "text/plain" };
  return { content: bytes.toString("base64"), format: "base64", mimetype: mimetype ?? "application/octet-stream" };
}

function notebookContent(bytes: Buffer, place: CoursePath): Partial<ContentsModel> {
  try {
    return { content: parseNotebook(decodeText(bytes) ?? ""), format: "json" };
  } catch (error) {
    throw badRequest(`"${place.api}" cannot be read. ${error instanceof Error ? error.message : ""}`.trim());
  }
}

async function fileModel(place: CoursePath, info: Stats, query: ModelQuery): Promise<ContentsModel> {
  if (!info.isFile()) throw notFound(`"${place.api}" is not an ordinary file.`);
  const type = query.type === "notebook" || (query.type === null && isNotebook(place.api)) ? "notebook" : "file";
  const mimetype = type === "file" ? mimeTypeOf(place.api) : null;
  const base: ContentsModel = { ...(await baseModel(place, info)), type, mimetype };
  if (!query.content && !query.hash) return base;
  if (info.size > fileBytesMax) {
    throw new HttpError(413, "too-large", `"${place.api}" has ${info.size} bytes; ${fileBytesMax} is the most.`);
  }
  const bytes = await readFile(place.absolute);
  const hash = { hash: digest(bytes), hash_algorithm: "sha256" };
  if (!query.content) return { ...base, ...hash };
  const content = type === "notebook" ? notebookContent(bytes, place) : fileContent(bytes, place, query);
  return { ...base, ...hash, ...content };
}

async function folderModel(place: CoursePath, info: Stats, query: ModelQuery): Promise<ContentsModel> {
  const base: ContentsModel = { ...(await baseModel(place, info)), type: "directory", size: null };
  if (!query.content) return base;
  const children: ContentsModel[] = [];
  for (const name of (await readdir(place.absolute)).toSorted()) {
    const api = place.api === "" ? name : `${place.api}/${name}`;
    if (!allowed(api, "read")) continue;
    const child = { api, absolute: join(place.absolute, name), exists: true };
    const childInfo = await stat(child.absolute).catch(() => null);
    if (childInfo === null || !(childInfo.isFile() || childInfo.isDirectory())) continue;
    const childBase = await baseModel(child, childInfo);
    if (childInfo.isDirectory()) children.push({ ...childBase, type: "directory", size: null });
    else if (isNotebook(name)) children.push({ ...childBase, type: "notebook" });
    else children.push({ ...childBase, type: "file", mimetype: mimeTypeOf(name) });
  }
  return { ...base, content: children, format: "json" };
}

/**
 * The model of what is at `place`.
 * @throws HttpError 404 when there is nothing, 400 when it is not of the type or format that was asked for
 */
export async function readModel(place: CoursePath, query: ModelQuery): Promise<ContentsModel> {
  const info = await stat(place.absolute).catch((error: unknown) => {
    if (errorCode(error) === "ENOENT" || errorCode(error) === "ENOTDIR") return null;
    throw error;
  });
  if (info === null) throw notFound(`There is no "${place.api}" in this course.`);
  if (info.isDirectory()) {
    if (query.type !== null && query.type !== "directory") throw badRequest(`"${place.api}" is a folder, not a file.`);
    return folderModel(place, info, query);
  }
  if (query.type === "directory") throw badRequest(`"${place.api}" is not a folder.`);
  return fileModel(place, info, query);
}

/** The bytes that a client's `content` stands for. */
export function encodeContent(
  type: unknown,
  format: unknown,
  content: unknown,
  readNotebook: (value: unknown) => Notebook,
): Buffer {
  if (type === "notebook") return Buffer.from(formatNotebook(readNotebook(content)));
  if (typeof content !== "string") throw badRequest("A file's content must be a string.");
  if (format === "text") return Buffer.from(content);
  if (format !== "base64")
    throw badRequest(`A file's format must be "text" or "base64", not ${JSON.stringify(format)}.`);
  const compact = content.replaceAll(/\s/g, "");
  if (!/^[A-Za-z0-9+/]*={0,2}$/.test(compact)) throw badRequest("The content is not base64.");
  return Buffer.from(compact, "base64");
}
