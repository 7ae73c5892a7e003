/**
 * Unchanged tslab, started as its own command starts it, but for the socket that it publishes on.
 *
 * A ZeroMQ socket takes one message at a time. tslab does not wait for that: once in some hundred messages, when a cell
 * prints several times in one turn, one is refused; tslab prints an error about it, which is refused as well, and the
 * kernel never answers again. That is not what a chapter should fail of, so here messages wait for each other.
 */
import { createRequire } from "node:module";
import type zeromq from "zeromq";

const load = createRequire(import.meta.url);

function queuedPublisher({ Publisher }: typeof zeromq): typeof zeromq.Publisher {
  return class QueuedPublisher extends Publisher {
    /** The last message that has not been sent yet; the first goes at once, for a loop may follow it. */
    #last: Promise<void> | undefined;

    constructor() {
      // Without a bound: beyond it, ZeroMQ drops messages.
      super({ sendHighWaterMark: 0 });
    }

    override send(message: zeromq.MessageLike | zeromq.MessageLike[]): Promise<void> {
      const sent = this.#last === undefined ? super.send(message) : this.#last.then(() => super.send(message));
      const last: Promise<void> = sent.then(
        () => this.#forget(last),
        () => this.#forget(last),
      );
      this.#last = last;
      return sent;
    }

    #forget(sent: Promise<void>): void {
      if (this.#last === sent) this.#last = undefined;
    }
  };
}

/** Starts tslab in this process. */
export function startStock(connectionFile: string): void {
  const real = load("zeromq") as typeof zeromq;
  load.cache[load.resolve("zeromq")]!.exports = { ...real, Publisher: queuedPublisher(real) };
  const tslab = load("tslab/dist/main.js") as { startKernel(options: object): void };
  tslab.startKernel({ configPath: connectionFile, enableFindLocal: false });
}
