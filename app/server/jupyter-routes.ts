// The rest of Jupyter's contract: what clients ask for when they start, answered as a server without those features.
import type { FastifyInstance } from "fastify";
import { HttpError, notFound } from "./errors";
import type { Kernels } from "./kernels";
import { body, parameter } from "./requests";
import type { Fields } from "./requests";

const userName = "learner";

/** The version of Jupyter's server whose contract this is. */
const contractVersion = "2.14.0";

export interface StatusFacts {
  readonly started: Date;
  readonly lastActivity: () => Date;
}

export function jupyterRoutes(app: FastifyInstance, kernels: Kernels, facts: StatusFacts): void {
  app.get("/api", async () => ({ version: contractVersion }));
  app.get("/api/status", async () => {
    const models = kernels.list();
    return {
      started: facts.started.toISOString(),
      last_activity: facts.lastActivity().toISOString(),
      kernels: models.length,
      connections: models.reduce((sum, model) => sum + model.connections, 0),
    };
  });
  app.get("/api/me", async () => ({
    identity: {
      username: userName,
      name: userName,
      display_name: userName,
      initials: "L",
      avatar_url: null,
      color: null,
    },
    permissions: {},
  }));
  app.get("/api/terminals", async () => []);
  app.post("/api/terminals", async () => {
    throw new HttpError(501, "no-terminals", "This server has no terminals.");
  });
  app.get("/api/nbconvert", async () => ({}));
  app.get("/api/settings", async () => ({ settings: [] }));
  app.get("/api/settings/*", async (request) => {
    throw notFound(`There are no settings ${JSON.stringify(parameter(request, "*"))}.`);
  });
  configRoutes(app);
  workspaceRoutes(app);
}

/** A client's own settings, for as long as the server runs: the course's page keeps its own in the browser. */
function configRoutes(app: FastifyInstance): void {
  const sections = new Map<string, Fields>();
  const route = "/api/config/:section";
  app.get(route, async (request) => sections.get(parameter(request, "section")) ?? {});
  app.patch(route, async (request) => {
    const section = parameter(request, "section");
    const next = { ...sections.get(section), ...body(request) };
    remember(sections, section, next);
    return next;
  });
}

function workspaceRoutes(app: FastifyInstance): void {
  const workspaces = new Map<string, Fields>();
  app.get("/api/workspaces", async () => ({
    workspaces: { ids: [...workspaces.keys()], values: [...workspaces.values()] },
  }));
  app.get("/api/workspaces/*", async (request) => {
    const id = parameter(request, "*");
    return workspaces.get(id) ?? { data: {}, metadata: { id } };
  });
  app.put("/api/workspaces/*", async (request, reply) => {
    remember(workspaces, parameter(request, "*"), body(request));
    return reply.code(204).send();
  });
  app.delete("/api/workspaces/*", async (request, reply) => {
    workspaces.delete(parameter(request, "*"));
    return reply.code(204).send();
  });
}

/** Keeps a bounded number: nothing that a client sends may grow without limit. */
function remember(store: Map<string, Fields>, key: string, value: Fields): void {
  if (!store.has(key) && store.size >= 100) throw new HttpError(507, "too-many", "Too many are kept already.");
  store.set(key, value);
}
