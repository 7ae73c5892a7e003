/**
 * One chapter's kernel: finds or starts it, runs code on it, and knows at every moment what is the matter with it.
 *
 * Jupyter's client reconnects by itself, but slowly, and takes a server that was restarted for one that is slow. So a
 * look-out asks the server as soon as the connection is lost: is it gone, or is only the kernel gone?
 */
import { KernelConnection } from "@jupyterlab/services/lib/kernel/default";
import { getKernelModel, restartKernel } from "@jupyterlab/services/lib/kernel/restapi";
import type { IShellFuture } from "@jupyterlab/services/lib/kernel/kernel";
import type { IExecuteReplyMsg, IExecuteRequestMsg, IIOPubMessage } from "@jupyterlab/services/lib/kernel/messages";
import { ServerConnection } from "@jupyterlab/services/lib/serverconnection";
import { startSession } from "@jupyterlab/services/lib/session/restapi";
import { signal, type ReadonlySignal } from "@preact/signals";
import { serverSettings } from "./settings";

export type KernelState =
  | { readonly kind: "starting" }
  | { readonly kind: "idle" }
  | { readonly kind: "busy" }
  | { readonly kind: "restarting" }
  /** Its process ended; nothing runs until it is restarted. */
  | { readonly kind: "dead" }
  /** The server does not answer. */
  | { readonly kind: "unreachable" }
  /** It could not be started: `reason` says why. */
  | { readonly kind: "failed"; readonly reason: string };

export type RunOutcome = "ok" | "error" | "aborted" | "lost";

export interface Message {
  readonly type: string;
  readonly content: unknown;
}

/** A message of the kernel's, and the id of the request that it belongs to. */
export interface Said extends Message {
  readonly id: string;
  readonly request: string;
}

type ExecuteFuture = IShellFuture<IExecuteRequestMsg, IExecuteReplyMsg>;

const lookOutEveryMs = 700;

export class ChapterKernel {
  readonly #state = signal<KernelState>({ kind: "starting" });
  readonly state: ReadonlySignal<KernelState> = this.#state;
  /** Counts the kernels that this chapter has had: a change means that all variables are gone. */
  readonly #generation = signal(0);
  readonly generation: ReadonlySignal<number> = this.#generation;
  readonly #futures = new Map<string, ExecuteFuture>();
  #connection: KernelConnection | null = null;
  #lookOut: ReturnType<typeof setTimeout> | null = null;
  #starting: Promise<void> | null = null;
  #closed = false;
  #executing = 0;

  constructor(
    readonly path: string,
    readonly kernelName: string,
  ) {}

  get id(): string | null {
    return this.#connection?.id ?? null;
  }

