/** Real kernels for tests: one per file, started before its tests and ended after them. */
import { afterAll, beforeAll, expect } from "vitest";
import { KernelClient } from "../../../app/kernel/client";
import type { ExecuteResult, StartOptions } from "../../../app/kernel/client";
import type { Channel, Message } from "../../../app/kernel/messages";
import type { ErrorOutput, NotebookOutput, StreamOutput } from "../../../app/kernel/outputs";

/** Starts a kernel for a file's tests. */
export function useKernel(options: StartOptions = {}): () => KernelClient {
  let client: KernelClient | undefined;
  beforeAll(async () => {
    client = await KernelClient.start(options);
  });
  afterAll(async () => client?.shutdown());
  return () => client!;
}

/** Everything that a cell printed, both streams in their order. */
export function printed(result: ExecuteResult): string {
  return result.outputs.map((output) => (output.output_type === "stream" ? output.text : "")).join("");
}

/** The plain text of a cell's last value. */
export function valueText(result: ExecuteResult): unknown {
  expect(result).toMatchObject({ status: "ok" });
  const value = result.outputs.findLast((output) => output.output_type === "execute_result");
  return value?.data["text/plain"];
}

/** A failed cell's error. */
export function errorOf(result: ExecuteResult): ErrorOutput {
  expect(result.status).toBe("error");
  return result.outputs.findLast((output): output is ErrorOutput => output.output_type === "error")!;
}

const ansi = new RegExp(`${String.fromCodePoint(27)}\\[\\d+m`, "g");

/** Text without colours. */
export function plain(text: string): string {
  return text.replaceAll(ansi, "");
}

/** A failed cell's trace-back without colours. */
export function traceback(result: ExecuteResult): string {
  return plain(errorOf(result).traceback.join("\n"));
}

/** The next message that a kernel sends for which `found` holds. */
export function nextMessage(kernel: KernelClient, found: (message: Message) => boolean): Promise<Message> {
  const { channels } = kernel;
  return new Promise((resolve) => {
    const listen = (_channel: Channel, message: Message) => {
      if (!found(message)) return;
      channels.off("message", listen);
      resolve(message);
    };
    channels.on("message", listen);
  });
}

/** The next text with these words that comes after its cell had ended. */
export function nextLate(kernel: KernelClient, words: string): Promise<StreamOutput> {
  return new Promise((resolve) => {
    const listen = (output: NotebookOutput) => {
      if (output.output_type !== "stream" || !output.text.includes(words)) return;
      kernel.off("late", listen);
      resolve(output);
    };
    kernel.on("late", listen);
  });
}

/** Runs code that prints `ready` and then goes on; does `then` once that has been heard. */
export function whenReady(kernel: KernelClient, code: string, then: () => void): Promise<ExecuteResult> {
  let heard = false;
  const onOutput = (output: NotebookOutput) => {
    if (heard || output.output_type !== "stream" || !output.text.includes("ready")) return;
    heard = true;
    then();
  };
  return kernel.execute(code, { onOutput });
}
