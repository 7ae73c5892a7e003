// Jupyter's routes for kernels, kernelspecs and sessions, and the WebSocket that carries a kernel's messages.
import type { FastifyInstance, FastifyRequest } from "fastify";
import type { WebSocket } from "@fastify/websocket";
import { HttpError, notFound } from "./errors";
import { kernelName } from "./kernels";
import type { Kernels } from "./kernels";
import { body, parameter, queryField } from "./requests";
import { requireKernelName } from "./sessions";
import type { SessionRequest, Sessions } from "./sessions";
import { BadFrame, decodeFrame, encodeFrame } from "./wire";

/** A page that does not take its messages is let go before it eats the server's memory; it may connect again. */
const unsentBytesMax = 128 * 1024 * 1024;
/** How often a connection is asked for a sign of life. */
const pingEveryMs = 30_000;

const logo =
  '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 64 64" width="64" height="64"><rect width="64" height="64" ' +
  'rx="6" fill="#3178c6"/><text x="58" y="56" text-anchor="end" font-family="sans-serif" font-weight="700" ' +
  'font-size="32" fill="#fff">TS</text></svg>';

const spec = {
  name: kernelName,
  spec: {
    argv: ["distlab", "kernel", "--config-path", "{connection_file}"],
    env: {},
    display_name: "TypeScript",
    language: "typescript",
    interrupt_mode: "message",
    metadata: {},
  },
  resources: { "logo-svg": `/kernelspecs/${kernelName}/logo-svg.svg` },
};

export function kernelspecRoutes(app: FastifyInstance): void {
  app.get("/api/kernelspecs", async () => ({ default: kernelName, kernelspecs: { [kernelName]: spec } }));
  app.get("/api/kernelspecs/:name", async (request) => {
    if (parameter(request, "name") === kernelName) return spec;
    throw notFound(`There is no kernelspec ${JSON.stringify(parameter(request, "name"))}.`);
  });
  app.get("/kernelspecs/:name/:resource", async (request, reply) => {
    if (parameter(request, "name") === kernelName && parameter(request, "resource") === "logo-svg.svg") {
      return reply.type("image/svg+xml").send(logo);
    }
    throw notFound("There is no such resource.");
  });
}

/** A start that fails is the course's fault or the machine's, and the person should read why. */
async function explained(task: Promise<void>): Promise<void> {
  try {
    await task;
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    throw new HttpError(500, "kernel-failed", `The kernel did not start: ${reason}.`);
  }
}

export function kernelRoutes(app: FastifyInstance, kernels: Kernels): void {
  app.get("/api/kernels", async () => kernels.list());
  app.post("/api/kernels", async (request, reply) => {
    requireKernelName(body(request)["name"]);
    const { model } = kernels.start();
    return reply.code(201).header("Location", `/api/kernels/${model.id}`).send(model);
  });
  app.get("/api/kernels/:id", async (request) => kernels.get(parameter(request, "id")).model);
  app.delete("/api/kernels/:id", async (request, reply) => {
    await kernels.shutdown(parameter(request, "id"));
    return reply.code(204).send();
  });
  app.post("/api/kernels/:id/interrupt", async (request, reply) => {
    await kernels.get(parameter(request, "id")).interrupt();
    return reply.code(204).send();
  });
  app.post("/api/kernels/:id/restart", async (request) => {
    const kernel = kernels.get(parameter(request, "id"));
    await explained(kernel.restart());
    return kernel.model;
  });
  const known = async (request: FastifyRequest): Promise<void> => void kernels.get(parameter(request, "id"));
  app.get("/api/kernels/:id/channels", { websocket: true, preValidation: known }, (socket, request) => {
    join(kernels, parameter(request, "id"), queryField(request, "session_id") ?? request.id, socket);
  });
}

/** Joins a page's socket to its kernel until either goes. */
function join(kernels: Kernels, id: string, session: string, socket: WebSocket): void {
  let alive = true;
  const beat = setInterval(() => {
    if (!alive) return socket.terminate();
    alive = false;
    socket.ping();
  }, pingEveryMs);
  const connection = kernels.connect(id, session, {
    send: (message) => {
      if (socket.bufferedAmount > unsentBytesMax) return socket.terminate();
      socket.send(encodeFrame(message, socket.protocol));
    },
    close: (code, reason) => socket.close(code, reason),
  });
  socket.on("pong", () => {
    alive = true;
  });
  socket.on("message", (data, isBinary) => {
    try {
      connection.receive(decodeFrame(toBuffer(data), isBinary, socket.protocol));
    } catch (error) {
      if (!(error instanceof BadFrame)) throw error;
      socket.close(1003, `not a kernel message: ${error.message}`.slice(0, 120));
    }
  });
  socket.on("error", () => socket.terminate());
  socket.on("close", () => {
    clearInterval(beat);
    connection.leave();
  });
}

function toBuffer(data: Buffer | ArrayBuffer | Buffer[]): Buffer {
  if (Buffer.isBuffer(data)) return data;
  return Array.isArray(data) ? Buffer.concat(data) : Buffer.from(data);
}

export function sessionRoutes(app: FastifyInstance, sessions: Sessions): void {
  app.get("/api/sessions", async () => sessions.list());
  app.post("/api/sessions", async (request, reply) => {
    const model = await sessions.open(sessionRequest(body(request)));
    return reply.code(201).header("Location", `/api/sessions/${model.id}`).send(model);
  });
  app.get("/api/sessions/:id", async (request) => sessions.get(parameter(request, "id")));
  app.patch("/api/sessions/:id", async (request) =>
    sessions.change(parameter(request, "id"), sessionRequest(body(request))),
  );
  app.delete("/api/sessions/:id", async (request, reply) => {
    await sessions.close(parameter(request, "id"));
    return reply.code(204).send();
  });
}

/** Older clients put the path into a field `notebook`. */
function sessionRequest(fields: SessionRequest & { readonly notebook?: unknown }): SessionRequest {
  const { notebook } = fields;
  if (fields.path !== undefined || typeof notebook !== "object" || notebook === null || !("path" in notebook))
    return fields;
  return { ...fields, path: notebook.path, type: "notebook" };
}
