/** The entry of the built command line: runs what was typed, with this process's terminal and real kernels. */
import type { Context } from "./context";
import { exitCodes } from "./errors";
import { runCommandLine } from "./program";
import { courseRoot } from "../kernel/paths";
import { Writer } from "./terminal";

function onInterrupt(stop: () => void): () => void {
  let asked = false;
  const handler = (): void => {
    // Whoever asks twice does not want to wait.
    if (asked) process.exit(exitCodes.interrupted);
    asked = true;
    stop();
  };
  const signals = ["SIGINT", "SIGTERM", "SIGHUP"] as const;
  for (const signal of signals) process.on(signal, handler);
  return () => {
    for (const signal of signals) process.off(signal, handler);
  };
}

const context: Context = {
  root: courseRoot(),
  cwd: process.cwd(),
  environment: process.env,
  out: new Writer(process.stdout, process.env),
  error: new Writer(process.stderr, process.env),
  onInterrupt,
  async startKernel({ kernel, root }) {
    const { KernelClient } = await import("../kernel/client");
    return KernelClient.start({ kernel, cwd: root });
  },
};

process.exitCode = await runCommandLine(process.argv.slice(2), context);
