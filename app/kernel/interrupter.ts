/**
 * Interrupts the main thread from the wire thread, whatever it is doing.
 *
 * | the main thread | what happens |
 * |---|---|
 * | runs a cell's synchronous code | SIGINT to ourselves, which the boundary around that code turns into an exception |
 * | waits | a message, on which it gives up the cell's promise |
 * | runs code that a cell left behind (after an `await`, in a timer) and does not come back | the inspector ends it |
 * | runs the kernel's or the compiler's own code | it is left alone, and looks for the request when it is done |
 */
import { Session } from "node:inspector";
import { phase, slot } from "./threads";
import type { ToMain } from "./threads";

/** How long the main thread may take to answer before it counts as stuck. */
const patienceMs = 200;

export class Interrupter {
  readonly #shared: Int32Array;
  readonly #tell: (message: ToMain) => void;
  /** How many interrupts there were; only the newest insists. */
  #interrupts = 0;

  constructor(shared: SharedArrayBuffer, tell: (message: ToMain) => void) {
    this.#shared = new Int32Array(shared);
    this.#tell = tell;
  }

  interrupt(): void {
    if (this.#cutOffCell()) return;
    Atomics.store(this.#shared, slot.requested, 1);
    this.#tell({ kind: "interrupt" });
    this.#interrupts += 1;
    const interrupt = this.#interrupts;
    setTimeout(() => this.#insist(interrupt), patienceMs);
  }

  /** Takes the phase for ourselves, so that the main thread stays in it until it is cut off. */
  #claim(from: number): boolean {
    return Atomics.compareExchange(this.#shared, slot.phase, from, phase.ending) === from;
  }

  #cutOffCell(): boolean {
    if (!this.#claim(phase.user)) return false;
    // Windows knows no SIGINT that a process could send itself without ending.
    if (process.platform === "win32") this.#terminate();
    else process.kill(process.pid, "SIGINT");
    return true;
  }

  #insist(interrupt: number): void {
    const answered = Atomics.load(this.#shared, slot.requested) === 0;
    if (answered || interrupt !== this.#interrupts) return;
    if (this.#claim(phase.idle)) {
      Atomics.store(this.#shared, slot.requested, 0);
      this.#terminate();
    } else if (this.#cutOffCell()) {
      Atomics.store(this.#shared, slot.requested, 0);
    } else {
      setTimeout(() => this.#insist(interrupt), patienceMs);
    }
  }

  /** Ends the JavaScript that the main thread runs. Promises that it was about to settle never will be. */
  #terminate(): void {
    const session = new Session();
    session.connectToMainThread();
    session.post("Runtime.terminateExecution", () => {
      session.disconnect();
      Atomics.store(this.#shared, slot.phase, phase.idle);
      this.#tell({ kind: "terminated" });
    });
  }
}
