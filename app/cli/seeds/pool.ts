/** Threads that check seeds: each takes the next few as soon as it is done with the last. */
import { Worker } from "node:worker_threads";
import { CommandError } from "../errors";
import type { Answer, Asked, Tried } from "./bundle";

/** One thread. It does one thing at a time. */
class Thread {
  private readonly worker: Worker;
  private settle: { readonly resolve: (answer: Answer | undefined) => void; readonly reject: (error: Error) => void } =
    { resolve: () => undefined, reject: () => undefined };

  constructor(url: URL, file: string) {
    this.worker = new Worker(url);
    this.worker.on("message", (answer: Answer) => {
      if (answer.kind === "failed") this.settle.reject(new CommandError(`${file}: ${answer.message}`));
      else this.settle.resolve(answer);
    });
    this.worker.on("error", (error: Error) => this.settle.reject(new CommandError(`${file}: ${error.message}`)));
    this.worker.on("exit", () => this.settle.resolve(undefined));
  }

  /** Undefined where the thread was ended before it could answer. */
  ask(asked: Asked): Promise<Answer | undefined> {
    return new Promise((resolve, reject) => {
      this.settle = { resolve, reject };
      this.worker.postMessage(asked, []);
    });
  }

  async end(): Promise<void> {
    await this.worker.terminate();
  }
}

export class Pool {
  private readonly threads: readonly Thread[];
  private ended = false;

  constructor(url: URL, count: number, file: string) {
    this.threads = Array.from({ length: count }, () => new Thread(url, file));
  }

  /** Tries all chunks; `onTried` is told of each. Ends early, with what there is, after `end`. */
  async tryAll(chunks: readonly (readonly number[])[], onTried: (tried: Tried) => void): Promise<void> {
    let next = 0;
    const work = async (thread: Thread): Promise<void> => {
      while (next < chunks.length && !this.ended) {
        const answer = await thread.ask({ kind: "try", seeds: chunks[next++]! });
        if (answer?.kind === "tried") onTried(answer);
      }
    };
    await Promise.all(this.threads.map(work));
  }

  async tell(found: Tried, alike: readonly number[]): Promise<{ readonly text: string; readonly replay: string }> {
    const answer = this.ended ? undefined : await this.threads[0]!.ask({ kind: "tell", found, alike });
    return answer?.kind === "told" ? answer : { text: "", replay: "" };
  }

  async end(): Promise<void> {
    this.ended = true;
    await Promise.all(this.threads.map((thread) => thread.end()));
  }
}
