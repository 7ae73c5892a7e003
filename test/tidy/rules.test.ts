/** The tidy rules themselves: each must find its broken sample, at its line, and leave the good one alone. */
import { spawnSync } from "node:child_process";
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { describe, expect, onTestFinished, test } from "vitest";
import { asynchrony, bannedCalls, idleExceptions } from "./banned";
import { exerciseParts, unnamedExercises } from "./exercises";
import { appLayers, learnerLayers, libraryLayers } from "./layers";
import { machinePaths, registryHosts } from "./repository";
import { importsOf, stagedFiles } from "./source";
import type { Problem } from "./source";
import { escapes, fileLength, functionLength, openingComment, skippedTests } from "./style";

const file = (path: string, text: string) => ({ path, text });
const lines = (problems: readonly Problem[]) => problems.map(({ line }) => line);

test("every way to name a module is seen", () => {
  const text = `import a from "m1";
import type { B } from "m2";
export * from "m3";
const c = await import("m4");
const d = require("m5");
type E = import("m6").E;
import f = require("m7");
import "m8";
// import "not-this";
const s = 'import "nor-this"';`;
  expect(importsOf(file("x.ts", text)).map(({ specifier }) => specifier)).toEqual([
    "m1",
    "m2",
    "m3",
    "m4",
    "m5",
    "m6",
    "m7",
    "m8",
  ]);
});

describe("layers of the library", () => {
  test.each([
    ["lib/protocol.ts", "./step"],
    ["lib/data.ts", "./protocol"],
    ["lib/structures/a.ts", "../protocol"],
    ["lib/protocols/raft.ts", "../sim/simulate"],
    ["lib/trace/text.ts", "../draw/theme"],
    ["lib/sim/simulate.ts", "../protocols/raft"],
    ["lib/sim/simulate.ts", "../verify/explore/explore"],
    ["lib/verify/explore/explore.ts", "../../sim/random"],
    ["lib/verify/explore/explore.ts", "../../protocols/raft"],
    ["lib/net/host.ts", "../sim/simulate"],
    ["lib/draw/chart.ts", "../sim/simulate"],
    ["lib/seeds/shrink.ts", "../draw/chart"],
    ["lib/sim/simulate.ts", "../index"],
    ["lib/sim/simulate.ts", "../../app/cli/main"],
    ["lib/sim/simulate.ts", "./queue.js"],
    ["lib/sim/simulate.ts", "seedrandom"],
    ["lib/protocols/raft.ts", "vega"],
    ["lib/protocols/raft.ts", "node:fs"],
    ["lib/sim/engine.ts", "lodash"],
    ["lib/mystery/a.ts", "./b"],
  ])("%s may not import %s", (path, specifier) => {
    expect(lines(libraryLayers(file(path, `\nimport { x } from "${specifier}";`)))).toEqual([
      path.includes("mystery") ? 1 : 2,
    ]);
  });

  test.each([
    ["lib/step.ts", "./protocol"],
    ["lib/structures/a.ts", "../data"],
    ["lib/structures/a.ts", "./b"],
    ["lib/protocols/raft.ts", "../structures/quorum"],
    ["lib/sim/random.ts", "seedrandom"],
    ["lib/draw/chart.ts", "vega-lite"],
    ["lib/draw/space/a.ts", "../../trace/trace"],
    ["lib/net/host.ts", "node:net"],
    ["lib/grade/check.ts", "../protocols/raft"],
    ["lib/seeds/shrink.ts", "../sim/simulate"],
    ["lib/index.ts", "./grade/check"],
  ])("%s may import %s", (path, specifier) => {
    expect(libraryLayers(file(path, `import { x } from "${specifier}";`))).toEqual([]);
  });
});

describe("layers above the library", () => {
  test.each([
    ["app/cli/main.ts", "../../lib/index"],
    ["app/cli/main.ts", "../../lib/draw/chart"],
    ["app/page/main.ts", "../../lib/sim/simulate"],
    ["app/page/main.ts", "node:fs"],
    ["app/server/main.ts", "../../test/fakes"],
  ])("%s may not import %s", (path, specifier) => {
    expect(appLayers(file(path, `import { x } from "${specifier}";`))).toHaveLength(1);
  });

  test.each([
    ["app/cli/main.ts", "distlab"],
    ["app/cli/main.ts", "../kernel/client"],
    ["app/page/main.ts", "../../lib/draw/player"],
    ["app/server/main.ts", "node:fs"],
  ])("%s may import %s", (path, specifier) => {
    expect(appLayers(file(path, `import { x } from "${specifier}";`))).toEqual([]);
  });

  test("an exercise imports the library and nothing else", () => {
    expect(learnerLayers(file("exercises/a.ts", 'import { x } from "distlab";'))).toEqual([]);
    for (const other of ["../solutions/a", "distlab/dist/index", "node:fs"]) {
      expect(learnerLayers(file("exercises/a.ts", `import { x } from "${other}";`))).toHaveLength(1);
    }
  });
});

