// Starting and ending: a clear word when it cannot start, and nothing left behind however it ends.
import { spawn } from "node:child_process";
import type { ChildProcess } from "node:child_process";
import { chmodSync, mkdirSync, readFileSync, rmSync, statSync } from "node:fs";
import { createServer } from "node:net";
import type { Server } from "node:net";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { build } from "esbuild";
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it, vi } from "vitest";
import { browserCommand } from "../../../app/server/browser";
import { startServer } from "../../../app/server/main";
import type { CourseServer } from "../../../app/server/main";
import { defaultPort, requireNode } from "../../../app/server/options";
import { connectClient, isAlive, run, soon, until } from "./jupyter-client";
import { ask, makeCourse, serve } from "./sample-course";
import type { Course } from "./sample-course";

const repository = join(import.meta.dirname, "../../..");
const folder = join(repository, "node_modules/.cache", `distlab-lifecycle-${process.pid}`);
const entry = join(folder, "main.mjs");
let course: Course;

beforeAll(async () => {
  mkdirSync(folder, { recursive: true });
  await build({
    entryPoints: [join(repository, "app/server/main.ts")],
    outfile: entry,
    bundle: true,
    platform: "node",
    format: "esm",
    packages: "external",
  });
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));
beforeEach(() => {
  course = makeCourse();
});
afterEach(() => course.remove());

interface Started {
  readonly child: ChildProcess;
  /** What it has written, both streams. */
  readonly output: () => string;
  readonly ended: Promise<number | NodeJS.Signals>;
}

/** Runs `code` in a process of its own; `startServer` and `root` are there. */
function startProcess(code: string, user: { uid?: number; gid?: number } = {}): Started {
  const script = `import { startServer } from ${JSON.stringify(pathToFileURL(entry).href)};
    const root = ${JSON.stringify(course.root)};
    try { ${code} } catch (error) { console.error(error.name + ": " + error.message); process.exitCode = 3; }`;
  const child = spawn(process.execPath, ["--input-type=module", "-e", script], { cwd: repository, ...user });
  let text = "";
  for (const stream of [child.stdout, child.stderr])
    stream.on("data", (chunk: Buffer) => void (text += chunk.toString()));
  const ended = new Promise<number | NodeJS.Signals>((resolve) => {
    child.on("close", (status, signal) => resolve(status ?? signal ?? -1));
  });
  return { child, output: () => text, ended };
}

/** A server in a process of its own with a busy kernel, and the processes of both and of a cell. */
async function busyServer(extra = ""): Promise<Started & { readonly pids: readonly number[] }> {
  const started = startProcess(`const server = await startServer({ root, port: 0, spareKernel: false });
    console.log("PORT " + server.port + " TOKEN " + server.token); ${extra}`);
  const facts = (): RegExpExecArray | null => /PORT (\d+) TOKEN (\w+)/.exec(started.output());
  await until(() => facts() !== null);
  const server = { port: Number(facts()?.[1]), token: facts()?.[2] ?? "" } as CourseServer;
  const client = await connectClient(server);
  const options = { path: "notebooks/busy.ipynb", name: "busy", type: "notebook", kernel: { name: "tslab" } };
  const kernel = (await client.sessions.startNew(options)).kernel!;
  await run(kernel, 'const grandchild = require("child_process").spawn("sleep", ["600"]).pid');
  const { shown } = await run(kernel, "[process.pid, process.ppid, grandchild].join()");
  const pids = (/\d+,\d+,\d+/.exec(shown.join())?.[0] ?? "").split(",").map(Number);
  expect(pids[1]).toBe(started.child.pid);
  kernel.requestExecute({ code: "for (;;) {}" });
  await until(() => kernel.status === "busy");
  kernel.dispose();
  client.dispose();
  return { ...started, pids };
}

