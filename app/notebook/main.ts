/** The authors' tool, `node app/bin/notebook.mjs`: a chapter as text, back again, and in canonical form. */
import { existsSync, readFileSync, writeFileSync } from "node:fs";
import { Command, CommanderError } from "commander";
import { formatNotebook, parseNotebook } from "../course/notebook";
import { canonicalNotebook } from "./canonical";
import { fromText, toText } from "./text-form";

interface ToTextFlags {
  readonly outputs?: true;
  readonly out?: string;
}

function program(): Command {
  const command = new Command("notebook")
    .description("Notebooks as text, for writing and reviewing chapters")
    .exitOverride();
  command
    .command("to-text <notebook>")
    .description("write the text form to the terminal")
    .option("--outputs", "also what each cell shows (to read; not read back)")
    .option("-o, --out <file>", "write to a file instead")
    .action((path: string, flags: ToTextFlags) => {
      const text = toText(parseNotebook(readFileSync(path, "utf8")), { outputs: flags.outputs === true });
      if (flags.out === undefined) process.stdout.write(text);
      else writeFileSync(flags.out, text);
    });
  command
    .command("from-text <text> <notebook>")
    .description("write a notebook; outputs stay up to the first cell whose code has changed")
    .action((from: string, to: string) => {
      const previous = existsSync(to) ? parseNotebook(readFileSync(to, "utf8")) : undefined;
      writeFileSync(to, formatNotebook(fromText(readFileSync(from, "utf8"), previous)));
    });
  command
    .command("format <notebook...>")
    .description("rewrite notebooks in canonical form")
    .option("--check", "change nothing; exit code 1 if one is not canonical")
    .action((paths: readonly string[], flags: { readonly check?: true }) => format(paths, flags.check === true));
  return command;
}

function format(paths: readonly string[], onlyCheck: boolean): void {
  for (const path of paths) {
    const before = readFileSync(path, "utf8");
    const after = formatNotebook(canonicalNotebook(parseNotebook(before)));
    if (before === after) continue;
    console.log(onlyCheck ? `${path} is not canonical` : `${path} formatted`);
    if (onlyCheck) process.exitCode = 1;
    else writeFileSync(path, after);
  }
}

/** Runs the tool. Exit codes: 0 done, 1 something is wrong with a file, 2 wrong usage. */
export function main(args: readonly string[]): void {
  try {
    program().parse([...args], { from: "user" });
  } catch (error) {
    if (error instanceof CommanderError) process.exitCode = error.exitCode === 0 ? 0 : 2;
    else {
      console.error(error instanceof Error ? error.message : error);
      process.exitCode = 1;
    }
  }
}
