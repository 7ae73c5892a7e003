/** `distlab doctor`, on machines that lack one thing each. */
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import type { Context, Kernel } from "../../../app/cli/context";
import { doctor } from "../../../app/cli/doctor/doctor";
import type { Finding } from "../../../app/cli/doctor/findings";
import { thisMachine } from "../../../app/cli/doctor/machine";
import type { Machine } from "../../../app/cli/doctor/machine";
import { Writer } from "../../../app/cli/terminal";
import { TextSink } from "./fakes";

const root = "/srv/course";
const lock = JSON.stringify({
  packages: { "": {}, "node_modules/a": { version: "1.0.0" }, "node_modules/b": { version: "2.0.0", dev: true } },
});
const installed = JSON.stringify({ packages: { "node_modules/a": { version: "1.0.0" } } });
const programs = ["jupyter-lab", "python3", "chromium", "bwrap", "unshare", "etcd"];
const kernelspec = "/home/me/jupyter/kernels/tslab/kernel.json";

/** A machine that has everything. */
const complete: Machine = {
  nodeVersion: "20.19.0",
  platform: "linux",
  find: (program) => (programs.includes(program) ? `/usr/bin/${program}` : undefined),
  ask: () => "",
  exists: () => true,
  read(path) {
    if (path === join(root, "package-lock.json")) return lock;
    if (path === join(root, "node_modules/.package-lock.json")) return installed;
    return path === kernelspec ? `{ "metadata": { "distlab": { "root": "${root}" } } }` : undefined;
  },
  newest: () => 1000,
  changedAt: () => 2000,
  whyUnwritable: () => undefined,
  whyPortTaken: () => Promise.resolve(undefined),
};

const answering = (text: string): Kernel => ({
  execute: () =>
    Promise.resolve({
      status: "ok",
      outputs: [{ output_type: "execute_result", data: { "text/plain": text } }],
      milliseconds: 1,
    }),
  shutdown: () => Promise.resolve(),
});

async function examine(
  changes: Partial<Machine> = {},
  startKernel: Context["startKernel"] = () => Promise.resolve(answering("2")),
) {
  const environment = { JUPYTER_DATA_DIR: "/home/me/jupyter" };
  const out = new TextSink(false, 100);
  const writer = new Writer(out, environment);
  const context: Context = {
    root,
    cwd: root,
    environment,
    out: writer,
    error: writer,
    startKernel,
    onInterrupt: () => () => {},
  };
  const machine = { ...complete, ...changes };
  const exitCode = await doctor(true, context, machine);
  const findings = JSON.parse(out.text) as Finding[];
  out.text = "";
  await doctor(false, context, machine);
  return { exitCode, findings, table: out.text, bad: findings.filter(({ status }) => status !== "ok") };
}

test("a machine that has everything gets a tick everywhere and exit code 0", async () => {
  const { exitCode, bad, table } = await examine();
  expect(bad).toEqual([]);
  expect(exitCode).toBe(0);
  expect(table.match(/^✓/gm)).toHaveLength(12);
  expect(table).toContain("Everything that the course needs is here.");
});

describe("what the course needs: a cross, a remedy and exit code 1", () => {
  const without = (path: string) => (asked: string) => (asked.endsWith(path) ? undefined : complete.read(asked));
  test.each<[what: string, changes: Partial<Machine>, name: string, detail: string, remedy: string]>([
    ["an old Node", { nodeVersion: "20.18.1" }, "Node", "20.18.1", "nodejs.org"],
    ["an older Node", { nodeVersion: "18.20.0" }, "Node", "20.19 or newer", "nodejs.org"],
    ["nothing installed", { read: without("node_modules/.package-lock.json") }, "packages", "nothing", "npm ci"],
    [
      "another version",
      { read: (path) => complete.read(path)?.replace("1.0.0", path.includes("node_modules/.") ? "0.9.0" : "1.0.0") },
      "packages",
      "1 missing or of another version: a",
      "npm ci",
    ],
    ["no lock file", { read: without("course/package-lock.json") }, "packages", "missing", "git checkout"],
    ["no build", { changedAt: () => undefined }, "build", "not been built", "npm run build"],
    ["a stale build", { newest: () => 3000 }, "build", "older than the source", "npm run build"],
    [
      "a folder that cannot be written",
      { whyUnwritable: (folder) => (folder.endsWith("notebooks") ? "EACCES" : undefined) },
      "folder",
      "EACCES",
      "folder of your own",
    ],
    ["no port at all", { whyPortTaken: () => Promise.resolve("EPERM") }, "port", "EPERM", "ask"],
  ])("%s", async (_, changes, name, detail, remedy) => {
    const { exitCode, bad, table } = await examine(changes);
    expect(exitCode).toBe(1);
    expect(bad).toHaveLength(1);
    expect(bad[0]).toMatchObject({ name, status: "missing" });
    expect(bad[0]!.detail).toContain(detail);
    expect(bad[0]!.remedy).toContain(remedy);
    expect(table).toContain(`✗  ${name}`);
    expect(table).toContain(`→ ${bad[0]!.remedy}`);
    expect(table).toContain(`The course needs what is marked ✗: ${name}.`);
  });

  test("a kernel that does not start, and one that cannot add", async () => {
    const silent = await examine({}, () => Promise.reject(new Error("zeromq is not there\nand more")));
    expect(silent).toMatchObject({ exitCode: 1, bad: [{ name: "kernel", detail: "zeromq is not there" }] });
    const wrong = await examine({}, () => Promise.resolve(answering("3")));
    expect(wrong).toMatchObject({ exitCode: 1, bad: [{ name: "kernel", status: "missing" }] });
  });
});

