// Puts the routes together behind one guard: every request passes the same checks before any route sees it.
import fastifyWebsocket from "@fastify/websocket";
import fastify from "fastify";
import type { FastifyError, FastifyInstance, FastifyReply, FastifyRequest } from "fastify";
import { CourseReader } from "../course/map";
import { Records } from "../course/records";
import { Contents } from "./contents";
import { contentsRoutes, filesRoute } from "./contents-routes";
import { courseRoutes } from "./course-routes";
import type { Grader } from "./contract";
import { HttpError } from "./errors";
import { eventRoutes } from "./events";
import { ExerciseFiles } from "./exercise-files";
import { jupyterRoutes } from "./jupyter-routes";
import { kernelRoutes, kernelspecRoutes, sessionRoutes } from "./kernel-routes";
import type { Kernels } from "./kernels";
import { loginPage } from "./login";
import { pageRoutes } from "./page-files";
import { CoursePaths } from "./paths";
import { queryField } from "./requests";
import { commonHeaders, dataPolicy, pagePolicy } from "./security";
import type { RequestFacts, Security } from "./security";
import { Sessions } from "./sessions";
import { v1Protocol } from "./wire";

/** For everything but saving a file. */
const bodyBytesMax = 1024 * 1024;
/** The largest message from a page to a kernel. */
const messageBytesMax = 32 * 1024 * 1024;

export interface AppOptions {
  readonly root: string;
  readonly pageFolder: string;
  /** Known only when the port is, which is after the routes are made. */
  readonly security: () => Security;
  readonly kernels: Kernels;
  readonly grader: Grader | null;
  readonly checkMsMax: number;
  /** Hears of faults of the server itself. */
  readonly report: (error: unknown) => void;
}

const isApi = (path: string): boolean => /^\/(api|course|files|kernelspecs)(\/|$)/.test(path);

function factsOf(request: FastifyRequest): RequestFacts {
  return { method: request.method, headers: request.headers, queryToken: queryField(request, "token") ?? null };
}

/** The address without the token, for the redirect after which the cookie does its work. */
function withoutToken(url: string): string {
  const parsed = new URL(url, "http://course.invalid");
  parsed.searchParams.delete("token");
  return `${parsed.pathname}${parsed.search}`.replace(/^\/+/, "/");
}

/** The guard. What it answers itself never reaches a route, and no WebSocket is opened before it has passed. */
function guard(app: FastifyInstance, options: AppOptions, onUse: () => void): void {
  app.addHook("onRequest", async (request, reply) => {
    const security = options.security();
    const facts = factsOf(request);
    const path = request.url.split("?", 1)[0] ?? "/";
    setHeaders(reply, path, request.headers.host ?? "");
    const refusal = security.refusal(facts);
    if (refusal !== null) throw new HttpError(403, "forbidden", refusal);
    const isPage = request.method === "GET" && !isApi(path) && request.headers.upgrade === undefined;
    if (!security.isLoggedIn(facts)) {
      if (isPage)
        return reply
          .code(403)
          .type("text/html; charset=utf-8")
          .send(loginPage(facts.queryToken !== null));
      throw new HttpError(403, "forbidden", "Forbidden: open the address that the server printed, with its token.");
    }
    if (isPage && facts.queryToken !== null) {
      return reply.header("Set-Cookie", security.cookie).redirect(withoutToken(request.url), 302);
    }
    onUse();
    return undefined;
  });
}

function setHeaders(reply: FastifyReply, path: string, host: string): void {
  reply.headers(commonHeaders);
  if (isApi(path)) reply.header("Content-Security-Policy", dataPolicy).header("Cache-Control", "no-store");
  else reply.header("Content-Security-Policy", pagePolicy(/^[\w.:[\]-]+$/.test(host) ? host : "'self'"));
}

/** Bodies are JSON whatever their type claims: Jupyter's client sends some of them as plain text. */
function readJsonBodies(app: FastifyInstance): void {
  app.removeAllContentTypeParsers();
  app.addContentTypeParser("*", { parseAs: "string" }, (_request, text, done) => {
    if (text === "") return done(null, undefined);
    try {
      done(null, JSON.parse(text.toString()));
    } catch {
      done(new HttpError(400, "bad-request", "The body is not JSON."));
    }
  });
}

function answerErrors(app: FastifyInstance, report: (error: unknown) => void): void {
  app.setErrorHandler((error, request, reply) => {
    if (error instanceof HttpError) return reply.code(error.status).send(error.body());
    const { statusCode = 500, message } =
      error instanceof Error ? (error as Error & { statusCode?: number }) : { message: "" };
    if (statusCode >= 400 && statusCode < 500) return reply.code(statusCode).send({ message, reason: "bad-request" });
    report(error);
    return reply
      .code(500)
      .send({ message: `The server failed at ${request.method} ${request.url.split("?", 1)[0]}.`, reason: "failure" });
  });
  app.setNotFoundHandler((request, reply) =>
    reply
      .code(404)
      .send({ message: `There is no ${request.method} ${request.url.split("?", 1)[0]}.`, reason: "not-found" }),
  );
}

function answerBadAddress({ statusCode, message }: FastifyError, reply: FastifyReply): void {
  void reply.headers(commonHeaders).header("Content-Security-Policy", dataPolicy);
  void reply.code(statusCode ?? 400).send({ message, reason: "bad-request" });
}

/** The server, ready to listen. */
export async function createApp(options: AppOptions): Promise<FastifyInstance> {
  const { root, kernels } = options;
  const started = new Date();
  let lastActivity = started;
  const app = fastify({
    bodyLimit: bodyBytesMax,
    forceCloseConnections: true,
    // An address that cannot be decoded never comes to a route, nor to the guard.
    frameworkErrors: (error, _request, reply) => answerBadAddress(error, reply as unknown as FastifyReply),
    routerOptions: { ignoreTrailingSlash: true, maxParamLength: 4096 },
  });
  await app.register(fastifyWebsocket, {
    options: {
      maxPayload: messageBytesMax,
      handleProtocols: (offered: Set<string>) => (offered.has(v1Protocol) ? v1Protocol : false),
    },
  });
  readJsonBodies(app);
  answerErrors(app, options.report);
  guard(app, options, () => {
    lastActivity = new Date();
  });
  const paths = new CoursePaths(root);
  const sessions = new Sessions(kernels);
  contentsRoutes(app, new Contents(paths), eventRoutes(app));
  filesRoute(app, paths);
  kernelspecRoutes(app);
  kernelRoutes(app, kernels);
  sessionRoutes(app, sessions);
  jupyterRoutes(app, kernels, { started, lastActivity: () => lastActivity });
  courseRoutes(app, {
    reader: new CourseReader(paths.root),
    records: new Records(paths.root),
    exercises: new ExerciseFiles(paths),
    kernels,
    grader: options.grader,
    checkMsMax: options.checkMsMax,
  });
  await pageRoutes(app, options.pageFolder);
  return app;
}
