/** Runs clients that are scripts. */
import type { SimulatedNode } from "./nodes";
import { isReply, scriptContext } from "./clients";
import type { Call, Script, Wish } from "./clients";
import type { Engine } from "./engine";
import type { Data } from "../protocol";
import { frozenCopy } from "../data";
import { createRandom } from "./random";
import type { Delivery } from "./slots";

export class ScriptDriver {
  constructor(private readonly engine: Engine) {}

  start(node: SimulatedNode, script: Script): void {
    const random = createRandom(this.engine.options.seed, `workload ${node.id}`);
    node.up = true;
    node.script = { generator: script(scriptContext(node.id, random)), waitsFor: undefined, last: undefined };
    this.resume(node, null);
  }

  /** A sleep is over, or a call has timed out. */
  wake(node: SimulatedNode, slot: number): void {
    const script = node.script!;
    if (script.waitsFor) {
      // The time-out of a call that has returned means nothing.
      if (script.waitsFor.timeout !== slot) return;
      script.waitsFor = undefined;
    }
    this.resume(node, null);
  }

  deliver(node: SimulatedNode, delivery: Delivery): void {
    const { engine } = this;
    const { nowMs: at, recording } = engine;
    const { id, from, message, link } = delivery;
    if (recording.on) recording.columns.deliver(at, node.index, link.fromIndex, id, message);
    const waiting = node.script!.waitsFor;
    if (!waiting || waiting.call.to !== from || !isReply(waiting.call, message)) return;
    node.script!.waitsFor = undefined;
    recording.complete(at, waiting.operation, waiting.call.result ? waiting.call.result(message) : message);
    this.resume(node, message);
  }

  private resume(node: SimulatedNode, given: Data): void {
    let answer = given;
    while (this.engine.why === undefined) {
      const { done, value } = node.script!.generator.next(answer);
      if (done || !this.begin(node, value as Wish)) return;
      answer = null;
    }
  }

  /** Begins what the script wishes; true if it is done at once. */
  private begin(node: SimulatedNode, wish: Wish): boolean {
    const { engine } = this;
    switch (wish.kind) {
      case "send":
        engine.send(node, wish.to, frozenCopy(wish.message, "message"));
        return true;
      case "sleep":
        engine.schedule(engine.nowMs + wish.ms, { kind: "wake" }, node.index);
        return false;
      case "call":
        this.call(node, wish);
        return false;
    }
  }

  private call(node: SimulatedNode, call: Call): void {
    const { engine } = this;
    const operation = engine.recording.invoke(
      engine.nowMs,
      node.id,
      frozenCopy(call.operation ?? call.request, "operation"),
    );
    const timeout = engine.schedule(engine.nowMs + (call.timeoutMs ?? 1000), { kind: "wake" }, node.index);
    node.script!.waitsFor = { call, timeout, operation };
    engine.send(node, call.to, frozenCopy(call.request, "request"));
  }
}
