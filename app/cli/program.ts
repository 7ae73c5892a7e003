/** The command `distlab`: finds the command that is meant, loads it, runs it, and tells what went wrong in one line. */
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { Command, CommanderError } from "commander";
import { commands } from "./commands";
import type { Context } from "./context";
import { CommandError, exitCodes, UsageError } from "./errors";
import { nearest } from "./suggest";

const closing = `
Examples:
  distlab start               read and run the course in the browser
  distlab run 05              run chapter 05 here, without a browser
  distlab doctor              see whether this machine has what the course needs

Exit codes: 0 done · 1 something failed or differs · 2 wrong usage · 130 interrupted
DISTLAB_DEBUG=1 adds the stack to an error. NO_COLOR and FORCE_COLOR are respected.`;

/** Runs one command line (without `node` and the program's name). @returns the exit code; never rejects */
export async function runCommandLine(args: readonly string[], context: Context): Promise<number> {
  try {
    return await dispatch(args, context);
  } catch (error) {
    return tell(error, context);
  }
}

async function dispatch(args: readonly string[], context: Context): Promise<number> {
  const program = overview(context);
  const wanted = args[0] === "help" ? args[1] : args.find((word) => !word.startsWith("-"));
  const entry = commands.find(({ name }) => name === wanted);
  let exitCode: number = exitCodes.done;
  if (entry !== undefined) {
    const command = program.commands.find((one) => one.name() === entry.name)!;
    (await entry.load()).define(command, context, (code) => (exitCode = code));
    const parts = command.commands.map((part) => `distlab ${entry.name} ${part.name()}`);
    if (parts.length > 0 && args.length === 1) throw new UsageError(`which of them: ${parts.join(", ")}?`);
  } else if (wanted !== undefined) throw unknownCommand(wanted);
  await program.parseAsync(args.length === 0 ? ["--help"] : [...args], { from: "user" });
  return exitCode;
}

function overview(context: Context): Command {
  const program = new Command("distlab")
    .description("A runnable course in distributed systems.")
    .version(version(context.root), "-V, --version", "print the version")
    .helpOption("-h, --help", "show this help")
    .helpCommand("help [command]", "show the help of a command")
    .addHelpText("after", closing)
    .usage("<command> [options]");
  settle(program, context);
  for (const { name, usage, summary } of commands) {
    settle(program.command(name).description(summary).usage(usage), context);
  }
  return program;
}

/** Commander's settings that subcommands do not inherit when they are made by hand. */
export function settle(command: Command, context: Context): Command {
  return command.exitOverride().configureOutput({
    writeOut: (text) => context.out.write(text),
    writeErr: () => undefined,
    getOutHelpWidth: () => context.out.width,
    getOutHasColors: () => context.out.colours,
    getErrHasColors: () => context.error.colours,
  });
}

function version(root: string): string {
  const file = JSON.parse(readFileSync(join(root, "package.json"), "utf8")) as { readonly version?: unknown };
  return String(file.version ?? "unknown");
}

function unknownCommand(word: string): CommanderError {
  const meant = nearest(
    word,
    commands.map(({ name }) => name),
  );
  const hint = meant === undefined ? "" : `; did you mean distlab ${meant}?`;
  return new CommanderError(exitCodes.usage, "distlab.unknownCommand", `there is no command "${word}"${hint}`);
}

function tell(error: unknown, context: Context): number {
  if (error instanceof CommanderError && error.exitCode === 0) return exitCodes.done;
  const { error: writer } = context;
  const label = writer.style("red", "error:");
  if (context.environment["DISTLAB_DEBUG"] === "1") writer.line(error instanceof Error ? error.stack : String(error));
  if (error instanceof CommanderError) {
    // Commander's own messages begin with "error: " and may go on with "(Did you mean …?)".
    const message = error.message.replace(/^error: /, "").replace(/\n/g, " ");
    writer.line(`${label} ${message}`);
    if (!message.includes("?"))
      writer.line("  distlab --help lists the commands, distlab <command> --help its options.");
    return exitCodes.usage;
  }
  const message = error instanceof Error ? error.message : String(error);
  writer.line(`${label} ${message === "" ? "something failed without a word" : message}`);
  if (error instanceof CommandError) {
    if (error.remedy !== "") writer.line(`  ${error.remedy}`);
    return error.exitCode;
  }
  return exitCodes.failed;
}
