/** One execution of one cell: where its outputs go, whenever they come, and whether it may still put any out. */
import type { Header } from "./messages";
import { Printed, megabytes, outputVariable } from "./printed";
import type { DisplayContent } from "./tslab";

export interface CellOptions {
  /** The request that runs the cell. */
  readonly parent: Header;
  readonly executionCount: number;
  /** A silent cell publishes nothing. */
  readonly silent: boolean;
  /** How much of what it prints is kept. */
  readonly printedBytesMax: number;
  readonly publish: (parent: Header, type: string, content: { readonly [field: string]: unknown }) => void;
  readonly print: (parent: Header, name: "stdout" | "stderr", text: string) => void;
}

/** How much a cell may display (charts, diagrams, updates of them), in times of what it may print. */
const displayFactor = 50;

export class Cell {
  readonly parent: Header;
  readonly executionCount: number;
  readonly printed: Printed;
  readonly #options: CellOptions;
  #displayedBytes = 0;
  #stopped = false;
  #ended = false;

  constructor(options: CellOptions) {
    this.#options = options;
    this.parent = options.parent;
    this.executionCount = options.executionCount;
    this.printed = new Printed({
      bytesMax: options.printedBytesMax,
      send: (name, text) => {
        if (!options.silent) options.print(this.parent, name, text);
      },
    });
  }

  /** True after an interrupt: what the cell left running is no longer heard, and its timers no longer fire. */
  get stopped(): boolean {
    return this.#stopped;
  }

  /** True once the cell's request has been answered. */
  get ended(): boolean {
    return this.#ended;
  }

  stop(): void {
    this.#stopped = true;
  }

  #publish(type: string, content: { readonly [field: string]: unknown }): void {
    if (!this.#options.silent) this.#options.publish(this.parent, type, content);
  }

  print(name: "stdout" | "stderr", chunk: string | Uint8Array): void {
    if (!this.#stopped) this.printed.write(name, chunk);
  }

  /** Publishes something other than printed text, after what was printed before it. */
  publish(type: string, content: { readonly [field: string]: unknown }): void {
    this.printed.flush();
    this.#publish(type, content);
  }

  display(content: DisplayContent, update: boolean): void {
    if (this.#stopped) return;
    const max = this.#options.printedBytesMax * displayFactor;
    const before = this.#displayedBytes;
    this.#displayedBytes += Buffer.byteLength(JSON.stringify(content.data));
    if (this.#displayedBytes <= max) {
      const { data, metadata = {}, transient = {} } = content;
      this.publish(update ? "update_display_data" : "display_data", { data, metadata, transient });
    } else if (before <= max) {
      const text = `This cell displayed more than ${megabytes(max)}; the rest is left out (${outputVariable} raises the bound).\n`;
      this.publish("stream", { name: "stderr", text });
    }
  }

  /** The request is about to be answered. */
  end(): void {
    this.printed.end();
    this.#ended = true;
  }
}
