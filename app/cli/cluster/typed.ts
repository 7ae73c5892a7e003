/** A cluster in a terminal: its state above, what happened below it, and a line to type on. */
import { createInterface } from "node:readline";
import type { Interface } from "node:readline";
import { parseCommand } from "../../cluster/commands";
import type { Context } from "../context";
import { truncate } from "../terminal";
import type { Session } from "./session";

const redrawMs = 500;
const newsMax = 16;
const prompt = "> ";

/** Reads commands until one of them, Ctrl-C or Ctrl-D ends it. */
export async function typedLines(session: Session, context: Context): Promise<void> {
  await new TypedSession(session, context).run();
}

class TypedSession {
  private news: string[] = ["help lists the commands"];
  private busy: Promise<void> = Promise.resolve();
  private readonly lines: Interface;

  constructor(
    private readonly session: Session,
    private readonly context: Context,
  ) {
    this.lines = createInterface({ input: process.stdin, output: process.stdout, prompt });
    session.onTell = (text) => {
      this.news = [...this.news, ...text.split("\n")].slice(-newsMax);
    };
  }

  async run(): Promise<void> {
    const { lines, session, context } = this;
    const ended = new Promise<void>((resolve) => lines.once("close", resolve));
    lines.on("line", (line) => this.take(line));
    // In a terminal that readline reads from, Ctrl-C is a key, not a signal.
    lines.on("SIGINT", () => process.kill(process.pid, "SIGINT"));
    context.out.write("\u001B[2J");
    const drawing = setInterval(() => void this.draw(), redrawMs);
    const over = setInterval(() => session.isOver && lines.close(), 50);
    await ended;
    clearInterval(drawing);
    clearInterval(over);
    await this.busy;
    context.out.line();
  }

  /** Commands are carried out in the order in which they were typed. */
  private take(line: string): void {
    this.busy = this.carryOut(line, this.busy);
  }

  private async carryOut(line: string, before: Promise<void>): Promise<void> {
    const { session } = this;
    await before;
    try {
      const command = parseCommand(line);
      if (command === undefined || session.isOver) return;
      session.tell(`${prompt}${line.trim()}`);
      await session.run(command);
    } catch (error) {
      session.tell(`  ${(error as Error).message}`);
    }
    await this.draw();
  }

  private async draw(): Promise<void> {
    const { context, lines, session } = this;
    if (session.isOver) return;
    const table = await session.look();
    const width = context.out.width;
    const shown = [...table, "", ...this.news].map((line) => `${truncate(line, width - 1)}\u001B[K\n`);
    context.out.write(`\u001B[H${shown.join("")}\u001B[J`);
    // What has been typed of the next line stays.
    lines.prompt(true);
  }
}
