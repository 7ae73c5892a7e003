// The course's server and Debian's jupyter-notebook side by side, each on a copy of the same small course, and what of
// their answers can be compared.
import { spawn } from "node:child_process";
import type { ChildProcess } from "node:child_process";
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { createServer } from "node:net";
import type { AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { launcherPath } from "../../app/kernel/paths";
import type { CourseServer } from "../../app/server/main";
import { makeCourse, serve } from "../app/server/sample-course";
import type { Course } from "../app/server/sample-course";

export const token = "0123456789abcdef0123456789abcdef";

/** One of the two servers. */
export interface Side {
  readonly name: string;
  readonly baseUrl: string;
  readonly course: Course;
  stop(): Promise<void>;
}

export interface Answer {
  readonly status: number;
  readonly location: string | null;
  readonly json: unknown;
}

function freePort(): Promise<number> {
  return new Promise((resolve) => {
    const server = createServer().listen(0, "127.0.0.1", () => {
      const { port } = server.address() as AddressInfo;
      server.close(() => resolve(port));
    });
  });
}

/** A home of its own for Jupyter, which finds our kernel there. */
function jupyterHome(): { readonly folder: string; readonly env: NodeJS.ProcessEnv } {
  const folder = mkdtempSync(join(tmpdir(), "distlab-jupyter-"));
  const spec = join(folder, "data/kernels/tslab");
  mkdirSync(spec, { recursive: true });
  const argv = [process.execPath, launcherPath(), "--config-path", "{connection_file}"];
  const kernel = { argv, display_name: "TypeScript", language: "typescript", interrupt_mode: "message" };
  writeFileSync(join(spec, "kernel.json"), JSON.stringify(kernel));
  const env = {
    ...process.env,
    HOME: folder,
    JUPYTER_CONFIG_DIR: join(folder, "config"),
    JUPYTER_DATA_DIR: join(folder, "data"),
    JUPYTER_RUNTIME_DIR: join(folder, "runtime"),
  };
  return { folder, env };
}

async function answers(url: string): Promise<boolean> {
  return fetch(url).then(
    () => true,
    () => false,
  );
}

export async function startJupyter(): Promise<Side> {
  const course = makeCourse();
  const home = jupyterHome();
  const port = await freePort();
  const options = [`--port=${port}`, "--ip=127.0.0.1", "--no-browser", "--allow-root", `--NotebookApp.token=${token}`];
  const child: ChildProcess = spawn("jupyter-notebook", [...options, `--notebook-dir=${course.root}`], {
    env: home.env,
    stdio: "ignore",
  });
  const ended = new Promise((resolve) => child.once("exit", resolve));
  const baseUrl = `http://127.0.0.1:${port}/`;
  while (!(await answers(`${baseUrl}api`))) {
    if (child.exitCode !== null) throw new Error("jupyter-notebook has ended");
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
  const stop = async (): Promise<void> => {
    child.kill("SIGTERM");
    await ended;
    course.remove();
    rmSync(home.folder, { recursive: true, force: true });
  };
  return { name: "jupyter", baseUrl, course, stop };
}

export async function startOurs(): Promise<Side> {
  const course = makeCourse();
  const server: CourseServer = await serve(course, { token });
  const stop = async (): Promise<void> => {
    await server.close();
    course.remove();
  };
  return { name: "ours", baseUrl: `http://127.0.0.1:${server.port}/`, course, stop };
}

export async function ask(side: Side, method: string, route: string, body?: unknown): Promise<Answer> {
  const response = await fetch(`${side.baseUrl}${route}`, {
    method,
    headers: { Authorization: `token ${token}`, "Content-Type": "application/json" },
    ...(body === undefined ? {} : { body: JSON.stringify(body) }),
  });
  const text = await response.text();
  return {
    status: response.status,
    location: response.headers.get("location"),
    json: parsed(text),
  };
}

/** Jupyter answers an address that it does not know with a page. */
function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return text === "" ? null : { message: text };
  }
}

/** Fields of ours that Jupyter's 6.4 does not have, later ones do (hash), or that say more (dates differ anyway). */
const additional = new Set(["hash", "hash_algorithm"]);

/** Replaces what differs between two runs of the same server: dates, identifiers, trust marks. */
export function normal(value: unknown): unknown {
  if (typeof value === "string") {
    if (["starting", "idle", "busy"].includes(value)) return "SOME STATE";
    if (/^\d{4}-\d\d-\d\dT[\d:.]+(Z|[+-]\d\d:\d\d)$/.test(value)) return "DATE";
    return value.replaceAll(/[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}/g, "UUID");
  }
  if (Array.isArray(value)) return value.map(normal);
  if (typeof value !== "object" || value === null) return value;
  // Base64 in lines or in one is the same.
  const isBase64 = "format" in value && value.format === "base64" && "content" in value;
  const object = isBase64 ? { ...value, content: String(value.content).replaceAll("\n", "") } : value;
  const entries = Object.entries(object).filter(([key]) => !additional.has(key) && key !== "trusted");
  return Object.fromEntries(entries.map(([key, item]) => [key, normal(item)]));
}

export function comparable({ status, location, json }: Answer): unknown {
  // Of a refusal the words differ; that there is a message does not.
  if (status >= 400) return { status, message: typeof (json as { message?: unknown } | null)?.message };
  return { status, location: normal(location), json: normal(json) };
}
