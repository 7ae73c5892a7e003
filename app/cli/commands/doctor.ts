/** `distlab doctor`: what is missing here, and how to get it. */
import type { Command } from "commander";
import type { Context } from "../context";

export function define(command: Command, context: Context, finish: (exitCode: number) => void): void {
  command
    .option("--json", "print [{name, status, detail, remedy}] instead")
    .addHelpText("after", "\nExit codes: 0 everything that the course needs is here · 1 something is missing")
    .action(async (flags: { readonly json?: true }) => {
      const { doctor } = await import("../doctor/doctor");
      finish(await doctor(flags.json === true, context));
    });
}
