/**
 * What a cell put out, as a notebook stores it: Jupyter's messages gathered into nbformat 4.5 output objects.
 *
 * Source: https://nbformat.readthedocs.io/en/latest/format_description.html#code-cell-outputs.
 */
import type { Message } from "./messages";

/** A MIME bundle: values by type; JSON types hold JSON, text types a string, binary types base64. */
export type MimeBundle = { readonly [mimeType: string]: unknown };

export interface StreamOutput {
  readonly output_type: "stream";
  readonly name: "stdout" | "stderr";
  readonly text: string;
}

export interface DisplayDataOutput {
  readonly output_type: "display_data";
  readonly data: MimeBundle;
  readonly metadata: { readonly [field: string]: unknown };
}

export interface ExecuteResultOutput {
  readonly output_type: "execute_result";
  readonly data: MimeBundle;
  readonly metadata: { readonly [field: string]: unknown };
  readonly execution_count: number | null;
}

export interface ErrorOutput {
  readonly output_type: "error";
  readonly ename: string;
  readonly evalue: string;
  /** Lines, with ANSI colours. */
  readonly traceback: readonly string[];
}

export type NotebookOutput = StreamOutput | DisplayDataOutput | ExecuteResultOutput | ErrorOutput;

/** The output that a message stands for; undefined for messages that are none (status, execute_input …). */
export function outputOf(message: Message): NotebookOutput | undefined {
  const content = message.content;
  switch (message.header.msg_type) {
    case "stream":
      return { output_type: "stream", name: content["name"] as "stdout" | "stderr", text: String(content["text"]) };
    case "display_data":
      return { output_type: "display_data", data: bundle(content["data"]), metadata: bundle(content["metadata"]) };
    case "execute_result":
      return {
        output_type: "execute_result",
        data: bundle(content["data"]),
        metadata: bundle(content["metadata"]),
        execution_count: (content["execution_count"] as number | undefined) ?? null,
      };
    case "error":
      return {
        output_type: "error",
        ename: String(content["ename"]),
        evalue: String(content["evalue"]),
        traceback: (content["traceback"] as string[] | undefined) ?? [],
      };
    default:
      return undefined;
  }
}

function bundle(value: unknown): MimeBundle {
  return typeof value === "object" && value !== null ? (value as MimeBundle) : {};
}

/** Gathers one cell's outputs: merges streams, applies `update_display_data` and `clear_output`. */
export class OutputCollector {
  readonly #outputs: NotebookOutput[] = [];
  /** Positions in `#outputs` by display id, for updates. */
  readonly #displays = new Map<string, number[]>();
  #clearBeforeNext = false;

  get outputs(): readonly NotebookOutput[] {
    return this.#outputs;
  }

  /** Takes one message. @returns the output it stands for (a stream's new text only), or undefined */
  add(message: Message): NotebookOutput | undefined {
    const type = message.header.msg_type;
    if (type === "clear_output") {
      if (message.content["wait"] === true) this.#clearBeforeNext = true;
      else this.#clear();
      return undefined;
    }
    if (type === "update_display_data") return this.#update(message);
    const output = outputOf(message);
    if (output !== undefined) this.#append(output, displayId(message));
    return output;
  }

  #clear(): void {
    this.#outputs.length = 0;
    this.#displays.clear();
    this.#clearBeforeNext = false;
  }

  #append(output: NotebookOutput, id: string | undefined): void {
    if (this.#clearBeforeNext) this.#clear();
    const last = this.#outputs.at(-1);
    if (output.output_type === "stream" && last?.output_type === "stream" && last.name === output.name) {
      this.#outputs[this.#outputs.length - 1] = { ...last, text: last.text + output.text };
      return;
    }
    if (id !== undefined) this.#displays.set(id, [...(this.#displays.get(id) ?? []), this.#outputs.length]);
    this.#outputs.push(output);
  }

  #update(message: Message): NotebookOutput | undefined {
    const id = displayId(message);
    const positions = id === undefined ? undefined : this.#displays.get(id);
    const data = bundle(message.content["data"]);
    const metadata = bundle(message.content["metadata"]);
    let updated: NotebookOutput | undefined;
    for (const position of positions ?? []) {
      const old = this.#outputs[position];
      if (old?.output_type !== "display_data" && old?.output_type !== "execute_result") continue;
      updated = { ...old, data, metadata };
      this.#outputs[position] = updated;
    }
    return updated;
  }
}

function displayId(message: Message): string | undefined {
  const transient = message.content["transient"];
  if (typeof transient !== "object" || transient === null) return undefined;
  const id = (transient as { readonly display_id?: unknown }).display_id;
  return typeof id === "string" ? id : undefined;
}
