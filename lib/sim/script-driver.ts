/** Runs clients that are scripts. */
import { frozenCopy } from "../data";
import type { Data, Millis } from "../protocol";
import { HandlerError } from "../step";
import { Wake } from "./agenda";
import type { Delivery } from "./agenda";
import { isReply, scriptContext } from "./clients";
import type { Call, Script, Wish } from "./clients";
import type { Engine } from "./engine";
import type { SimulatedNode } from "./nodes";
import { checkTime, OptionError } from "./option-error";
import { createRandom } from "./random";

/** A script that is under way. */
export interface ScriptState {
  readonly generator: ReturnType<Script>;
  /** What it waits for, with the slot of the time at which it waits no longer, and the call's operation. */
  waitsFor: { readonly wish: Wish; readonly slot: number; readonly operation: number } | undefined;
}

/** So many things in a row without time passing are taken for a loop that never ends. */
const wishesAtOnceMax = 100_000;

export class ScriptDriver {
  constructor(private readonly engine: Engine) {}

  start(node: SimulatedNode, script: Script): void {
    node.up = true;
    this.guarded(node, () => {
      node.script = {
        generator: script(
          scriptContext(
            node.id,
            createRandom(this.engine.options.seed, `workload ${node.id}`),
            () => this.engine.nowMs,
          ),
        ),
        waitsFor: undefined,
      };
    });
    if (node.script) this.resume(node, null);
  }

  /** It has slept, or waited, long enough. */
  wake(node: SimulatedNode): void {
    node.script!.waitsFor = undefined;
    this.resume(node, null);
  }

  deliver(node: SimulatedNode, delivery: Delivery): void {
    const { engine } = this;
    const { nowMs: at, recording } = engine;
    const { id, message, link } = delivery;
    if (recording.on) recording.columns.deliver(at, node.index, link.from.index, id, message);
    const waiting = node.script?.waitsFor;
    if (!waiting || waiting.wish.kind === "sleep") return;
    if (waiting.wish.kind === "call" && !this.takesReply(node, waiting.wish, delivery, waiting.operation)) return;
    engine.agenda.cancel(waiting.slot);
    node.script!.waitsFor = undefined;
    this.resume(node, message);
  }

  /** Whether the message answers the call, which then has returned. */
  private takesReply(node: SimulatedNode, call: Call, { from, message }: Delivery, operation: number): boolean {
    let answers = false;
    this.guarded(node, () => {
      if (!isReply(call, message, from)) return;
      const result = call.result ? frozenCopy(call.result(message), "result") : message;
      this.engine.recording.complete(this.engine.nowMs, operation, result);
      answers = true;
    });
    return answers;
  }

  private resume(node: SimulatedNode, given: Data): void {
    let answer = given;
    this.guarded(node, () => {
      for (let wishes = 0; wishes < wishesAtOnceMax; wishes++) {
        if (this.engine.why !== undefined) return;
        const { done, value } = node.script!.generator.next(answer);
        if (done || !this.begin(node, value as Wish)) return;
        answer = null;
      }
      throw new RangeError(`sent ${wishesAtOnceMax} messages without time passing: yield client.sleep(…) in between`);
    });
  }

  /** Begins what the script wishes; true if it is done at once. */
  private begin(node: SimulatedNode, wish: Wish): boolean {
    switch ((wish as Wish | undefined)?.kind) {
      case "send": {
        const { to, message } = wish as Extract<Wish, { kind: "send" }>;
        this.engine.send(node, to, frozenCopy(message, "message"));
        return true;
      }
      case "sleep":
        return this.wait(node, wish, (wish as Extract<Wish, { kind: "sleep" }>).ms, "sleep(ms): ms");
      case "receive":
        return this.wait(node, wish, (wish as Extract<Wish, { kind: "receive" }>).timeoutMs, "receive: timeoutMs");
      case "call":
        return this.call(node, wish as Call);
      default:
        throw new OptionError(
          "what it yielded",
          wish,
          "client.call(…), client.send(…), client.receive() or client.sleep(…)",
        );
    }
  }

  private call(node: SimulatedNode, call: Call): boolean {
    const { engine } = this;
    const operation = frozenCopy(call.operation ?? call.request, "operation");
    const request = frozenCopy(call.request, "request");
    checkTime("call: timeoutMs", call.timeoutMs ?? 1000);
    const op = engine.recording.invoke(engine.nowMs, node.id, operation);
    this.wait(node, call, call.timeoutMs ?? 1000, "call: timeoutMs", op);
    engine.send(node, call.to, request);
    return false;
  }

  private wait(node: SimulatedNode, wish: Wish, ms: Millis, option: string, operation = -1): false {
    checkTime(option, ms);
    const slot = this.engine.agenda.add(this.engine.nowMs + ms, new Wake(node));
    node.script!.waitsFor = { wish, slot, operation };
    return false;
  }

  /** A script that throws has failed like a handler that does. */
  private guarded(node: SimulatedNode, run: () => void): void {
    try {
      run();
    } catch (error) {
      const text = error instanceof Error ? `${error.name}: ${error.message}` : String(error);
      const failure = new HandlerError("script", node.id, { kind: "start", saved: null }, text, { cause: error });
      failure.message = `client ${node.id}: its script threw ${text}`;
      this.engine.fail(failure);
    }
  }
}
