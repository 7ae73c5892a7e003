/**
 * The kernel's main thread: takes requests in their order, runs cells one after the other, answers what an editor asks
 * in between, and says all of it in Jupyter's terms.
 */
import { randomUUID } from "node:crypto";
import { writeSync } from "node:fs";
// Imported, because the global timers belong to cells.
import { setImmediate } from "node:timers";
import type { MessagePort } from "node:worker_threads";
import { Cell } from "./cell";
import type { CellOptions } from "./cell";
import { currentCell, leaveCell, runAs } from "./context";
import { Guard, Interrupted } from "./guard";
import { completeReply, inspectReply, isCompleteReply } from "./language";
import { createMessage } from "./messages";
import type { Channel, Header, RoutedMessage } from "./messages";
import { Session } from "./session";
import type { Outcome, Progress } from "./session";
import { prepareSurroundings } from "./surroundings";
import type { Numbered, ToMain, ToWire } from "./threads";

type Content = { readonly [field: string]: unknown };

/** An execute request, and the socket that its answer goes to. */
interface Request {
  readonly channel: Channel;
  readonly message: RoutedMessage;
}

/** The cell that runs, and the one way in which its end is told, whoever tells it first. */
interface Running {
  readonly request: Request;
  readonly cell: Cell;
  readonly settle: (outcome: () => Outcome) => void;
  /** How the cell ends when it is interrupted while it waits. */
  interrupted: () => Outcome;
}

export interface HostOptions {
  readonly root: string;
  readonly port: MessagePort;
  readonly shared: SharedArrayBuffer;
  readonly printedBytesMax: number;
}

export class Host {
  readonly #port: MessagePort;
  readonly #guard: Guard;
  readonly #session: Session;
  readonly #printedBytesMax: number;
  readonly #sessionId = randomUUID();
  readonly #queue: Request[] = [];
  #running: Running | undefined;
  /** The newest cell; what belongs to no other is told there. */
  #newest: Cell | undefined;
  #executionCount = 0;
  /** What is to be done when the wire thread has handed over all that had come. */
  readonly #afterSweep: (() => void)[] = [];
  /** What is to be done in the next turn of the event loop. */
  readonly #tasks: (() => void)[] = [];

