/**
 * Carries out effects as the handler asks for them, which is no different from afterwards: time stands still, and a
 * handler that throws ends the run. A node that crashes within the step has only so many left.
 */
import type { Data, Millis, NodeId } from "../protocol";
import type { EffectSink } from "../step";
import { Refusal } from "../step";
import { TimerFiring } from "./agenda";
import type { Engine } from "./engine";
import type { SimulatedNode } from "./nodes";

/** More effects than any step has, and small enough to be counted fast. */
export const allEffects = 1_000_000_000;

export class Effects implements EffectSink {
  node!: SimulatedNode;
  /** How many more of this step's effects take place; below 0, how many did not. */
  left = allEffects;

  constructor(private readonly engine: Engine) {}

  send(to: NodeId, message: Data): void {
    if (this.left-- > 0) this.engine.send(this.node, to, message);
  }

  setTimer(timer: string, minMs: Millis, maxMs: Millis): void {
    if (this.left-- <= 0) return;
    const { node, engine } = this;
    const localMs = minMs === maxMs ? minMs : node.durations.between(minMs, maxMs);
    const before = node.timers.get(timer);
    if (before !== undefined) engine.agenda.cancel(before);
    const firing = new TimerFiring(timer, node);
    node.timers.set(timer, engine.agenda.add(engine.nowMs + node.clock.trueDuration(localMs), firing));
  }

  cancelTimer(timer: string): void {
    if (this.left-- <= 0) return;
    const slot = this.node.timers.get(timer);
    if (slot === undefined) return;
    this.engine.agenda.cancel(slot);
    this.node.timers.delete(timer);
  }

  save(saved: Data): void {
    if (this.left-- <= 0) return;
    const { node } = this;
    const { recording, nowMs: at } = this.engine;
    recording.counts.saves += 1;
    const fate = node.disk.save(saved);
    if (recording.on) {
      recording.columns.event({ kind: "save", at, node: node.id, saved: node.disk.holds, ...(fate ? { fate } : {}) });
    }
  }

  invoke(operation: Data): void {
    if (this.left-- <= 0) return;
    const { node, engine } = this;
    node.openOperation = engine.recording.invoke(engine.nowMs, node.id, operation);
  }

  complete(result: Data): void {
    if (this.left-- <= 0) return;
    const { node, engine } = this;
    if (node.openOperation < 0) throw new Refusal("complete: no operation of this node is open; call invoke first");
    engine.recording.complete(engine.nowMs, node.openOperation, result);
    node.openOperation = -1;
  }
}
