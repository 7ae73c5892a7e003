/** `distlab cluster`: a protocol as real processes. */
import { join } from "node:path";
import { InvalidArgumentError } from "commander";
import type { Command } from "commander";
import type { Context } from "../context";
import { UsageError } from "../errors";

export interface ClusterFlags {
  readonly nodes?: number;
  readonly script?: string;
  readonly trace?: string;
  readonly fsync: "batched" | "each";
  readonly keep?: true;
  readonly json?: true;
}

function whole(most: number): (typed: string) => number {
  return (typed) => {
    const value = Number(typed);
    if (/^\d+$/.test(typed) && value >= 1 && value <= most) return value;
    throw new InvalidArgumentError(`Allowed is a whole number from 1 to ${most}.`);
  };
}

function readFsync(typed: string): "batched" | "each" {
  if (typed === "batched" || typed === "each") return typed;
  throw new InvalidArgumentError("Allowed are batched and each.");
}

export function define(command: Command, context: Context, finish: (exitCode: number) => void): void {
  command
    .usage("[options] <protocol>")
    .argument("<protocol>", "its name; see below")
    .option("--nodes <n>", "how many servers (default: the protocol's own)", whole(26))
    .option("--script <file>", "run the commands of a file, one a line; - is standard input")
    .option("--trace <file>", "write the merged trace there, and a player beside it (<file>.html)")
    .option("--fsync <how>", "batched: saves that wait share one; each: every save has its own", readFsync, "batched")
    .option("--keep", "leave the processes' files in place")
    .option("--json", "print what came of it as JSON")
    .addHelpText("after", () => `\n${notes}`)
    .action(async (protocol: string, flags: ClusterFlags) => {
      const { catalogue } = await import("../../cluster/catalogue");
      const entry = catalogue.find(({ name }) => name === protocol);
      if (entry === undefined) {
        throw new UsageError(
          `there is no protocol ${protocol} to run as processes`,
          `There are ${catalogue.map(({ name }) => name).join(", ")}.`,
        );
      }
      const { runCluster } = await import("../cluster/run");
      finish(await runCluster(entry, flags, context, join(context.root, "app/dist/cluster/process.js")));
    });
}

const notes = `Protocols: raft, raft-paper (with the paper's timeouts), raft-commits-early
(broken), raft-election, bully, chang-roberts, two-phase-commit,
three-phase-commit.

In a terminal, commands are typed while the cluster runs; help lists them:

  crash leader · restart A · pause B · resume B · partition A B | C D E · heal
  slow A B 50 · load 8 · wait for leader · status · check · quit

"check" mends everything, reads every key once more and judges what the clients
were told: is it linearizable? Ctrl-C ends all processes and removes all files,
unless --keep.

Exit codes: 0 done · 1 a violation, or a process that failed · 2 wrong usage
            130 interrupted`;
