/** `distlab jupyter`: makes the course's kernel known to Jupyter, and takes that back. */
import type { Command } from "commander";
import type { KernelspecOptions, KernelspecResult } from "../../kernel/kernelspec";
import type { Context } from "../context";
import { CommandError } from "../errors";
import { settle } from "../program";

interface Flags {
  readonly dir?: string;
  readonly remove?: true;
}

const notes = `
The kernel is written for this user, under the name "tslab", with the absolute
paths of this Node and this clone: install it again after either has moved. A
kernel of that name that is there already is kept and comes back on removal.
Afterwards JupyterLab, Notebook and VS Code offer "TypeScript (distlab)".`;

export function define(command: Command, context: Context): void {
  const folder = ["--dir <folder>", "Jupyter's data folder (default: this user's)"] as const;
  settle(command.command("install"), context)
    .description("write the kernelspec; Python is not needed")
    .option(...folder)
    .option("--remove", "the same as distlab jupyter remove")
    .addHelpText("after", notes)
    .action((flags: Flags) => change(flags.remove === true ? "remove" : "install", flags, context));
  settle(command.command("remove"), context)
    .description("remove the kernelspec; others stay as they are")
    .option(...folder)
    .action((flags: Flags) => change("remove", flags, context));
  command.addHelpText("after", notes);
}

async function change(what: "install" | "remove", { dir }: Flags, context: Context): Promise<void> {
  const { installKernelspec, removeKernelspec } = await import("../../kernel/kernelspec");
  const run: (options: KernelspecOptions) => KernelspecResult =
    what === "install" ? installKernelspec : removeKernelspec;
  try {
    for (const message of run(dir === undefined ? {} : { dir }).messages) context.out.line(message);
  } catch (error) {
    throw new CommandError(error instanceof Error ? error.message : String(error));
  }
}
