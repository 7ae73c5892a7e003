/** etcd, where it is installed: a run for the command `npm run etcd` and for chapters. */
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { parseArgs } from "node:util";
import type { EtcdFigures } from "distlab";
import { runEtcd } from "./run";
import type { EtcdRunOptions } from "./run";
import { etcdMissing, etcdVersion } from "./servers";

/** Undefined where etcd is not installed. */
export async function etcdFigures(
  options: Omit<EtcdRunOptions, "folder" | "version">,
): Promise<EtcdFigures | undefined> {
  const version = etcdVersion();
  if (version === undefined) return undefined;
  const folder = mkdtempSync(join(tmpdir(), "distlab-etcd-"));
  const remove = (): void => rmSync(folder, { recursive: true, force: true });
  // An interruption ends this process at once.
  process.once("exit", remove);
  try {
    return await runEtcd({ ...options, folder, version });
  } finally {
    remove();
    process.off("exit", remove);
  }
}

const help = `Usage: npm run etcd -- [--seed N] [--seconds S] [--clients N] [--serializable]

Three etcd servers on this machine under load; their leader is killed, again and
again; what the clients were told is judged. --serializable asks any server for
what it holds, which may be old: that is found out. Without etcd it says how to
get it, and ends well.

Exit codes: 0 linearizable, or no etcd here · 1 not · 2 wrong usage`;

const options = {
  seed: { type: "string", default: "1" },
  seconds: { type: "string", default: "10" },
  clients: { type: "string", default: "6" },
  serializable: { type: "boolean", default: false },
  help: { type: "boolean", short: "h", default: false },
} as const;

function typed(args: readonly string[]) {
  const { values } = parseArgs({ args: [...args], options });
  const whole = (name: "seed" | "seconds" | "clients", least: number, most: number): number => {
    const value = Number(values[name]);
    if (Number.isInteger(value) && value >= least && value <= most) return value;
    throw new RangeError(`--${name} is ${values[name]}; allowed is a whole number from ${least} to ${most}`);
  };
  const reads: EtcdRunOptions["reads"] = values.serializable ? "serializable" : "linearizable";
  const numbers = { seed: whole("seed", 0, 1e9), seconds: whole("seconds", 3, 600), clients: whole("clients", 1, 32) };
  return { help: values.help, run: { ...numbers, reads } };
}

/** @returns the exit code; never rejects */
export async function main(args: readonly string[]): Promise<number> {
  let wanted: ReturnType<typeof typed>;
  try {
    wanted = typed(args);
  } catch (error) {
    console.error(`error: ${(error as Error).message}\n\n${help}`);
    return 2;
  }
  if (wanted.help) {
    console.log(help);
    return 0;
  }
  // What is still running is killed as this process exits.
  for (const signal of ["SIGINT", "SIGTERM", "SIGHUP"] as const) process.once(signal, () => process.exit(130));
  try {
    const figures = await etcdFigures(wanted.run);
    if (figures === undefined) {
      console.log(etcdMissing);
      report(0, 0);
      return 0;
    }
    console.log(textOf(figures));
    const holds = figures.verdict === "linearizable" && figures.kills.length > 0;
    report(holds ? 1 : 0, holds ? 0 : 1);
    return holds ? 0 : 1;
  } catch (error) {
    console.error(`FAILED: ${(error as Error).message}`);
    report(0, 1);
    return 1;
  }
}

/** As the tests write theirs, where DISTLAB_TEST_REPORT names a file. */
function report(numPassedTests: number, numFailedTests: number): void {
  const path = process.env["DISTLAB_TEST_REPORT"];
  if (path !== undefined) writeFileSync(path, JSON.stringify({ numPassedTests, numFailedTests, testResults: [] }));
}

function textOf({ version, acknowledged, unknown, kills, why }: EtcdFigures): string {
  const told = kills.map(({ leader, atMs, silentMs }) => {
    const silent =
      silentMs === null ? "no write was acknowledged any more" : `a write was acknowledged ${silentMs} ms later`;
    return `kill -9 ${leader}, which led, at ${Math.round(atMs)} ms: ${silent}`;
  });
  const counts = `${acknowledged} operations acknowledged, ${unknown} without an answer`;
  return [`etcd ${version}, 3 servers`, ...told, counts, why].join("\n  ");
}
