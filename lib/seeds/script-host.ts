/** Runs a client's script where time is a list of moves: a sleep and a wait for a reply end when a move says so. */
import { frozenCopy } from "../data";
import type { Data, Millis, NodeId } from "../protocol";
import { createRandom } from "../sim";
import type { ClientCall, Script, ScriptContext, Wish } from "../sim";
import { isReply } from "../sim/clients";

/** What a script acts on. */
export interface ScriptSurroundings {
  readonly cast: { readonly seed: number | string };
  /** The number of the move that is being played, which is the time here. */
  readonly at: number;
  send(from: NodeId, to: NodeId, message: Data): void;
  invoke(client: NodeId, operation: Data): number;
  complete(op: number, result: Data): void;
}

export class ScriptHost {
  private readonly generator: ReturnType<Script>;
  private waitsFor: { readonly wish: Wish; readonly operation: number; readonly since: number } | undefined;

  constructor(
    private readonly self: NodeId,
    script: Script,
    private readonly around: ScriptSurroundings,
  ) {
    this.generator = script(contextOf(self, around));
  }

  start(): void {
    this.resume(null);
  }

  /** It has slept, or waited, long enough; false if it waits for nothing. */
  wake(): boolean {
    if (!this.waitsFor) return false;
    this.resume(null);
    return true;
  }

  /** Since which move it has been waiting, and how long it will. */
  get patience(): { readonly since: number; readonly ms: Millis } | undefined {
    if (!this.waitsFor) return undefined;
    const { wish, since } = this.waitsFor;
    if (wish.kind === "sleep") return { since, ms: wish.ms };
    return { since, ms: wish.kind === "send" ? 0 : (wish.timeoutMs ?? 1000) };
  }

  deliver(from: NodeId, message: Data): void {
    const waiting = this.waitsFor;
    if (!waiting || waiting.wish.kind === "sleep") return;
    if (waiting.wish.kind === "call" && !this.takesReply(waiting.wish, waiting.operation, from, message)) return;
    this.resume(message);
  }

  private takesReply(call: ClientCall, operation: number, from: NodeId, message: Data): boolean {
    if (!isReply(call, message, from)) return false;
    this.around.complete(operation, call.result ? frozenCopy(call.result(message), "result") : message);
    return true;
  }

  private resume(given: Data): void {
    this.waitsFor = undefined;
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
    let operation = -1;
    if (wish.kind === "call") {
      operation = this.around.invoke(this.self, frozenCopy(wish.operation ?? wish.request, "operation"));
      this.around.send(this.self, wish.to, frozenCopy(wish.request, "request"));
    }
    this.waitsFor = { wish, operation, since: this.around.at };
    return false;
  }
}

function contextOf(self: NodeId, around: ScriptSurroundings): ScriptContext {
  return {
    self,
    random: createRandom(around.cast.seed, `workload ${self}`),
    get nowMs() {
      return around.at;
    },
    call: (call) => ({ kind: "call", ...call }),
    send: (to, message) => ({ kind: "send", to, message }),
    receive: ({ timeoutMs = 1000 } = {}) => ({ kind: "receive", timeoutMs }),
    sleep: (ms) => ({ kind: "sleep", ms }),
  };
}
