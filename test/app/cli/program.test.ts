/** The command line as a whole: help, wrong usage, exit codes, colours, and how little `--help` loads. */
import { fileURLToPath } from "node:url";
import { build } from "esbuild";
import { describe, expect, test } from "vitest";
import { commands } from "../../../app/cli/commands";
import { CommandError } from "../../../app/cli/errors";
import { nearest } from "../../../app/cli/suggest";
import { commandLine } from "./fakes";

describe("help", () => {
  test.each([[["--help"]], [["-h"]], [["help"]], [[]]])("%j lists every command and the exit codes", async (args) => {
    const { exitCode, out, error } = await commandLine().type(...args);
    expect(exitCode).toBe(0);
    expect(error).toBe("");
    for (const { name, summary } of commands) expect(out).toMatch(new RegExp(`^  ${name} +${summary}$`, "m"));
    expect(out).toContain("Exit codes: 0 done");
  });

  test.each(commands.map(({ name }) => name))("%s has help of its own, both ways", async (name) => {
    const after = await commandLine().type(name, "--help");
    const before = await commandLine().type("help", name);
    expect(after).toMatchObject({ exitCode: 0, error: "" });
    expect(after.out).toContain(`Usage: distlab ${name}`);
    expect(before).toEqual(after);
  });

  test("the version is the package's", async () => {
    expect(await commandLine().type("--version")).toEqual({ exitCode: 0, out: "1.2.3\n", error: "" });
  });

  test("no line of it is wider than 100 columns", async () => {
    for (const name of ["", ...commands.map((command) => command.name)]) {
      const { out } = await commandLine().type(...(name === "" ? [] : [name]), "--help");
      expect(Math.max(...out.split("\n").map((line) => line.length))).toBeLessThanOrEqual(100);
    }
  });
});

describe("wrong usage has exit code 2, nothing on standard output, and says what to do", () => {
  test.each([
    ["an unknown command", ["frobnicate"], 'there is no command "frobnicate"', "distlab --help"],
    ["a misspelt command", ["lsit"], 'there is no command "lsit"', "did you mean distlab list?"],
    ["an unknown option", ["list", "--frob"], "unknown option '--frob'", "--help"],
    ["a misspelt option", ["list", "--jsn"], "unknown option '--jsn'", "--json"],
    ["an argument too many", ["list", "05"], "too many arguments", "--help"],
    ["no notebook", ["run"], "which notebooks?", "--all"],
    [
      "a port that is none",
      ["start", "--port", "70000"],
      "option '--port <number>' argument '70000' is invalid",
      "0 to 65535",
    ],
  ])("%s", async (_, args, what, remedy) => {
    const { exitCode, out, error } = await commandLine().type(...args);
    expect(exitCode).toBe(2);
    expect(out).toBe("");
    expect(error).toContain(`error: ${what}`);
    expect(error).toContain(remedy);
    expect(error).not.toMatch(/^ {4}at /m);
  });
});

describe("errors", () => {
  const broken = (environment: Record<string, string>) =>
    commandLine({
      environment,
      startKernel: () => Promise.reject(new CommandError("no kernel today")),
      chapters: { "05-x": "---\n---\n%% ts a\n1" },
    });

  test("are one line without a stack", async () => {
    const { exitCode, error } = await commandLine({ chapters: {} }).type("run", "05");
    expect(exitCode).toBe(2);
    expect(error.trimEnd().split("\n")).toHaveLength(2);
  });

  test("have a stack when DISTLAB_DEBUG=1", async () => {
    const { error } = await commandLine({ environment: { DISTLAB_DEBUG: "1" } }).type("run", "05");
    expect(error).toMatch(/^ {4}at /m);
  });

  test("of a kernel that does not start end in exit code 1", async () => {
    const { exitCode, out } = await broken({}).type("run", "05");
    expect(exitCode).toBe(1);
    expect(out).toContain("no kernel today");
  });
});

describe("colours", () => {
  const coloured = async (environment: Record<string, string>, terminal: boolean) =>
    (await commandLine({ environment, terminal }).type("nope")).error.includes("\u001B[31m");

  test("are for terminals only", async () => {
    expect(await coloured({}, true)).toBe(true);
    expect(await coloured({}, false)).toBe(false);
    expect(await coloured({ TERM: "dumb" }, true)).toBe(false);
  });

  test("NO_COLOR turns them off, FORCE_COLOR on, and FORCE_COLOR decides when both are there", async () => {
    expect(await coloured({ NO_COLOR: "1" }, true)).toBe(false);
    expect(await coloured({ FORCE_COLOR: "1" }, false)).toBe(true);
    expect(await coloured({ FORCE_COLOR: "0" }, true)).toBe(false);
    expect(await coloured({ FORCE_COLOR: "1", NO_COLOR: "1" }, false)).toBe(true);
  });
});

describe("the nearest word", () => {
  const words = ["start", "list", "run", "doctor"];
  test.each([
    ["lst", "list"],
    ["strat", "start"],
    ["rn", "run"],
    ["docter", "doctor"],
    ["doc", "doctor"],
    ["frobnicate", undefined],
    ["x", undefined],
  ])("to %s is %s", (typed, meant) => {
    expect(nearest(typed, words)).toBe(meant);
  });
});

test("the overview loads commander and nothing else; a command's own packages wait until it is called", async () => {
  const entry = fileURLToPath(new URL("../../../app/cli/main.ts", import.meta.url));
  const built = await build({
    entryPoints: [entry],
    outdir: "unused",
    bundle: true,
    splitting: true,
    write: false,
    metafile: true,
    platform: "node",
    format: "esm",
    packages: "external",
  });
  const { outputs } = built.metafile;
  const loaded = new Set<string>();
  const visit = (path: string): void => {
    for (const { path: to, kind, external } of outputs[path]!.imports) {
      if (kind !== "import-statement" || loaded.has(to)) continue;
      loaded.add(to);
      if (external !== true) visit(to);
    }
  };
  const main = Object.keys(outputs).find((path) => outputs[path]!.entryPoint?.endsWith("cli/main.ts"));
  visit(main!);
  expect([...loaded].filter((name) => !name.startsWith("node:") && !name.startsWith("unused"))).toEqual(["commander"]);
});
