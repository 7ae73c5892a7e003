// What can be asked of the server, checked before anything runs.
import { randomBytes } from "node:crypto";
import { mkdirSync, readFileSync, rmSync, statSync, writeFileSync } from "node:fs";
import { isAbsolute, join, resolve } from "node:path";
import { errorCode } from "../course/files";
import type { Grader } from "./contract";
import { newToken } from "./security";

/** Tried first when no port is asked for, then the ones after it. */
export const defaultPort = 8800;

export interface StartServerOptions {
  /** The course's folder. */
  readonly root: string;
  /** 0 to 65535; 0 takes any free one. Default: the first free one from 8800 on. */
  readonly port?: number;
  /** The address to listen on. Default 127.0.0.1: only this machine. */
  readonly host?: string;
  /** What a request must know. At least 16 characters. Default: a new random one. */
  readonly token?: string;
  /** Opens the page in the browser once the server listens. Default false. */
  readonly openBrowser?: boolean;
  /** Says nothing but errors. Default false. */
  readonly quiet?: boolean;
  /** Further origins under which browsers reach the server, as behind a proxy: "https://name.example". */
  readonly origins?: readonly string[];
  /** The built page. Default: app/dist/page in the course's folder. */
  readonly pageFolder?: string;
  /** Keeps a started kernel in reserve, so that a chapter's first cell runs at once. Default true. */
  readonly spareKernel?: boolean;
  /** Ends the kernels and the process on SIGINT, SIGTERM and SIGHUP. Default true. */
  readonly handleSignals?: boolean;
  /** Judges answers and knows hints and solutions. Default: the page is told that there is no grader. */
  readonly grader?: Grader;
  /** Milliseconds after which a check that does not end is given up, at least 1. Default 60,000. */
  readonly checkMsMax?: number;
}

export interface Settings {
  readonly root: string;
  readonly host: string;
  /** Null: the first free one from the default on. */
  readonly port: number | null;
  readonly token: string;
  readonly secret: string;
  readonly origins: readonly string[];
  readonly pageFolder: string;
  readonly spareKernel: boolean;
  readonly grader: Grader | null;
  readonly checkMsMax: number;
}

/** Something that the person who starts the server can mend; its message says how. */
export class StartError extends Error {
  override readonly name = "StartError";
}

/** @throws StartError when this Node is too old */
export function requireNode(version: string): void {
  const [major = 0, minor = 0] = version.split(".").map(Number);
  if (major > 20 || (major === 20 && minor >= 19)) return;
  throw new StartError(
    `distlab needs Node 20.19 or newer; this is ${version}. Get a newer one from https://nodejs.org.`,
  );
}

function checkPort(port: number | undefined): number | null {
  if (port === undefined) return null;
  if (Number.isInteger(port) && port >= 0 && port <= 65_535) return port;
  throw new StartError(`port is ${port}; allowed is a whole number from 0 to 65535 (0: any free one).`);
}

function checkToken(token: string | undefined): string {
  if (token === undefined) return newToken();
  if (/^[\w.~-]{16,}$/.test(token)) return token;
  throw new StartError("token must have at least 16 characters, each a letter, a digit or one of - . _ ~");
}

function checkMs(milliseconds: number | undefined): number {
  if (milliseconds === undefined) return 60_000;
  if (milliseconds >= 1 && milliseconds <= 2 ** 31 - 1) return milliseconds;
  throw new StartError(`checkMsMax is ${milliseconds}; allowed is a number of milliseconds from 1 to 2147483647.`);
}

function checkOrigin(origin: string): string {
  const url = URL.canParse(origin) ? new URL(origin) : null;
  if (url !== null && /^https?:$/.test(url.protocol) && url.origin === origin) return origin;
  throw new StartError(
    `origins holds ${JSON.stringify(origin)}; allowed is like "https://name.example", without a path.`,
  );
}

function unwritable(root: string, error: unknown): StartError {
  const why = errorCode(error) ?? (error instanceof Error ? error.message : String(error));
  return new StartError(
    `The course's folder ${root} cannot be written to (${why}), so nothing that you do in it could be saved. ` +
      "Copy the course to a folder of your own, or change the folder's permissions.",
  );
}

/** Makes .distlab/ and tries to write in it and in notebooks/: asking for permissions would not tell the truth. */
function requireWritable(root: string): void {
  try {
    mkdirSync(join(root, ".distlab"), { recursive: true });
    for (const folder of [".distlab", "notebooks"]) {
      const probe = join(root, folder, `.distlab-${randomBytes(6).toString("hex")}.tmp`);
      writeFileSync(probe, "", { flag: "wx" });
      rmSync(probe);
    }
  } catch (error) {
    throw unwritable(root, error);
  }
}

function isFolder(path: string): boolean {
  return statSync(path, { throwIfNoEntry: false })?.isDirectory() === true;
}

function requireCourse(root: string): void {
  if (!isFolder(root)) throw new StartError(`root is ${root}, and there is no such folder.`);
  if (!isFolder(join(root, "notebooks")))
    throw new StartError(`root is ${root}, and it has no folder notebooks/ in it.`);
}

/** The secret that signs cookies: kept, so that a page that is open survives a restart of the server. */
function keptSecret(root: string): string {
  const path = join(root, ".distlab", "cookie-secret");
  try {
    const kept = readFileSync(path, "utf8").trim();
    if (/^[0-9a-f]{64}$/.test(kept)) return kept;
  } catch (error) {
    if (errorCode(error) !== "ENOENT") throw unwritable(root, error);
  }
  const secret = randomBytes(32).toString("hex");
  writeFileSync(path, `${secret}\n`, { mode: 0o600 });
  return secret;
}

/** @throws StartError that names the option, its value and what is allowed */
export function checkOptions(options: StartServerOptions): Settings {
  requireNode(process.versions.node);
  const root = isAbsolute(options.root) ? options.root : resolve(options.root);
  const port = checkPort(options.port);
  const token = checkToken(options.token);
  const origins = (options.origins ?? []).map(checkOrigin);
  requireCourse(root);
  requireWritable(root);
  return {
    root,
    host: options.host ?? "127.0.0.1",
    port,
    token,
    secret: keptSecret(root),
    origins,
    pageFolder: options.pageFolder ?? join(root, "app", "dist", "page"),
    spareKernel: options.spareKernel ?? true,
    grader: options.grader ?? null,
    checkMsMax: checkMs(options.checkMsMax),
  };
}
