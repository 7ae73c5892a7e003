// Jupyter's /api/contents over HTTP, and /files for what a page shows or downloads as it is.
import { createReadStream } from "node:fs";
import { stat } from "node:fs/promises";
import type { FastifyInstance, FastifyReply, FastifyRequest } from "fastify";
import type { Contents, SaveRequest } from "./contents";
import type { ContentsModel } from "./contents-model";
import { mimeTypeOf } from "./contents-model";
import { badRequest, notFound } from "./errors";
import type { CoursePaths } from "./paths";
import { body, choice, parameter, queryField } from "./requests";
import type { Fields } from "./requests";

/** A chapter with its outputs is below 2 MB; pasted pictures make it larger. */
const saveBytesMax = 64 * 1024 * 1024;

/** What happened to a file, for pages that show it too. */
export type ContentsEvent = (action: "save" | "rename" | "delete", path: string, sourcePath?: string) => void;

interface Target {
  readonly path: string;
  /** Undefined: the file itself. Empty: its checkpoints. Else one of them. */
  readonly checkpoint: string | undefined;
}

function targetOf(request: FastifyRequest): Target {
  const path = parameter(request, "*");
  const match = /^(.+)\/checkpoints(?:\/([\w-]+))?$/.exec(path);
  return match === null ? { path, checkpoint: undefined } : { path: match[1] ?? "", checkpoint: match[2] ?? "" };
}

const location = (path: string): string => `/api/contents/${path.split("/").map(encodeURIComponent).join("/")}`;

function answer(reply: FastifyReply, model: ContentsModel, located: boolean): ContentsModel {
  if (located) reply.header("Location", location(model.path));
  if (model.hash !== undefined) reply.header("ETag", `"${model.hash}"`);
  reply.header("Last-Modified", new Date(model.last_modified).toUTCString());
  return model;
}

/** The version that an edit is based on: the body says it, or the header If-Match. */
function baseOf(request: FastifyRequest, fields: Fields): string | null | undefined {
  const base = fields["distlab_base"];
  if (base === null || typeof base === "string") return base;
  if (base !== undefined) throw badRequest("distlab_base must be a hash or null.");
  if (request.headers["if-none-match"] === "*") return null;
  return /^(?:W\/)?"([^"]+)"$/.exec(request.headers["if-match"] ?? "")?.[1];
}

/** What the routes work with. */
interface Service {
  readonly contents: Contents;
  readonly tell: ContentsEvent;
}

type Handler = (service: Service, request: FastifyRequest, reply: FastifyReply) => Promise<unknown>;

const get: Handler = async ({ contents }, request, reply) => {
  const { path, checkpoint } = targetOf(request);
  if (checkpoint === "") return contents.checkpoints(path);
  if (checkpoint !== undefined) throw notFound("A checkpoint can be restored or deleted, not read.");
  const query = {
    type: choice(request, "type", ["directory", "file", "notebook"]) ?? null,
    format: choice(request, "format", ["text", "base64"]) ?? null,
    content: choice(request, "content", ["0", "1"]) !== "0",
    hash: choice(request, "hash", ["0", "1"]) === "1",
  };
  return answer(reply, await contents.get(path, query), false);
};

const put: Handler = async ({ contents, tell }, request, reply) => {
  const fields = body(request);
  const path = parameter(request, "*");
  if (fields["copy_from"] !== undefined) throw badRequest("Copying is done with POST, not PUT.");
  if (fields["chunk"] !== undefined) throw badRequest("Uploads in parts are not supported: send the file whole.");
  const { type, format, content } = fields;
  const save: SaveRequest = { type, format, content, base: baseOf(request, fields) };
  const { model, created } = await contents.save(path, save);
  tell("save", model.path);
  reply.code(created ? 201 : 200);
  return answer(reply, model, true);
};

const post: Handler = async ({ contents, tell }, request, reply) => {
  const { path, checkpoint } = targetOf(request);
  if (checkpoint === "") {
    const made = await contents.createCheckpoint(path);
    return reply
      .code(201)
      .header("Location", `${location(path)}/checkpoints/${made.id}`)
      .send(made);
  }
  if (checkpoint !== undefined) {
    await contents.restoreCheckpoint(path, checkpoint);
    tell("save", path);
    return reply.code(204).send();
  }
  const { copy_from: from, type, ext } = body(request);
  const kind = await contents.kind(path);
  if (kind === "file") throw badRequest("Cannot POST to files, use PUT instead.");
  if (kind === null) throw notFound(`There is no folder "${path}" in this course.`);
  const extension = typeof ext === "string" ? ext : "";
  const copied = typeof from === "string";
  const model = copied ? await contents.copy(from, path) : await contents.newUntitled(path, type, extension);
  reply.code(201);
  return answer(reply, model, true);
};

const patch: Handler = async ({ contents, tell }, request, reply) => {
  const [from, to] = [parameter(request, "*"), body(request)["path"]];
  if (typeof to !== "string") throw badRequest("The new path is missing.");
  const model = await contents.rename(from, to);
  tell("rename", model.path, from);
  return answer(reply, model, true);
};

const remove: Handler = async ({ contents, tell }, request, reply) => {
  const { path, checkpoint } = targetOf(request);
  if (checkpoint === "") throw badRequest("Which checkpoint is to be deleted?");
  if (checkpoint !== undefined) await contents.deleteCheckpoint(path, checkpoint);
  else {
    await contents.delete(path);
    tell("delete", path);
  }
  return reply.code(204).send();
};

export function contentsRoutes(app: FastifyInstance, contents: Contents, tell: ContentsEvent): void {
  const service = { contents, tell };
  app.get("/api/contents", (request, reply) => get(service, request, reply));
  app.post("/api/contents", (request, reply) => post(service, request, reply));
  app.get("/api/contents/*", (request, reply) => get(service, request, reply));
  app.put("/api/contents/*", { bodyLimit: saveBytesMax }, (request, reply) => put(service, request, reply));
  app.post("/api/contents/*", (request, reply) => post(service, request, reply));
  app.patch("/api/contents/*", (request, reply) => patch(service, request, reply));
  app.delete("/api/contents/*", (request, reply) => remove(service, request, reply));
}

/** A file as it is: pictures in a chapter's prose, and downloads. */
export function filesRoute(app: FastifyInstance, paths: CoursePaths): void {
  app.get("/files/*", async (request, reply) => {
    const place = await paths.resolve(parameter(request, "*"), "read");
    const info = await stat(place.absolute).catch(() => null);
    if (info?.isFile() !== true) throw notFound(`There is no file "${place.api}" in this course.`);
    if (queryField(request, "download") !== undefined) {
      const name = encodeURIComponent(place.api.slice(place.api.lastIndexOf("/") + 1));
      reply.header("Content-Disposition", `attachment; filename*=UTF-8''${name}`);
    }
    reply.header("Content-Length", info.size).header("Last-Modified", info.mtime.toUTCString());
    const type = mimeTypeOf(place.api) ?? "application/octet-stream";
    // Markup is shown as text: the policy would keep its scripts from running, but there is no reason to render it.
    reply.type(type === "text/html" ? "text/plain; charset=utf-8" : type);
    return reply.send(createReadStream(place.absolute));
  });
}