describe("what is optional: a dash, what needs it, and exit code 0", () => {
  const lacking = (...names: string[]) => ({
    find: (program: string) => (names.includes(program) ? undefined : complete.find(program)),
  });
  test.each<[what: string, changes: Partial<Machine>, name: string, detail: string, remedy: string]>([
    ["no Jupyter", lacking("jupyter-lab"), "Jupyter", "not found", "jupyter-notebook"],
    [
      "no kernelspec",
      { read: (path) => (path === kernelspec ? undefined : complete.read(path)) },
      "kernelspec",
      "do not know",
      "distlab jupyter install",
    ],
    [
      "another clone's kernelspec",
      { read: (path) => complete.read(path)?.replace(root, "/srv/other") },
      "kernelspec",
      "another clone",
      "distlab jupyter install",
    ],
    [
      "no nbclient",
      { ask: (_program, args) => (args[1] === "import nbclient" ? undefined : "") },
      "nbclient",
      "test:jupyter",
      "python3-nbclient",
    ],
    [
      "no browser",
      { ...lacking("chromium"), exists: (path) => !path.includes("Chrome") },
      "Chromium",
      "test:browser",
      "chromium",
    ],
    ["no bubblewrap", lacking("bwrap"), "sandbox", "unshare works", "bubblewrap"],
    [
      "bubblewrap that may not",
      { ask: (program) => (program.endsWith("bwrap") ? undefined : "") },
      "sandbox",
      "may not",
      "namespaces",
    ],
    ["no etcd", lacking("etcd"), "etcd", "etcd", "etcd-server"],
  ])("%s", async (_, changes, name, detail, remedy) => {
    const { exitCode, bad, table } = await examine(changes);
    expect(exitCode).toBe(0);
    expect(bad).toHaveLength(1);
    expect(bad[0]).toMatchObject({ name, status: "optional" });
    expect(bad[0]!.detail).toContain(detail);
    expect(bad[0]!.remedy).toContain(remedy);
    expect(table).toContain(`–  ${name}`);
  });
});

test("a port in use is no fault: another will be taken", async () => {
  const { exitCode, findings } = await examine({
    whyPortTaken: (port) => Promise.resolve(port === 0 ? undefined : "EADDRINUSE"),
  });
  expect(exitCode).toBe(0);
  expect(findings.find(({ name }) => name === "port")!.detail).toContain("the next free one");
});

test("remedies fit the system", async () => {
  const remedyOf = async (platform: string) =>
    (await examine({ platform, find: (program) => (program === "etcd" ? undefined : complete.find(program)) })).bad[0]!
      .remedy;
  expect(await remedyOf("linux")).toBe("sudo apt-get install etcd-server");
  expect(await remedyOf("darwin")).toBe("brew install etcd");
  expect(await remedyOf("win32")).toContain("WSL");
});

test("this machine: programs are found on PATH, folders and ports are tried", async () => {
  const machine = thisMachine(process.env);
  expect(machine.find("node")).toBeDefined();
  expect(machine.find("no-such-program-here")).toBeUndefined();
  expect(machine.ask(process.execPath, ["-p", "1 + 1"])).toBe("2");
  expect(machine.ask(process.execPath, ["-e", "process.exit(3)"])).toBeUndefined();
  expect(machine.whyUnwritable("/no/such/folder")).toContain("ENOENT");
  const { createServer } = await import("node:net");
  const server = createServer();
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const address = server.address();
  const port = typeof address === "object" && address !== null ? address.port : 0;
  expect(await machine.whyPortTaken(port)).toContain("EADDRINUSE");
  await new Promise((resolve) => server.close(resolve));
  expect(await machine.whyPortTaken(0)).toBeUndefined();
});
