/** `distlab run`: notebooks without a browser. */
import { InvalidArgumentError, Option } from "commander";
import type { Command } from "commander";
import type { Context, KernelKind } from "../context";
import { UsageError } from "../errors";

export interface RunFlags {
  readonly all?: true;
  readonly kernel: KernelKind;
  readonly check?: true;
  readonly write?: true;
  readonly json?: true;
  readonly keepGoing?: true;
  /** Seconds a cell may take. */
  readonly timeout: number;
  /** Notebooks at a time. */
  readonly jobs?: number;
}

const notes = `
A notebook is a path, a chapter's name (05-two-generals) or its number (05).
Cells run in order in a fresh kernel; the notebook itself is not touched, except
by --write. After a cell that fails its notebook ends, unless --keep-going.

--check shows the first difference to the outputs in the notebook. Not compared
are: where the course, the home folder and temporary files lie, the frames of
stack traces, a time after the word "took", colours, spaces at the ends of
lines, and cells tagged real-time. All else counts, numbers to the last digit.
With --kernel stock, whose messages differ, the text and the drawings that a
reader sees are compared. See docs/running-notebooks.md.

--json prints [{notebook, ok, cells, failed, milliseconds}].

Exit codes: 0 all cells ran (and showed the same) · 1 a cell failed or differs
            2 wrong usage · 130 interrupted`;

function readPositive(typed: string): number {
  const value = Number(typed);
  if (typed.trim() !== "" && Number.isFinite(value) && value > 0) return value;
  throw new InvalidArgumentError("Allowed is a number above 0.");
}

function readCount(typed: string): number {
  if (/^[1-9]\d{0,2}$/.test(typed)) return Number(typed);
  throw new InvalidArgumentError("Allowed is a whole number from 1 to 999.");
}

export function define(command: Command, context: Context, finish: (exitCode: number) => void): void {
  command
    .usage("[options] <notebook...> | --all")
    .argument("[notebook...]", "paths, chapters' names or numbers")
    .option("--all", "all notebooks of the course")
    .addOption(
      new Option("--kernel <kind>", "the course's kernel, or unchanged tslab")
        .choices(["course", "stock"])
        .default("course"),
    )
    .option("--check", "compare the outputs with those in the notebook")
    .option("--write", "write the outputs into the notebook, in canonical form")
    .option("--json", "print what came of it as JSON")
    .option("--keep-going", "go on after a cell that fails")
    .option("--timeout <seconds>", "a cell that runs longer has failed", readPositive, 120)
    .option("--jobs <n>", "notebooks at a time (default: one a core, at most 4)", readCount)
    .addHelpText("after", notes)
    .action(async (notebooks: readonly string[], flags: RunFlags) => {
      if (notebooks.length === 0 && flags.all !== true) {
        throw new UsageError("which notebooks?", "Name some (distlab run 05), or say distlab run --all.");
      }
      if (notebooks.length > 0 && flags.all === true) throw new UsageError("either --all or names, not both");
      if (flags.check === true && flags.write === true) {
        throw new UsageError("--check and --write do not go together", "First --write, then --check.");
      }
      if (flags.write === true && flags.kernel === "stock") {
        throw new UsageError("--write needs --kernel course: committed outputs are made by the course's kernel");
      }
      const { run } = await import("../run/run");
      finish(await run(notebooks, flags, context));
    });
}
