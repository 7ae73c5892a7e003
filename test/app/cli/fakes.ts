/** A terminal, a course in a temporary folder and a kernel, made for the tests of the command line. */
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { onTestFinished } from "vitest";
import type { Context, Kernel, KernelWanted } from "../../../app/cli/context";
import { runCommandLine } from "../../../app/cli/program";
import { Writer } from "../../../app/cli/terminal";
import type { Environment, Sink } from "../../../app/cli/terminal";
import { formatNotebook } from "../../../app/course/notebook";
import { fromText } from "../../../app/notebook/text-form";

export class TextSink implements Sink {
  text = "";
  constructor(
    readonly isTTY: boolean,
    readonly columns: number,
  ) {}
  write(text: string): void {
    this.text += text;
  }
}

/** A kernel whose cells are commands: `print x`, `fail Name`, `die`, `interrupt` (as if the person pressed Ctrl-C). */
export class FakeKernel implements Kernel {
  ended = false;
  readonly ran: string[] = [];
  constructor(private readonly interrupt: () => void) {}

  execute(code: string) {
    this.ran.push(code);
    const [word, ...rest] = code.split(" ");
    const text = rest.join(" ");
    const error = (ename: string, evalue: string) => ({
      output_type: "error",
      ename,
      evalue,
      traceback: [`${ename}: ${evalue}`],
    });
    const ended = { status: "error" as const, outputs: [error("KernelDied", "the kernel has ended")], milliseconds: 1 };
    if (word === "interrupt") this.interrupt();
    if (this.ended || word === "die") return Promise.resolve(ended);
    if (word === "fail")
      return Promise.resolve({ status: "error" as const, outputs: [error(text, "no")], milliseconds: 1 });
    const outputs = [{ output_type: "stream", name: "stdout", text: `${text}\n` }];
    return Promise.resolve({ status: "ok" as const, outputs, milliseconds: 1 });
  }

  shutdown(): Promise<void> {
    this.ended = true;
    return Promise.resolve();
  }
}

export interface CommandLineOptions {
  /** Chapters' text forms by their names. */
  readonly chapters?: Readonly<Record<string, string>>;
  readonly environment?: Environment;
  /** Default false. */
  readonly terminal?: boolean;
  /** Default: a `FakeKernel`. */
  readonly startKernel?: (wanted: KernelWanted) => Promise<Kernel>;
}

/** A course of its own and a way to type commands in it. */
export function commandLine(options: CommandLineOptions = {}) {
  const root = mkdtempSync(join(tmpdir(), "distlab-cli-"));
  onTestFinished(() => rmSync(root, { recursive: true }));
  writeFileSync(join(root, "package.json"), '{ "name": "distlab-course", "version": "1.2.3" }');
  for (const folder of ["notebooks", "exercises", "lib", "app"]) mkdirSync(join(root, folder));
  const path = (name: string) => join(root, "notebooks", `${name}.ipynb`);
  for (const [name, text] of Object.entries(options.chapters ?? {})) {
    writeFileSync(path(name), formatNotebook(fromText(text)));
  }
  const kernels: FakeKernel[] = [];
  const wanted: KernelWanted[] = [];
  const type = async (...args: string[]) => {
    let interrupt = () => {};
    const out = new TextSink(options.terminal ?? false, 100);
    const error = new TextSink(options.terminal ?? false, 100);
    const environment = options.environment ?? {};
    const context: Context = {
      root,
      cwd: root,
      environment,
      out: new Writer(out, environment),
      error: new Writer(error, environment),
      startKernel(asked) {
        wanted.push(asked);
        if (options.startKernel !== undefined) return options.startKernel(asked);
        const kernel = new FakeKernel(() => interrupt());
        kernels.push(kernel);
        return Promise.resolve(kernel);
      },
      onInterrupt(stop) {
        interrupt = stop;
        return () => (interrupt = () => {});
      },
    };
    const exitCode = await runCommandLine(args, context);
    return { exitCode, out: out.text, error: error.text };
  };
  return { root, path, kernels, wanted, type };
}
