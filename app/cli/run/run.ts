/** Runs notebooks, some at a time, each in a kernel of its own, and reports. */
import { availableParallelism } from "node:os";
import { pathCleaner } from "../../notebook/normalise";
import { keepUnchanged, runNotebook } from "../../notebook/run";
import type { NotebookReport } from "../../notebook/run";
import type { RunFlags } from "../commands/run";
import type { Context, Kernel } from "../context";
import { CommandError, exitCodes } from "../errors";
import { Progress } from "./progress";
import { allNotebooks, findNotebook, readNotebook, writeNotebook } from "./notebooks";
import type { NotebookFile } from "./notebooks";
import { describeResult, summary } from "./report";
import { codeCells, isOk, jsonRow } from "./result";
import type { RunResult } from "./result";

const jobsMax = 4;

/** @returns the exit code */
export async function run(names: readonly string[], flags: RunFlags, context: Context): Promise<number> {
  const paths =
    flags.all === true
      ? allNotebooks(context.root)
      : names.map((name) => findNotebook(name, context.root, context.cwd));
  const files = await Promise.all([...new Set(paths)].map((path) => readNotebook(path, context.root)));
  warnAboutNode(flags, context);
  const session = new Session(flags, context, files);
  const results = await session.run();
  if (flags.json === true) context.out.line(JSON.stringify(results.map(jsonRow), null, 2));
  else if (files.length === 0) context.out.line("There are no notebooks to run.");
  else if (files.length > 1) context.out.line(summary(results, context.out));
  if (session.interrupted) return exitCodes.interrupted;
  return results.every(isOk) ? exitCodes.done : exitCodes.failed;
}

function warnAboutNode(flags: RunFlags, context: Context): void {
  const major = process.versions.node.split(".")[0];
  if (flags.write !== true || major === "20") return;
  const { error } = context;
  error.line(`${error.style("yellow", "warning:")} committed outputs are made on Node 20; this is Node ${major}`);
}

class Session {
  interrupted = false;
  readonly #kernels = new Set<Kernel>();
  readonly #progress: Progress;

  constructor(
    readonly flags: RunFlags,
    readonly context: Context,
    readonly files: readonly NotebookFile[],
  ) {
    this.#progress = new Progress(
      context.error,
      files.map(({ notebook }) => codeCells(notebook)),
    );
  }

  async run(): Promise<RunResult[]> {
    const results: RunResult[] = [];
    const waiting = [...this.files.entries()];
    const worker = async (): Promise<void> => {
      for (let next = waiting.shift(); next !== undefined && !this.interrupted; next = waiting.shift()) {
        const [index, file] = next;
        const result = await this.#one(index, file);
        results[index] = result;
        if (!this.interrupted) this.#tell(result);
      }
    };
    const forget = this.context.onInterrupt(() => this.#stop());
    try {
      const jobs = Math.min(this.flags.jobs ?? Math.min(availableParallelism(), jobsMax), this.files.length);
      await Promise.all(Array.from({ length: jobs }, worker));
    } finally {
      forget();
      this.#progress.end();
    }
    if (this.interrupted) this.context.error.line("Interrupted: the kernels have been ended.");
    return results.filter((result) => result !== undefined);
  }

  #stop(): void {
    this.interrupted = true;
    for (const kernel of this.#kernels) void kernel.shutdown();
  }

  #tell(result: RunResult): void {
    this.#progress.pause();
    if (this.flags.json !== true) this.context.out.line(describeResult(result, this.context.out));
    else if (!isOk(result)) this.context.error.line(describeResult(result, this.context.error));
  }

  async #one(index: number, file: NotebookFile): Promise<RunResult> {
    const started = performance.now();
    const since = () => performance.now() - started;
    this.#progress.note(index, file.name, 0, "starting the kernel");
    let kernel: Kernel | undefined;
    try {
      kernel = await this.context.startKernel({ kernel: this.flags.kernel, root: this.context.root });
      this.#kernels.add(kernel);
      if (this.interrupted) throw new CommandError("interrupted");
      const report = await this.#execute(index, file, kernel);
      const written = this.flags.write === true ? await this.#write(file, report) : {};
      return { file, report, ...written, milliseconds: since() };
    } catch (error) {
      return { file, fault: error instanceof Error ? error.message : String(error), milliseconds: since() };
    } finally {
      this.#progress.done(index);
      await kernel?.shutdown();
      if (kernel !== undefined) this.#kernels.delete(kernel);
    }
  }

  #execute(index: number, file: NotebookFile, kernel: Kernel): Promise<NotebookReport> {
    const { flags, context } = this;
    const cleanPaths = pathCleaner(context.root);
    const mode = flags.kernel === "stock" ? "shown" : "exact";
    return runNotebook(file.notebook, kernel, {
      timeoutMs: flags.timeout * 1000,
      keepGoing: flags.keepGoing === true,
      cleanPaths,
      ...(flags.check === true ? { compare: { mode, cleanPaths } } : {}),
      onProgress: ({ done, id }) => this.#progress.note(index, file.name, done, id),
    });
  }

  /** Outputs of a run that failed are not written: they would be taken for results. */
  async #write(file: NotebookFile, report: NotebookReport): Promise<{ written?: boolean; fault?: string }> {
    if (!report.ok || this.interrupted) return {};
    const kept = keepUnchanged(file.notebook, report.executed, pathCleaner(this.context.root));
    try {
      return { written: await writeNotebook(file, kept) };
    } catch (error) {
      return { fault: error instanceof Error ? error.message : String(error) };
    }
  }
}
