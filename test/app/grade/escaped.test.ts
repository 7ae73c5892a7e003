/**
 * What the sandbox holds when an answer has got out of its realm: programs with all of Node in their hands stand in the
 * place of the judge, and report what they managed to do.
 */
import {
  chmodSync,
  constants,
  copyFileSync,
  existsSync,
  mkdtempSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from "node:fs";
import { createServer } from "node:net";
import type { AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, describe, expect, it } from "vitest";
import { makeJudge } from "../../../app/grade/entry";
import { judgeAnswer } from "../../../app/grade/judge";
import { runJudge } from "../../../app/grade/process";
import type { Judged } from "../../../app/grade/process";
import { defaultLimits, findSandbox } from "../../../app/grade/sandbox";
import type { Sandbox } from "../../../app/grade/sandbox";
import { seccompFilter } from "../../../app/grade/seccomp";

const root = join(import.meta.dirname, "../../..");
const scratch = mkdtempSync(join(tmpdir(), "distlab-escaped-"));
afterAll(() => rmSync(scratch, { recursive: true, force: true }));

const sandbox = findSandbox(scratch);
const limits = { ...defaultLimits, wallMs: 2500, memoryMb: 256 };
const isStrong = sandbox.level === "bubblewrap";
/** Where bubblewrap does not work, the weaker level must at least not claim to be it. */
const saysThatItIsWeak = (): void => expect(sandbox.description).toMatch(/only|nothing keeps/);
let programs = 0;

/** The same without Node's own permissions: what the namespaces and the filter hold by themselves. */
const bare: Sandbox = {
  ...sandbox,
  command(entry, most) {
    const command = sandbox.command(entry, most);
    const args = command.args.filter((word) => !/^--(experimental-)?permission$|^--allow-fs|^--disallow/.test(word));
    return { ...command, args };
  },
};

async function run(program: string, within: Sandbox = sandbox): Promise<Judged> {
  programs += 1;
  const entry = join(scratch, `program-${programs}.cjs`);
  const head = `const fs = require("node:fs"); const say = (word) => fs.writeSync(3, String(word) + "\\n");\n`;
  writeFileSync(entry, `${head}${program}`);
  return runJudge({ sandbox: within, limits, entry, task: "{}", folder: scratch });
}

/** Says "done" for what worked, otherwise why not. */
const attempt = (body: string): string =>
  `try { ${body}; say("done"); } catch (error) { say("refused " + error.code); }`;

describe(`a program in the sandbox (here: ${sandbox.level})`, () => {
  it.each([
    [
      "reads the solutions",
      `fs.readFileSync(${JSON.stringify(join(root, "solutions/05-two-generals/idempotent-receiver.ts"))})`,
    ],
    ["reads the checks", `fs.readdirSync(${JSON.stringify(join(root, "test"))})`],
    ["reads passwords", `fs.readFileSync("/etc/passwd")`],
    ["lists homes", `fs.readdirSync("/root")`],
    ["writes into the course", `fs.writeFileSync(${JSON.stringify(join(root, "hostile-was-here"))}, "x")`],
    ["writes over the judge", `fs.writeFileSync(__filename, "x")`],
    ["makes a process", `require("node:child_process").execSync("true")`],
    ["makes a thread with other rights", `new (require("node:worker_threads").Worker)("1", { eval: true })`],
    ["makes code of text", `if (new Function("return 1")() !== 1) throw 1`],
    ["loads an add-on", `process.dlopen({ exports: {} }, "/usr/lib/x.node")`],
  ])("does not: %s", async (_claim, body) => {
    expect((await run(attempt(body))).report).toMatch(/^refused /);
  });

  it.each([
    ["reads the solutions", `fs.readFileSync(${JSON.stringify(join(root, "package.json"))})`],
    ["reads passwords", `fs.readFileSync("/etc/passwd")`],
    ["writes beside the judge", `fs.writeFileSync("/judge/x", "x")`],
    ["writes into the system", `fs.writeFileSync("/usr/x", "x")`],
    ["fills its scratch", `fs.writeFileSync("/tmp/x", Buffer.alloc(64_000_000))`],
    ["makes a process", `const r = require("node:child_process").spawnSync("/bin/true"); if (r.error) throw r.error`],
    [
      "makes a process without waiting",
      `const c = require("node:child_process").spawn("/bin/true"); if (c.pid === undefined) { c.on("error", () => 0); throw Object.assign(new Error(), { code: "NOPID" }); }`,
    ],
  ])("does not, without Node's permissions either: %s", async (_claim, body) => {
    if (!isStrong) return saysThatItIsWeak();
    expect((await run(attempt(body), bare)).report).toMatch(/^refused /);
  });

  it("may use its scratch folder and threads", async () => {
    if (!isStrong) return saysThatItIsWeak();
    const { report } = await run(
      attempt(
        `fs.writeFileSync("/tmp/x", "x"); fs.readFileSync("/tmp/x"); new (require("node:worker_threads").Worker)("1", { eval: true })`,
      ),
      bare,
    );
    expect(report).toBe("done\n");
  });

  it("has an environment without anything of the grader's", async () => {
    const { report } = await run("say(Object.keys(process.env).toSorted().join())");
    expect(
      report
        .trim()
        .split(",")
        .filter((name) => !["HOME", "LANG", "PWD", ""].includes(name)),
    ).toEqual([]);
  });

  it("reaches no server on this machine", async () => {
    if (!isStrong) return saysThatItIsWeak();
    let visits = 0;
    const server = createServer(() => (visits += 1));
    await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
    const { port } = server.address() as AddressInfo;
    const { report } = await run(
      `require("node:net").connect(${port}, "127.0.0.1").on("connect", () => say("done")).on("error", (e) => say("refused " + e.code));`,
    );
    server.close();
    expect([visits, report]).toEqual([0, expect.stringMatching(/^refused /)]);
  });

  it("sees no process but its own, and cannot kill the grader", async () => {
    if (!isStrong) return saysThatItIsWeak();
    const { report } = await run(
      `try { process.kill(${process.pid}, "SIGKILL"); say("done"); } catch (e) { say("refused " + e.code); }`,
    );
    expect(report).toMatch(/^refused ESRCH/);
  });

  it("is ended when it runs for ever, and nothing of it stays", async () => {
    const judged = await run("setInterval(() => undefined, 1000); say(process.pid)");
    expect(judged.ending).toEqual({ kind: "stopped", why: "time" });
    if (process.platform !== "linux") return;
    const pid = process.pid;
    const children = readFileSync(`/proc/${pid}/task/${pid}/children`, "utf8").split(" ").filter(Boolean);
    const commands = children.map((child) => readFileSync(`/proc/${child}/cmdline`, "utf8"));
    expect(commands.filter((command) => command.includes(scratch))).toEqual([]);
  });

  it("is ended when buffers fill the memory", async () => {
    const { ending } = await run("const all = []; for (;;) all.push(Buffer.alloc(20_000_000, 1));");
    expect(ending.kind).not.toBe("done");
  });

  it("is ended when it reports without end, and what it prints is thrown away", async () => {
    const judged = await run(
      `for (let i = 0; i < 100; i++) fs.writeSync(1, "x".repeat(1_000_000)); const line = "x".repeat(1_000_000); for (;;) { try { fs.writeSync(3, line); } catch (e) { if (e.code !== "EAGAIN") throw e; } }`,
    );
    expect(judged.ending).toEqual({ kind: "stopped", why: "report" });
    expect(judged.report.length).toBeLessThanOrEqual(limits.reportMb * 1024 * 1024);
  });

  it("believes no report without the word of its run", async () => {
    const judge = await makeJudge(root, join(root, "test/hostile/greeter.checks.ts"), scratch);
    const forged = join(scratch, "forged.cjs");
    const results = judge.exercise.checks.map(({ name, points }) => ({
      kind: "result",
      result: { name, points, passed: true },
    }));
    const lines = [...results, { kind: "done" }].map((line) =>
      JSON.stringify({ nonce: "00000000000000000000000000000000", ...line }),
    );
    writeFileSync(
      forged,
      `const fs = require("node:fs"); for (const fd of [1, 2, 3]) fs.writeSync(fd, ${JSON.stringify(`${lines.join("\n")}\n`)});`,
    );
    const answer = { id: judge.exercise.id, name: "greeter.ts", source: Buffer.from("export const greet = 1;") };
    const settings = { root, scratch, sandbox, limits, seedOffset: 0, checkMs: 500, drawings: "none" } as const;
    const result = await judgeAnswer(answer, { ...judge, entry: forged }, settings);
    expect([result.score, result.problems]).toEqual([0, ["the process in which the answer was judged ended early"]]);
  });

  it("leaves nothing where it wanted to write", () => {
    expect(existsSync(join(root, "hostile-was-here"))).toBe(false);
  });
});

describe("the filter of system calls", () => {
  it("is whole instructions, each jump inside, and ends in allowing", () => {
    for (const architecture of ["x64", "arm64"]) {
      const filter = seccompFilter(architecture)!;
      const count = filter.length / 8;
      expect(Number.isInteger(count)).toBe(true);
      for (let index = 0; index < count; index++) {
        if (filter.readUInt16LE(index * 8) === 0x06) continue;
        const [ifTrue, ifFalse] = [filter.readUInt8(index * 8 + 2), filter.readUInt8(index * 8 + 3)];
        expect(index + 1 + Math.max(ifTrue, ifFalse)).toBeLessThan(count);
      }
      expect(filter.readUInt32LE(filter.length - 4)).toBe(0x7fff0000);
    }
    expect(seccompFilter("mips")).toBeNull();
  });
});

it("Node may lie where the sandbox puts its scratch", async () => {
  const folder = mkdtempSync(join(tmpdir(), "distlab-node-"));
  const usual = process.execPath;
  copyFileSync(usual, join(folder, "node"), constants.COPYFILE_FICLONE);
  chmodSync(join(folder, "node"), 0o755);
  process.execPath = join(folder, "node");
  try {
    const there = findSandbox(folder);
    expect(there.level).toBe(sandbox.level);
    const judged = await run(`say("runs")`, there);
    expect(judged).toMatchObject({ ending: { kind: "done" }, report: "runs\n" });
  } finally {
    process.execPath = usual;
    rmSync(folder, { recursive: true, force: true });
  }
});
