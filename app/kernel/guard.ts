/**
 * Runs a cell's code so that it can be cut off from outside, and keeps the kernel's own code from being cut off.
 *
 * A synchronous loop blocks the main thread, so that only another thread or a signal can end it. V8 can end running
 * JavaScript from outside; where it does, no `catch` and no `finally` runs. The boundary that `user` sets up (Node's
 * `breakOnSigint`) turns that into an ordinary exception at a known place. Code that runs outside of any boundary (after
 * an `await`, in a timer) is ended by the wire thread through the inspector, and the kernel is told afterwards.
 */
import { Script } from "node:vm";
import { phase, slot } from "./threads";

/** The cell was interrupted. */
export class Interrupted extends Error {
  override readonly name = "Interrupted";
  constructor() {
    super("the cell was interrupted");
  }
}

const hook: unique symbol = Symbol.for("distlab.kernel.guarded");
type WithHook = typeof globalThis & { [hook]?: () => void };
const boundary = new Script(`globalThis[Symbol.for("distlab.kernel.guarded")]()`, { filename: "distlab:boundary" });

export class Guard {
  readonly #shared: Int32Array;

  constructor(shared: SharedArrayBuffer) {
    this.#shared = new Int32Array(shared);
  }

  /** Changes the phase, unless the wire thread has decided to cut us off: then waits here until it does. */
  #enter(from: number, to: number): void {
    while (Atomics.compareExchange(this.#shared, slot.phase, from, to) === phase.ending);
  }

  /** True once for every interrupt that the wire thread asked for and nobody has answered. */
  takeRequest(): boolean {
    return Atomics.compareExchange(this.#shared, slot.requested, 1, 0) === 1;
  }

  /** The kernel has been set up, and begins to wait. */
  ready(): void {
    Atomics.store(this.#shared, slot.phase, phase.idle);
  }

  /** Takes a message for good, unless it is a repetition or one before it is missing and will come again. */
  take(number: number): boolean {
    return Atomics.compareExchange(this.#shared, slot.taken, number - 1, number) === number - 1;
  }

  /** Runs our own code, which is never cut off. */
  kernel<X>(work: () => X): X {
    if (Atomics.load(this.#shared, slot.phase) !== phase.idle) return work();
    this.#enter(phase.idle, phase.kernel);
    try {
      return work();
    } finally {
      Atomics.store(this.#shared, slot.phase, phase.idle);
    }
  }

  /**
   * Runs a cell's synchronous code; to be called from `kernel`.
   * @throws Interrupted when it was cut off, or when an interrupt was waiting; otherwise what the code throws
   */
  user<X>(work: () => X): X {
    if (this.takeRequest()) throw new Interrupted();
    let result: { readonly value: X } | undefined;
    (globalThis as WithHook)[hook] = () => {
      this.#enter(phase.kernel, phase.user);
      try {
        result = { value: work() };
      } finally {
        this.#enter(phase.user, phase.kernel);
      }
    };
    try {
      boundary.runInThisContext({ breakOnSigint: true });
    } catch (error) {
      throw wasCutOff(error) ? new Interrupted() : error;
    } finally {
      Atomics.store(this.#shared, slot.phase, phase.kernel);
    }
    return result!.value;
  }
}

function wasCutOff(error: unknown): boolean {
  return error instanceof Error && (error as NodeJS.ErrnoException).code === "ERR_SCRIPT_EXECUTION_INTERRUPTED";
}