describe("nothing is left when the server ends", () => {
  beforeEach(() => {
    for (const method of ["warn", "debug", "error"] as const) vi.spyOn(console, method).mockImplementation(() => {});
  });

  it.each([
    ["SIGTERM", 143],
    ["SIGKILL", "SIGKILL"],
  ] as const)("by %s: not the busy kernel, not what its cells had started", async (signal, status) => {
    const { child, pids, ended } = await busyServer();
    expect(pids.every(isAlive)).toBe(true);
    child.kill(signal);
    expect(await ended).toBe(status);
    await until(() => !pids.some(isAlive));
  });

  it("by a fault of its own", async () => {
    const extra = 'process.on("SIGUSR2", () => { throw new Error("a fault"); });';
    const { child, pids, ended, output } = await busyServer(extra);
    child.kill("SIGUSR2");
    expect(await ended).toBe(1);
    expect(output()).toContain("a fault");
    await until(() => !pids.some(isAlive));
  });
});

it.each([
  ["SIGINT", 0],
  ["SIGTERM", 143],
  ["SIGHUP", 129],
] as const)("%s ends the server with the status %i", async (signal, status) => {
  const { child, ended, output } = startProcess("await startServer({ root, port: 0, spareKernel: false });");
  await until(() => output().includes("Ctrl-C"));
  child.kill(signal);
  expect(await ended).toBe(status);
});

const children = (): number[] =>
  readFileSync(`/proc/self/task/${process.pid}/children`, "utf8").split(" ").filter(Boolean).map(Number);

describe("close", () => {
  it("ends kernels in use and in reserve, frees the port, and can be called twice", async () => {
    const before = children();
    const server = await serve(course, { spareKernel: true });
    await ask(server, "POST", "/api/kernels");
    const started = (): number[] => children().filter((pid) => !before.includes(pid));
    await until(() => started().length >= 2);
    const pids = started();
    await Promise.all([server.close(), server.close()]);
    expect(pids.filter(isAlive)).toEqual([]);
    const again = await serve(course, { port: server.port });
    await again.close();
  });

  it("does not wait for open connections", async () => {
    const server = await serve(course);
    const client = await connectClient(server);
    await client.kernels.startNew();
    const warn = vi.spyOn(console, "warn").mockImplementation(() => {});
    await server.close();
    warn.mockRestore();
    client.dispose();
  });
});

function occupy(port: number): Promise<Server | null> {
  return new Promise((resolve) => {
    const server = createServer();
    server.once("error", () => resolve(null));
    server.listen(port, "127.0.0.1", () => resolve(server));
  });
}

describe("a port that is in use", () => {
  it("is an error with a word when it was asked for", async () => {
    const first = await serve(course);
    await expect(serve(course, { port: first.port })).rejects.toThrow(
      `Port ${first.port} is in use by another program`,
    );
    await first.close();
  });

  it("is passed over when it was not", async () => {
    const occupied = await occupy(defaultPort);
    const server = await startServer({ root: course.root, quiet: true, spareKernel: false, handleSignals: false });
    expect(server.port).toBeGreaterThan(defaultPort);
    expect((await ask(server, "GET", "/api/status")).status).toBe(200);
    await server.close();
    await new Promise((resolve) => (occupied === null ? resolve(null) : occupied.close(resolve)));
  });
});