  constructor({ root, port, shared, printedBytesMax }: HostOptions) {
    this.#port = port;
    this.#printedBytesMax = printedBytesMax;
    this.#guard = new Guard(shared);
    this.#session = new Session({ root, guard: this.#guard, textBytesMax: printedBytesMax });
    this.#session.compiler.tslab.onDisplay((content, update) => {
      (currentCell() ?? this.#newest)?.display(content, update);
    });
    prepareSurroundings({
      newest: () => this.#newest,
      onInterrupt: () => this.#guard.kernel(() => this.#interrupt()),
      onUncaught: (error, kind, cell) => this.#guard.kernel(() => this.#uncaught(error, kind, cell)),
    });
  }

  /** Begins to take what the wire thread hands over. */
  start(): void {
    this.#port.on("message", ({ number, message }: Numbered) => {
      this.#guard.kernel(() => this.#guard.take(number) && this.#take(message));
    });
    this.#guard.ready();
    this.#later(() => {
      if (this.#executionCount === 0) this.#session.warmUp();
    });
  }

  #take(message: ToMain): void {
    switch (message.kind) {
      case "request":
        return this.#request(message);
      case "interrupt":
        return this.#guard.takeRequest() ? this.#interrupt() : undefined;
      case "terminated":
        leaveCell();
        this.#interrupt();
        return this.#doTasks();
      case "swept":
        return this.#afterSweep.shift()?.();
      case "answered":
        return this.#stillBusy();
      case "shutdown":
        this.#session.compiler.close();
        return this.#tell({ kind: "exit" });
    }
  }

  #tell(message: ToWire): void {
    this.#port.postMessage(message, []);
  }

  #send(channel: Channel, type: string, content: Content, parent: Header | undefined, to?: RoutedMessage): void {
    const message = createMessage({
      type,
      content,
      session: this.#sessionId,
      ...(parent === undefined ? {} : { parent }),
    });
    const parts = [message.header, message.parent_header, message.metadata, message.content];
    const identities = to?.identities ?? [Buffer.from(type)];
    this.#tell({ kind: "send", channel, identities, parts: parts.map((part) => JSON.stringify(part)), buffers: [] });
  }

  #publish(parent: Header | undefined, type: string, content: Content): void {
    this.#send("iopub", type, content, parent);
  }

  #status(parent: Header, state: "busy" | "idle"): void {
    this.#publish(parent, "status", { execution_state: state });
  }

  #reply({ channel, message }: Request, content: Content): void {
    const type = message.header.msg_type.replace(/_request$/, "_reply");
    this.#send(channel, type, content, message.header, message);
  }

  #request(request: Request): void {
    if (request.message.header.msg_type === "execute_request") {
      this.#queue.push(request);
      this.#next();
    } else {
      this.#answer(request);
    }
  }

  /** Answers at once what needs no cell to run, even while one waits. */
  #answer(request: Request): void {
    const { header, content } = request.message;
    this.#status(header, "busy");
    try {
      const reply = this.#answerTo(header.msg_type, content);
      if (reply !== undefined) this.#reply(request, reply);
    } catch (error) {
      this.#reply(request, { status: "error", ...this.#session.reporter.thrown(error) });
    }
    this.#status(header, "idle");
    this.#stillBusy();
  }

  /** An `idle` was about one request; a cell that waits still keeps the kernel busy. */
  #stillBusy(): void {
    if (this.#running !== undefined) this.#status(this.#running.request.message.header, "busy");
  }

  #answerTo(type: string, content: Content): Content | undefined {
    switch (type) {
      case "complete_request":
        return completeReply(this.#session, content);
      case "inspect_request":
        return inspectReply(this.#session, content);
      case "is_complete_request":
        return isCompleteReply(this.#session, content);
      case "history_request":
        return { status: "ok", history: [] };
      case "comm_info_request":
        return { status: "ok", comms: {} };
      default:
        // Messages that expect no answer (comm_open and the like) get none.
        if (!type.endsWith("_request")) return undefined;
        throw new Error(`this kernel does not know ${type}`);
    }
  }

  #next(): void {
    if (this.#running !== undefined) return;
    const request = this.#queue.shift();
    if (request !== undefined) this.#execute(request);
  }

  #execute(request: Request): void {
    const { header, content } = request.message;
    const silent = content["silent"] === true;
    const counts = !silent && content["store_history"] !== false;
    if (counts) this.#executionCount += 1;
    const count = this.#executionCount;
    const code = String(content["code"] ?? "");
    this.#status(header, "busy");
    if (!silent) this.#publish(header, "execute_input", { code, execution_count: count });
    const publish = (parent: Header, type: string, more: Content) => this.#publish(parent, type, more);
    const print: CellOptions["print"] = (parent, name, text) => this.#tell({ kind: "print", parent, name, text });
    const printedBytesMax = this.#printedBytesMax;
    const cell = new Cell({ parent: header, executionCount: count, silent, printedBytesMax, publish, print });
    this.#newest = cell;
    const running = this.#start(request, cell);
    runAs(cell, () => this.#follow(running, this.#session.run(code, count)));
  }

  #start(request: Request, cell: Cell): Running {
    let settled = false;
    const running: Running = {
      request,
      cell,
      settle: (outcome) => {
        this.#guard.kernel(() => {
          // Only the first counts: an interrupted cell's promise may still settle one day.
          if (settled) return;
          settled = true;
          this.#settled(running, outcome());
        });
      },
      interrupted: () => this.#session.failed(new Interrupted()),
    };
    this.#running = running;
    return running;
  }

  #follow(running: Running, progress: Progress): void {
    if (progress.kind !== "waiting") return running.settle(() => progress);
    const { promise, succeed, fail } = progress;
    running.interrupted = () => fail(new Interrupted());
    promise.then(
      () => running.settle(succeed),
      (error: unknown) => running.settle(() => fail(error)),
    );
  }

  /**
   * When a cell fails whose client wants to stop on errors, the requests that have come by now are aborted, and said to
   * be. Which ones those are is settled before the failure is told: nothing that a client sends after it knows of the
   * failure is ever aborted.
   */
  #settled(running: Running, outcome: Outcome): void {
    const stops = outcome.kind === "failed" && running.request.message.content["stop_on_error"] !== false;
    // One turn later, so that a rejection which the cell left behind is told while the cell still listens.
    if (!stops) return this.#later(() => this.#finish(running, outcome));
    this.#afterSweep.push(() => {
      const aborted = this.#queue.splice(0);
      this.#finish(running, outcome);
      for (const request of aborted) this.#abort(request);
    });
    this.#tell({ kind: "sweep" });
  }

  #finish(running: Running, outcome: Outcome): void {
    const { cell, request } = running;
    const { header } = request.message;
    cell.end();
    const count = { execution_count: cell.executionCount };
    if (outcome.kind === "failed") {
      if (outcome.interrupted) cell.stop();
      cell.publish("error", { ...outcome.error });
      this.#reply(request, { status: "error", ...count, ...outcome.error });
    } else {
      if (outcome.value !== undefined) cell.publish("execute_result", { ...count, ...outcome.value });
      this.#reply(request, { status: "ok", ...count, payload: [], user_expressions: {} });
    }
    this.#status(header, "idle");
    this.#running = undefined;
    // In a turn of its own, so that interrupts and timers get theirs between two cells.
    this.#later(() => this.#next());
  }

  /** Does something in a turn of its own, even if that turn is cut off. */
  #later(task: () => void): void {
    this.#tasks.push(task);
    setImmediate(() => this.#guard.kernel(() => this.#doTasks()));
  }

  #doTasks(): void {
    for (let task = this.#tasks.shift(); task !== undefined; task = this.#tasks.shift()) task();
  }

  #abort(request: Request): void {
    this.#status(request.message.header, "busy");
    this.#reply(request, { status: "aborted" });
    this.#status(request.message.header, "idle");
  }

  #interrupt(): void {
    const running = this.#running;
    if (running === undefined) return;
    running.cell.stop();
    running.settle(running.interrupted);
  }

  /** An exception ends the cell that it belongs to if that still runs; anything else is told where it belongs. */
  #uncaught(error: unknown, kind: "exception" | "rejection", cell: Cell | undefined): void {
    const { traceback } = this.#session.reporter.thrown(error);
    // Before the first cell it can only be a fault of ours, and nobody reads but whoever started us.
    if (cell === undefined) return void writeSync(2, `distlab kernel: ${traceback.join("\n")}\n`);
    if (cell.stopped) return;
    const running = this.#running;
    if (kind === "exception" && running?.cell === cell) return running.settle(() => this.#session.failed(error));
    const what = kind === "exception" ? "Uncaught error" : "Unhandled rejection";
    const when = cell.ended ? `, after cell [${cell.executionCount}] had ended` : "";
    cell.print("stderr", `${what}${when}:\n${traceback.join("\n")}\n`);
  }
}
