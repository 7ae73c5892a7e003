/** `distlab seeds`: one simulation under many seeds, on all cores. */
import { availableParallelism } from "node:os";
import { InvalidArgumentError } from "commander";
import type { Command } from "commander";
import type { Context } from "../context";

export interface SeedsFlags {
  /** The first seed and how many. */
  readonly from: number;
  readonly seeds: number;
  /** Processes' worth of work at a time. */
  readonly jobs: number;
  readonly json?: true;
}

const notes = `
The file exports what checkSeeds takes, as its default:

  import { raftElection, weather } from "distlab";
  const protocol = raftElection({ members: 3 });
  export default {
    run: (seed) => ({ protocol, ...weather(seed, { nodes: protocol.members, crashes: 2 }) }),
  };

The first runs that fail are shrunk; the smallest is told, with a cell for a
notebook that plays it again.

--json prints {total, passed, failing: [{seed, property, sentence}], events, replay}.

Exit codes: 0 every seed passed · 1 one failed · 2 wrong usage · 130 interrupted`;

function whole(most: number): (typed: string) => number {
  return (typed) => {
    const value = Number(typed);
    if (/^\d+$/.test(typed) && value >= 1 && value <= most) return value;
    throw new InvalidArgumentError(`Allowed is a whole number from 1 to ${most}.`);
  };
}

export function define(command: Command, context: Context, finish: (exitCode: number) => void): void {
  command
    .usage("[options] <file>")
    .argument("<file>", "a TypeScript or JavaScript file")
    .option("--seeds <n>", "how many", whole(10_000_000), 1000)
    .option("--from <seed>", "the first", whole(1_000_000_000), 1)
    .option("--jobs <n>", "how many threads (default: one a core)", whole(256), availableParallelism())
    .option("--json", "print what came of it as JSON")
    .addHelpText("after", notes)
    .action(async (file: string, flags: SeedsFlags) => {
      const { seeds } = await import("../seeds/seeds");
      finish(await seeds(file, flags, context));
    });
}
