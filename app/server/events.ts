// Jupyter's event stream: tells every page that a file was saved, renamed or deleted, so that a second tab on the same
// chapter need not find out when its own save is refused.
import type { FastifyInstance } from "fastify";
import type { WebSocket } from "@fastify/websocket";
import type { ContentsEvent } from "./contents-routes";

const schema = "https://events.jupyter.org/jupyter_server/contents_service/v1";
const unsentBytesMax = 1024 * 1024;

/** Adds the stream's route. @returns how a change of a file is told */
export function eventRoutes(app: FastifyInstance): ContentsEvent {
  const listeners = new Set<WebSocket>();
  app.get("/api/events/subscribe", { websocket: true }, (socket) => {
    listeners.add(socket);
    socket.on("error", () => socket.terminate());
    socket.on("close", () => listeners.delete(socket));
  });
  return (action, path, sourcePath) => {
    const event = {
      schema_id: schema,
      __schema__: schema,
      __timestamp__: new Date().toISOString(),
      action,
      path,
      ...(sourcePath === undefined ? {} : { source_path: sourcePath }),
    };
    for (const socket of listeners) {
      if (socket.bufferedAmount > unsentBytesMax) socket.terminate();
      else socket.send(JSON.stringify(event));
    }
  };
}