  /** Joins the chapter's running kernel or starts one. Safe to call again at any time. */
  start(): Promise<void> {
    this.#starting ??= this.#open().finally(() => {
      this.#starting = null;
    });
    return this.#starting;
  }

  async #open(): Promise<void> {
    if (this.#closed || (this.#connection !== null && !this.#connection.isDisposed)) return;
    if (this.#state.value.kind !== "unreachable") this.#state.value = { kind: "starting" };
    try {
      const name = this.path.split("/").at(-1) ?? this.path;
      const options = { path: this.path, name, type: "notebook", kernel: { name: this.kernelName } };
      const session = await startSession(options, serverSettings);
      if (session.kernel === null) throw new Error("the server gave no kernel");
      if (this.#closed) return;
      this.#attach(new KernelConnection({ model: session.kernel, serverSettings, handleComms: false }));
    } catch (error) {
      if (error instanceof ServerConnection.NetworkError) {
        this.#state.value = { kind: "unreachable" };
        this.#scheduleLookOut(null);
      } else {
        this.#state.value = { kind: "failed", reason: error instanceof Error ? error.message : String(error) };
      }
    }
  }

  #attach(connection: KernelConnection): void {
    this.#connection = connection;
    this.#generation.value += 1;
    connection.statusChanged.connect(() => this.#refresh());
    connection.connectionStatusChanged.connect(() => this.#refresh());
    connection.disposed.connect(() => this.#refresh());
    this.#refresh();
  }

  /** Turns what Jupyter's client says into what a reader needs to know. */
  #refresh(): void {
    const connection = this.#connection;
    if (connection === null || this.#closed) return;
    const state = this.#stateOf(connection);
    if (state !== null && state.kind !== this.#state.value.kind) this.#state.value = state;
    if (state?.kind === "dead") this.#dropFutures();
    if (!connection.isDisposed && connection.connectionStatus !== "connected") this.#scheduleLookOut(connection);
  }

  #stateOf(connection: KernelConnection): KernelState | null {
    if (connection.status === "dead" || connection.isDisposed) return { kind: "dead" };
    if (connection.connectionStatus !== "connected") {
      return this.#state.value.kind === "starting" || this.#state.value.kind === "restarting"
        ? null
        : this.#state.value;
    }
    switch (connection.status) {
      case "idle":
        return { kind: "idle" };
      case "busy":
        return { kind: "busy" };
      case "restarting":
      case "autorestarting":
        return { kind: "restarting" };
      default:
        return this.#state.value.kind === "unreachable" ? { kind: "starting" } : null;
    }
  }

  #scheduleLookOut(connection: KernelConnection | null): void {
    if (this.#lookOut !== null || this.#closed) return;
    this.#lookOut = setTimeout(() => {
      this.#lookOut = null;
      void (connection === null ? this.start() : this.#look(connection));
    }, lookOutEveryMs);
  }

  async #look(connection: KernelConnection): Promise<void> {
    if (this.#closed || connection !== this.#connection || connection.isDisposed) return;
    if (connection.connectionStatus === "connected") return;
    try {
      const model = await getKernelModel(connection.id, serverSettings);
      if (model === undefined) {
        this.#dropFutures();
        connection.dispose();
        this.#connection = null;
        await this.start();
        return;
      }
      if (this.#state.value.kind === "unreachable") await connection.reconnect();
    } catch {
      this.#state.value = { kind: "unreachable" };
    }
    if (!connection.isDisposed) this.#scheduleLookOut(connection);
  }

  #dropFutures(): void {
    for (const future of this.#futures.values()) future.dispose();
    this.#futures.clear();
  }

  /**
   * Runs code for a cell. `onMessage` also gets what is printed after the run has ended, until the cell runs again or
   * is released, because a timer of the cell may speak late.
   */
  async execute(
    code: string,
    cellId: string,
    onMessage: (message: Message) => void,
  ): Promise<{ outcome: RunOutcome; executionCount: number | null }> {
    if (this.#connection === null) await this.start();
    const connection = this.#connection;
    if (connection === null || connection.isDisposed) return { outcome: "lost", executionCount: null };
    this.release(cellId);
    const content = { code, stop_on_error: false, allow_stdin: false };
    const future: ExecuteFuture = connection.requestExecute(content, false, { cellId });
    this.#futures.set(cellId, future);
    future.onIOPub = (message: IIOPubMessage) => {
      onMessage({ type: message.header.msg_type, content: message.content });
    };
    this.#executing += 1;
    try {
      const reply = await future.done;
      const outcome: RunOutcome =
        reply.content.status === "ok" ? "ok" : reply.content.status === "error" ? "error" : "aborted";
      return { outcome, executionCount: reply.content.execution_count ?? null };
    } catch {
      return { outcome: "lost", executionCount: null };
    } finally {
      this.#executing -= 1;
    }
  }

  /**
   * Listens to everything that the kernel says, also of runs that another page has started. Settles when nothing that
   * it says from then on can be missed.
   */
  async listen(onSaid: (said: Said) => void): Promise<void> {
    const connection = this.#connection;
    if (connection === null) return;
    connection.iopubMessage.connect((_, { header, parent_header: parent, content }) => {
      if ("msg_id" in parent) onSaid({ id: header.msg_id, request: parent.msg_id, type: header.msg_type, content });
    });
    await new Promise<void>((resolve) => {
      const look = (): void => {
        if (connection.isDisposed || connection.connectionStatus === "connected") resolve();
      };
      connection.connectionStatusChanged.connect(look);
      connection.disposed.connect(() => resolve());
      look();
    });
  }

  /** Stops listening to what a cell's last run may still say. */
  release(cellId: string): void {
    this.#futures.get(cellId)?.dispose();
    this.#futures.delete(cellId);
  }

  async interrupt(): Promise<void> {
    await this.#connection?.interrupt();
  }

  /** A fresh kernel: all variables are gone. Also the way back from a dead one. */
  async restart(): Promise<void> {
    const connection = this.#connection;
    this.#dropFutures();
    this.#state.value = { kind: "restarting" };
    if (connection === null || connection.isDisposed) {
      this.#connection = null;
      // A dead kernel is restarted under its own id; when the server has forgotten it, a new one is started.
      if (connection !== null) await restartKernel(connection.id, serverSettings).catch(() => null);
      await this.start();
      return;
    }
    this.#generation.value += 1;
    await connection.restart();
    this.#refresh();
  }

  /** A question while a cell runs would be answered when nobody asks any more. */
  get canAsk(): boolean {
    if (this.#connection === null || this.#connection.isDisposed || this.#executing > 0) return false;
    return this.#connection.connectionStatus === "connected";
  }

  async complete(
    code: string,
    position: number,
  ): Promise<{ matches: string[]; from: number; to: number; types: string[] } | null> {
    if (this.#connection === null || !this.canAsk) return null;
    const reply = await this.#connection.requestComplete({ code, cursor_pos: position });
    if (reply.content.status !== "ok") return null;
    const { matches, cursor_start: from, cursor_end: to, metadata } = reply.content;
    const described = metadata["_jupyter_types_experimental"];
    const types = Array.isArray(described) ? described.map((entry) => typeOf(entry)) : [];
    return { matches: [...matches], from, to, types };
  }

  /** What the kernel knows of the name at a position, as text; null when it is busy or knows nothing. */
  async inspect(code: string, position: number): Promise<string | null> {
    if (this.#connection === null || !this.canAsk) return null;
    const reply = await this.#connection.requestInspect({ code, cursor_pos: position, detail_level: 0 });
    if (reply.content.status !== "ok" || !reply.content.found) return null;
    const text = reply.content.data["text/plain"];
    return typeof text === "string" ? text : null;
  }

  /** Lets go of the connection; the kernel itself goes on, so that coming back finds its variables. */
  close(): void {
    this.#closed = true;
    if (this.#lookOut !== null) clearTimeout(this.#lookOut);
    this.#dropFutures();
    this.#connection?.dispose();
    this.#connection = null;
  }
}

function typeOf(entry: unknown): string {
  return typeof entry === "object" && entry !== null && "type" in entry ? String(entry.type) : "";
}