describe("banned calls", () => {
  test.each([
    "Math.pow(2, 3)",
    "Math.random()",
    "const { pow } = Math;",
    'Math["random"]()',
    "x ** 0.5",
    "2 ** n",
    "10 ** 3",
    "x **= 2",
    "a.localeCompare(b)",
    "n.toLocaleString()",
    "d.toLocaleDateString()",
    "new Intl.NumberFormat()",
    "Date.now()",
    "new Date()",
    "globalThis.Date.now()",
    "performance.now()",
    "process.hrtime()",
    "crypto.randomUUID()",
    "setTimeout(f, 1)",
    "queueMicrotask(f)",
  ])("%s", (code) => {
    expect(lines(bannedCalls(file("lib/sim/a.ts", `\n${code}`), []))).toEqual([2]);
  });

  test.each([
    "Math.floor(x) + Math.exp(y)",
    "2 ** 32",
    "const words = 'Math.random() and Date.now()'; // Math.pow",
    "type T = { Date: number; performance: string }; const t = { Date: 1 };",
    "event.performance + event.Date",
    "a < b ? -1 : 1",
  ])("not %s", (code) => {
    expect(bannedCalls(file("lib/sim/a.ts", code), [])).toEqual([]);
  });

  test("real hosts may live in real time, but not draw numbers", () => {
    expect(bannedCalls(file("lib/net/host.ts", "setTimeout(f, Date.now())"), [])).toEqual([]);
    expect(bannedCalls(file("lib/net/host.ts", "Math.random()"), [])).toHaveLength(1);
  });

  test("an exception holds for its file and its name only, and must be needed", () => {
    const allowed = [{ path: "lib/verify/", names: ["performance"], why: "…" }];
    const timed = file("lib/verify/a.ts", "performance.now()");
    expect(bannedCalls(timed, allowed)).toEqual([]);
    expect(bannedCalls(file("lib/sim/a.ts", timed.text), allowed)).toHaveLength(1);
    expect(bannedCalls(file("lib/verify/a.ts", "Date.now()"), allowed)).toHaveLength(1);
    expect(idleExceptions([timed], allowed)).toEqual([]);
    expect(idleExceptions([file("lib/verify/a.ts", "1")], allowed)).toHaveLength(1);
  });

  test.each(["async function f() {}", "const f = async () => 1;", "for await (const x of y) {}", "new Promise(f)"])(
    "a protocol with %s",
    (code) => {
      expect(asynchrony(file("lib/protocols/a.ts", code)).length).toBeGreaterThan(0);
      expect(asynchrony(file("lib/net/a.ts", code))).toEqual([]);
    },
  );
});

describe("style", () => {
  test("a file opens with a comment that says something", () => {
    const opens = (text: string) => openingComment(file("a.ts", text)).length === 0;
    expect(opens("/** What this file is for. */\nexport {};")).toBe(true);
    expect(opens("#!/usr/bin/env node\n// What this file is for.\n")).toBe(true);
    expect(opens("/**\n * What this file\n * is for.\n */")).toBe(true);
    expect(opens("import x from 'y';\n/** What this file is for. */")).toBe(false);
    expect(opens("/** */\n")).toBe(false);
    expect(opens("// todo\n")).toBe(false);
  });

  test("a file has at most 400 lines", () => {
    expect(fileLength(file("a.ts", "x\n".repeat(400)))).toEqual([]);
    expect(lines(fileLength(file("a.ts", "x\n".repeat(401))))).toEqual([401]);
  });

  test.each([
    ["function f() {", "}"],
    ["const f = () => {", "};"],
    ["class C { method() {", "} }"],
    ["class C { constructor() {", "} }"],
    ["test('a', () => {", "});"],
  ])("%s … of 61 lines is too long, of 60 is not", (open, close) => {
    const of = (count: number) => functionLength(file("a.ts", `\n${open}\n${"x;\n".repeat(count - 2)}${close}`));
    expect(of(60)).toEqual([]);
    expect(lines(of(61))).toEqual([2]);
  });

  test("a suite of tests is as long as it needs to be", () => {
    expect(functionLength(file("a.ts", `describe("x", () => {\n${"x;\n".repeat(100)}});`))).toEqual([]);
    expect(functionLength(file("a.ts", `describe.each([1])("x", () => {\n${"x;\n".repeat(100)}});`))).toEqual([]);
  });

  test.each([
    "let x: any;",
    "x as any;",
    "// @ts-ignore",
    "// @ts-expect-error",
    "// oxlint-disable-next-line no-var",
    "/* eslint-disable */",
  ])("%s is found", (code) => {
    expect(lines(escapes(file("a.ts", `\n${code}`)))).toEqual([2]);
  });

  test("words that only look alike are not, and one line may be silenced with its reason", () => {
    expect(escapes(file("a.ts", "const any = 'any'; // any of them"))).toEqual([]);
    expect(
      escapes(file("a.ts", "// oxlint-disable-next-line no-await-in-loop -- one after the other is meant")),
    ).toEqual([]);
  });

  test.each([
    "test.skip('a', f)",
    "describe.only('a', f)",
    "it.todo('a')",
    "test.skipIf(x)('a', f)",
    "test.each([1]).skip('a', f)",
  ])("%s", (code) => {
    expect(skippedTests(file("a.test.ts", code))).toHaveLength(1);
  });

  test("a field that is called only is no skipped test", () => {
    expect(skippedTests(file("a.test.ts", "options.only(1); it.each([1])('a', f)"))).toEqual([]);
  });
});