describe("what cannot work is said in words", () => {
  it("a folder that cannot be written", async () => {
    rmSync(course.path(".distlab"), { recursive: true });
    chmodSync(course.root, 0o555);
    // A test that runs as root may write everywhere, so the server runs as nobody.
    const user = process.getuid?.() === 0 ? { uid: 65_534, gid: 65_534 } : {};
    const { ended, output } = startProcess("await startServer({ root, port: 0 });", user);
    expect(await ended).toBe(3);
    expect(output()).toMatch(/^StartError: The course's folder .* cannot be written to \(EACCES\)/);
    expect(output()).toContain("Copy the course to a folder of your own");
    chmodSync(course.root, 0o755);
  });

  it("a folder that is no course", async () => {
    rmSync(course.path("notebooks"), { recursive: true });
    await expect(serve(course)).rejects.toThrow(/has no folder notebooks/);
  });

  it("a Node that is too old", () => {
    expect(() => requireNode("18.20.4")).toThrow("distlab needs Node 20.19 or newer; this is 18.20.4");
    expect(() => requireNode("20.18.3")).toThrow("20.18.3");
    for (const version of ["20.19.0", "22.1.0", "24.0.0"]) expect(() => requireNode(version)).not.toThrow();
  });

  it("a server that is open to the network", async () => {
    const { child, ended, output } = startProcess(
      'await startServer({ root, port: 0, host: "0.0.0.0", spareKernel: false });',
    );
    await until(() => output().includes("Ctrl-C"));
    expect(output()).toMatch(/Warning: the server listens on 0\.0\.0\.0, so other machines can reach it/);
    child.kill("SIGINT");
    expect(await ended).toBe(0);
  });

  it("the address, and nothing when it is to be quiet", async () => {
    const loud = startProcess(
      'const server = await startServer({ root, port: 0, spareKernel: false }); console.log("=" + server.url); await server.close();',
    );
    expect(await loud.ended).toBe(0);
    const [, printed, returned] = /ready: (\S+)[^=]*=(\S+)/.exec(loud.output()) ?? [];
    expect(printed).toBe(returned);
    const quiet = startProcess(
      "const server = await startServer({ root, port: 0, spareKernel: false, quiet: true }); await server.close();",
    );
    expect([await quiet.ended, quiet.output()]).toEqual([0, ""]);
  });
});

it("the secret that signs cookies is kept, and only its owner can read it", async () => {
  await (await serve(course)).close();
  const secret = readFileSync(course.path(".distlab/cookie-secret"), "utf8");
  expect(statSync(course.path(".distlab/cookie-secret")).mode & 0o777).toBe(0o600);
  await (await serve(course)).close();
  expect(readFileSync(course.path(".distlab/cookie-secret"), "utf8")).toBe(secret);
});

describe("the browser", () => {
  const url = "http://127.0.0.1:8800/?token=x";
  it.each([
    ["darwin", {}, "open"],
    ["win32", {}, "explorer.exe"],
    ["linux", { DISPLAY: ":0" }, "xdg-open"],
    ["linux", { WAYLAND_DISPLAY: "wayland-0" }, "xdg-open"],
    ["linux", { WSL_DISTRO_NAME: "Debian" }, "explorer.exe"],
  ])("on %s with %j is opened by %s", (platform, environment, command) => {
    expect(browserCommand(url, platform, environment)).toEqual({ command, args: [url] });
  });

  it("is left alone where nothing can be shown", () => {
    expect(browserCommand(url, "linux", {})).toBeNull();
    expect(browserCommand(url, "darwin", { CI: "true" })).toBeNull();
  });
});

it("the page is told that it is not built, where it is not", async () => {
  const server = await serve(course);
  const answer = await ask(server, "GET", "/");
  expect([answer.status, answer.text]).toEqual([503, expect.stringContaining("npm run build")]);
  await server.close();
});

describe("the page's files", () => {
  it("are sent compressed where the browser takes that, and kept for good where their name says what is in them", async () => {
    course.write("app/dist/page/index.html", "<!doctype html><title>Course</title>");
    course.write("app/dist/page/main-AB12CD34.js", "console.log(1)");
    course.write("app/dist/page/main-AB12CD34.js.br", "brotli");
    course.write("app/dist/page/main-AB12CD34.js.gz", "gzip");
    const server = await serve(course);
    const get = (encoding: string): ReturnType<typeof ask> =>
      ask(server, "GET", "/main-AB12CD34.js", undefined, { "Accept-Encoding": encoding });
    const plain = await get("identity");
    expect([plain.text, plain.headers.get("content-type")]).toEqual([
      "console.log(1)",
      expect.stringContaining("javascript"),
    ]);
    expect(plain.headers.get("cache-control")).toContain("immutable");
    const head = async (encoding: string): Promise<Headers> => {
      const url = `http://127.0.0.1:${server.port}/main-AB12CD34.js?token=${server.token}`;
      return (await fetch(url, { method: "HEAD", headers: { "Accept-Encoding": encoding } })).headers;
    };
    for (const [wanted, sent] of [
      ["br, gzip", "br"],
      ["gzip", "gzip"],
    ] as const) {
      const headers = await head(wanted);
      expect(headers.get("content-encoding")).toBe(sent);
      expect(headers.get("content-type")).toContain("javascript");
      expect(headers.get("cache-control")).toContain("immutable");
    }
    const page = await ask(server, "GET", "/");
    expect([page.status, page.headers.get("cache-control")]).toEqual([200, "no-cache"]);
    await server.close();
    await soon();
  });
});
