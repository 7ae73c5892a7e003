/** `distlab start`: serves the course and opens it. */
import { InvalidArgumentError } from "commander";
import type { Command } from "commander";
import type { Context } from "../context";
import { CommandError } from "../errors";

interface Flags {
  readonly port?: number;
  readonly host?: string;
  readonly open: boolean;
}

function readPort(typed: string): number {
  const port = Number(typed);
  if (/^\d+$/.test(typed) && port <= 65_535) return port;
  throw new InvalidArgumentError("Allowed is a whole number from 0 to 65535; 0 takes any free port.");
}

export function define(command: Command, context: Context): void {
  command
    .option("--port <number>", "listen on this port (default: the first free one from 8800 on)", readPort)
    .option("--host <address>", "listen on this address (default: 127.0.0.1, so only this machine can connect)")
    .option("--no-open", "do not open the browser")
    .addHelpText("after", "\nPrints the address, with its token, and serves until Ctrl-C.")
    .action((flags: Flags) => start(flags, context));
}

async function start({ port, host, open }: Flags, context: Context): Promise<void> {
  const { startServer, StartError } = await import("../../server/main");
  const { courseGrader } = await import("../../course/grader");
  try {
    // The server goes on after the command has returned; it ends the process itself.
    await startServer({
      root: context.root,
      openBrowser: open,
      grader: courseGrader(context.root),
      ...(port === undefined ? {} : { port }),
      ...(host === undefined ? {} : { host }),
    });
  } catch (error) {
    if (error instanceof StartError) throw new CommandError(error.message);
    throw error;
  }
}