describe("the repository", () => {
  const found = (text: string, path = "docs/a.md") =>
    machinePaths(file(path, text), "/srv/here/course", "/home/someone").length;

  test("paths of this machine are found, wherever they stand", () => {
    expect(found("see /srv/here/course/lib/a.ts")).toBe(1);
    expect(found('"file:///home/someone/x"')).toBe(1);
    expect(found("/root/x\n\n/work/y")).toBe(2);
  });

  test("other paths are not", () => {
    expect(found("lib/work/a, ./root/b, https://example.org/work/a, /srv/here/courses/x, /home/learner/x")).toBe(0);
    expect(found("/root/x", "deploy/binder/Dockerfile")).toBe(0);
  });

  test("a registry in the lock file or in npm's settings", () => {
    expect(
      lines(registryHosts(file("package-lock.json", '{\n"resolved": "https://registry.example/a.tgz"\n}'))),
    ).toEqual([2]);
    expect(registryHosts(file("package-lock.json", '{\n"resolved": "lib", "link": true\n}'))).toEqual([]);
    expect(registryHosts(file(".npmrc", "registry=https://registry.example"))).toHaveLength(1);
    expect(registryHosts(file(".npmrc", "@scope:registry = x"))).toHaveLength(1);
    expect(registryHosts(file(".npmrc", "omit-lockfile-registry-resolved=true"))).toEqual([]);
  });
});

describe("exercises", () => {
  const whole = [
    "exercises/05-x/a.ts",
    "solutions/05-x/a.ts",
    "test/exercises/05-x/a.ts",
    "test/exercises/05-x/a.checks.ts",
  ];

  test("an exercise with all its parts is whole", () => {
    expect(exerciseParts([...whole, "test/exercises/fakes.ts"])).toEqual([]);
  });

  test.each(whole)("without %s it is not", (path) => {
    expect(exerciseParts(whole.filter((one) => one !== path))).toMatchObject([{ path }]);
  });

  test("a file that no chapter names is found", () => {
    expect(unnamedExercises(whole, new Set(["05-x/a"]))).toEqual([]);
    expect(unnamedExercises(whole, new Set(["05-x/b"]))).toMatchObject([{ path: whole[0] }]);
  });
});

test("of a learner's folders the staged state counts, not what the learner has made of it", () => {
  const folder = mkdtempSync(join(tmpdir(), "distlab-tidy-"));
  onTestFinished(() => rmSync(folder, { recursive: true }));
  mkdirSync(join(folder, "exercises"));
  const path = join(folder, "exercises/a.ts");
  const git = (...args: string[]) => spawnSync("git", args, { cwd: folder }).status === 0;
  writeFileSync(path, "pristine");
  const staged = git("init", "-q") && git("add", "-A");
  writeFileSync(path, "solved");
  writeFileSync(join(folder, "exercises/scratch.ts"), "tried");
  const seen = stagedFiles(folder, "exercises");
  const onDisk = [
    { path: "exercises/a.ts", text: "solved" },
    { path: "exercises/scratch.ts", text: "tried" },
  ];
  // Where there is no git, there is only the disk.
  expect(seen).toEqual(staged ? [{ path: "exercises/a.ts", text: "pristine" }] : onDisk);
});
