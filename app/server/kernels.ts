// All kernels of the server: starting, listing, ending, and the spare one that is kept ready so that a chapter's first
// cell need not wait for a compiler to load.
import { randomUUID } from "node:crypto";
import { notFound } from "./errors";
import { Kernel } from "./kernel";
import type { KernelModel, KernelProcessLink } from "./kernel";
import type { Outlet } from "./subscriber";
import type { ChannelMessage } from "./wire";

/** The kernelspec's name, and what a notebook that names another language's kernel is told. */
export const kernelName = "tslab";

/** Kernels that no page is connected to and that run nothing: more than these are ended, the longest unused first. */
const unusedMax = 3;

/** A process that can be kept in reserve. */
export interface SparableKernel extends KernelProcessLink {
  readonly alive: boolean;
  /** Loads what the first cell will need. */
  warmUp(): Promise<void>;
  kill(): void;
}

export interface KernelsOptions {
  readonly start: () => Promise<SparableKernel>;
  /** Keep a started kernel in reserve: costs its memory, saves its start. */
  readonly spare: boolean;
  /** How long after a kernel was taken the next spare is started: its start must not slow the first cell down. */
  readonly spareDelayMs: number;
}

export class Kernels {
  private readonly kernels = new Map<string, Kernel>();
  private spare: Promise<SparableKernel> | null = null;
  private spareTimer: NodeJS.Timeout | null = null;
  private closed = false;

  constructor(private readonly options: KernelsOptions) {}

  /** Starts the spare kernel, unless there is one. */
  prepare(): void {
    if (this.closed || !this.options.spare || this.spare !== null) return;
    const spare = this.options.start();
    this.spare = spare;
    void this.nurse(spare);
  }

  private async nurse(spare: Promise<SparableKernel>): Promise<void> {
    try {
      const process = await spare;
      await process.warmUp();
      await process.ended;
    } catch {
      // Whoever needs a kernel starts one then, and hears why that fails.
    }
    if (this.spare === spare) this.spare = null;
  }

  private async take(): Promise<SparableKernel> {
    const spare = this.spare;
    this.spare = null;
    if (this.options.spare && this.spareTimer === null && !this.closed) {
      this.spareTimer = setTimeout(() => {
        this.spareTimer = null;
        this.prepare();
      }, this.options.spareDelayMs).unref();
    }
    const ready = await spare?.catch(() => null);
    const process = ready?.alive === true ? ready : await this.options.start();
    if (this.closed) process.kill();
    return process;
  }

  start(): Kernel {
    const kernel = new Kernel(randomUUID(), kernelName, () => this.take());
    this.kernels.set(kernel.id, kernel);
    return kernel;
  }

  has(id: string): boolean {
    return this.kernels.has(id);
  }

  /** @throws HttpError 404 */
  get(id: string): Kernel {
    const kernel = this.kernels.get(id);
    if (kernel === undefined) throw notFound(`There is no kernel ${id}.`);
    return kernel;
  }

  list(): KernelModel[] {
    return [...this.kernels.values()].map((kernel) => kernel.model);
  }

  connect(id: string, session: string, outlet: Outlet): { receive(message: ChannelMessage): void; leave(): void } {
    const connection = this.get(id).connect(session, outlet);
    return {
      receive: connection.receive,
      leave: () => {
        connection.leave();
        this.endUnused();
      },
    };
  }

  async shutdown(id: string): Promise<void> {
    const kernel = this.get(id);
    this.kernels.delete(id);
    await kernel.shutdown();
  }

  private endUnused(): void {
    const unused = [...this.kernels.values()]
      .map((kernel) => kernel.model)
      .filter(
        (model) => model.connections === 0 && (model.execution_state === "idle" || model.execution_state === "dead"),
      )
      .toSorted((a, b) => (a.last_activity < b.last_activity ? -1 : 1));
    for (const { id } of unused.slice(0, Math.max(0, unused.length - unusedMax))) {
      this.shutdown(id).catch(() => {});
    }
  }

  /** Ends all kernels. */
  async close(): Promise<void> {
    this.closed = true;
    if (this.spareTimer !== null) clearTimeout(this.spareTimer);
    const spare = await this.spare?.catch(() => null);
    await Promise.all([spare?.stop(), ...[...this.kernels.keys()].map((id) => this.shutdown(id))]);
  }
}
