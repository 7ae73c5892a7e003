// Starts the course's server and, when the process ends in whatever way, leaves nothing of it behind.
import { join } from "node:path";
import type { FastifyInstance } from "fastify";
import { errorCode, sweepTemporaries } from "../course/files";
import { createApp } from "./app";
import { openInBrowser } from "./browser";
import { Kernels } from "./kernels";
import type { SparableKernel } from "./kernels";
import { checkOptions, defaultPort, StartError } from "./options";
import type { Settings, StartServerOptions } from "./options";
import { isLoopback, Security } from "./security";

export { StartError } from "./options";
export type { StartServerOptions } from "./options";

export interface CourseServer {
  /** Where the page is, with the token. */
  readonly url: string;
  readonly port: number;
  readonly token: string;
  /** Ends the kernels and stops listening. Can be called again. */
  close(): Promise<void>;
}

/** How many ports after the default are tried. */
const portsTried = 50;
/** How long after listening the spare kernel's start begins: the page's own files come first. */
const spareAfterMs = 150;
/** How long after a kernel was taken the next spare is started: the cell that waits for it comes first. */
const nextSpareAfterMs = 4000;

/** Listens on the first port that is free, of those that may be used. @throws StartError */
async function listen(app: FastifyInstance, { host, port }: Settings): Promise<number> {
  const candidates = port === null ? Array.from({ length: portsTried }, (_, index) => defaultPort + index) : [port];
  for (const candidate of candidates) {
    try {
      await app.listen({ host, port: candidate });
      const address = app.server.address();
      return typeof address === "object" && address !== null ? address.port : candidate;
    } catch (error) {
      if (errorCode(error) !== "EADDRINUSE" || port !== null) throw explainListen(error, host, candidate);
    }
  }
  const last = defaultPort + portsTried - 1;
  throw new StartError(
    `The ports ${defaultPort} to ${last} are all in use. Name another with --port, or 0 for any free one.`,
  );
}

function explainListen(error: unknown, host: string, port: number): unknown {
  switch (errorCode(error)) {
    case "EADDRINUSE":
      return new StartError(
        `Port ${port} is in use by another program. Name another with --port, or leave it out to take a free one.`,
      );
    case "EACCES":
      return new StartError(`Port ${port} may not be used by you: on most systems those below 1024 are reserved.`);
    case "EADDRNOTAVAIL":
    case "ENOTFOUND":
      return new StartError(`host is ${JSON.stringify(host)}, which is not an address of this machine.`);
    default:
      return error;
  }
}

function urlHost(host: string): string {
  if (host === "0.0.0.0" || host === "::") return "localhost";
  return host.includes(":") ? `[${host}]` : host;
}

/** Ends everything on a signal; a second one ends the process at once. The kernels go in every case. */
function closeOnSignals(close: () => Promise<void>, say: (line: string) => void): () => void {
  const signals = { SIGINT: 130, SIGTERM: 143, SIGHUP: 129 } as const;
  let closing = false;
  const handlers = Object.entries(signals).map(([signal, code]) => {
    const handler = (): void => {
      if (closing) process.exit(code);
      closing = true;
      say("Stopping the kernels …");
      void close().finally(() => process.exit(signal === "SIGINT" ? 0 : code));
    };
    process.on(signal, handler);
    return { signal, handler };
  });
  return () => {
    for (const { signal, handler } of handlers) process.off(signal, handler);
  };
}

interface KernelProcesses {
  start(): Promise<SparableKernel>;
  /** Ends all of them at once. */
  killAll(): void;
}

/** Kernels' processes. Their code, and ZeroMQ with it, is loaded when the first one starts: the page does not wait. */
function kernelProcesses(root: string): KernelProcesses {
  let kill = (): void => {};
  return {
    start: async () => {
      const { killAllKernels, RunningKernel } = await import("./running-kernel");
      kill = killAllKernels;
      return RunningKernel.start(root);
    },
    killAll: () => kill(),
  };
}

/**
 * Serves the course.
 * @throws StartError with a word for the person who started it: a port in use, a folder that cannot be written,
 *   an option that is not allowed
 */
export async function startServer(options: StartServerOptions): Promise<CourseServer> {
  const settings = checkOptions(options);
  const say = (line: string): void => {
    if (options.quiet !== true) console.log(line);
  };
  const processes = kernelProcesses(settings.root);
  const kernels = new Kernels({
    start: processes.start,
    spare: settings.spareKernel,
    spareDelayMs: nextSpareAfterMs,
  });
  let security: Security | null = null;
  const app = await createApp({
    root: settings.root,
    pageFolder: settings.pageFolder,
    security: () => security ?? unready(),
    kernels,
    grader: settings.grader,
    checkMsMax: settings.checkMsMax,
    report: (error) => console.error(error),
  });
  const port = await listen(app, settings);
  security = new Security({ ...settings, port });
  const url = `http://${urlHost(settings.host)}:${port}/?token=${settings.token}`;

  let closed: Promise<void> | null = null;
  const spareTimer = setTimeout(() => kernels.prepare(), spareAfterMs);
  const stop = async (): Promise<void> => {
    clearTimeout(spareTimer);
    forgetSignals();
    await Promise.all([kernels.close(), app.close()]);
    process.off("exit", processes.killAll);
  };
  const close = (): Promise<void> => (closed ??= stop());
  process.on("exit", processes.killAll);
  const forgetSignals = options.handleSignals === false ? () => {} : closeOnSignals(close, say);

  announce(settings, url, say);
  if (options.openBrowser === true) openInBrowser(url);
  void Promise.all(["notebooks", "exercises"].map((folder) => sweepTemporaries(join(settings.root, folder))));
  return { url, port, token: settings.token, close };
}

function unready(): never {
  throw new Error("a request came before the server was ready");
}

function announce(settings: Settings, url: string, say: (line: string) => void): void {
  say(`\ndistlab is ready: ${url}\n`);
  if (!isLoopback(settings.host)) {
    console.warn(
      `Warning: the server listens on ${settings.host}, so other machines can reach it. Whoever knows the address ` +
        "with its token can run programs as you, and the connection is not encrypted.",
    );
  }
  say("Ctrl-C stops it.");
}
