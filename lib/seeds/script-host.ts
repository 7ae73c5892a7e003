/** Runs a client's script where time is a list of moves: a sleep and a wait for a reply end when a move says so. */
import { frozenCopy } from "../data";
import type { Data, NodeId } from "../protocol";
import { createRandom } from "../sim";
import type { Call, Script, Wish } from "../sim";
import { isReply, scriptContext } from "../sim/clients";

/** What a script acts on. */
export interface ScriptSurroundings {
  readonly cast: { readonly seed: number | string };
  send(from: NodeId, to: NodeId, message: Data): void;
  invoke(client: NodeId, operation: Data): number;
  complete(op: number, result: Data): void;
}

export class ScriptHost {
  private readonly generator: Generator<Wish, void, Data>;
  private waitsFor: { readonly call: Call; readonly operation: number } | "sleep" | "nothing" = "nothing";

  constructor(
    private readonly self: NodeId,
    script: Script,
    private readonly around: ScriptSurroundings,
  ) {
    this.generator = script(scriptContext(self, createRandom(around.cast.seed, `workload ${self}`)));
  }

  start(): void {
    this.resume(null);
  }

  /** A sleep is over, or a call has timed out; false if the script waits for neither. */
  wake(): boolean {
    if (this.waitsFor === "nothing") return false;
    this.resume(null);
    return true;
  }

  deliver(from: NodeId, message: Data): void {
    const waiting = this.waitsFor;
    if (typeof waiting === "string" || waiting.call.to !== from || !isReply(waiting.call, message)) return;
    this.around.complete(waiting.operation, waiting.call.result ? waiting.call.result(message) : message);
    this.resume(message);
  }

  private resume(given: Data): void {
    this.waitsFor = "nothing";
    for (let answer = given; ; answer = null) {
      const { done, value } = this.generator.next(answer);
      if (done || !this.begin(value as Wish)) return;
    }
  }

  /** Begins what the script wishes; true if it is done at once. */
  private begin(wish: Wish): boolean {
    if (wish.kind === "send") {
      this.around.send(this.self, wish.to, frozenCopy(wish.message, "message"));
      return true;
    }
    if (wish.kind === "sleep") this.waitsFor = "sleep";
    else {
      const operation = this.around.invoke(this.self, frozenCopy(wish.operation ?? wish.request, "operation"));
      this.waitsFor = { call: wish, operation };
      this.around.send(this.self, wish.to, frozenCopy(wish.request, "request"));
    }
    return false;
  }
}
