/** What comes to a node that is paused or slow has to wait, and keeps its order. */
import { Late } from "./agenda";
import type { Boot, Delivery, TimerFiring } from "./agenda";
import type { Engine } from "./engine";
import type { SimulatedNode } from "./nodes";

export class Gate {
  constructor(private readonly engine: Engine) {}

  /** Whether a gated node handles it now; if not, it will come again. */
  admits(node: SimulatedNode, what: Delivery | TimerFiring): boolean {
    if (this.waits(node, what)) return false;
    // What a node does not get, because it is down or cut off, does not keep it busy either.
    if (!node.up || (what.kind === "message" && what.link.cuts > 0)) return true;
    const { nowMs, agenda } = this.engine;
    const handledMs = Math.max(nowMs + node.delayMs, node.caughtUpMs) + node.busyMs;
    if (handledMs <= nowMs) {
      node.gated = node.delayMs > 0 || node.busyMs > 0;
      return true;
    }
    node.caughtUpMs = handledMs;
    const slot = agenda.add(handledMs, new Late(what, node.incarnation));
    if (what.kind === "timer") node.timers.set(what.timer, slot);
    return false;
  }

  /** A slow node gets round to it. */
  late({ what, incarnation }: Late): void {
    const { node } = what;
    if (incarnation !== node.incarnation) {
      if (what.kind === "message") this.engine.lose(what, "down");
    } else if (!this.waits(node, what)) {
      if (what.kind === "message") this.engine.deliver(node, what);
      else this.engine.fire(what);
    }
  }

  isPaused(boot: Boot): boolean {
    return this.waits(boot.node, boot);
  }

  private waits(node: SimulatedNode, what: Delivery | TimerFiring | Boot): boolean {
    if (node.pausedBy.size === 0) return false;
    node.waiting.push(what);
    // It has left the agenda, so it has no slot there until the node goes on.
    if (what.kind === "timer") node.timers.delete(what.timer);
    if (what.kind === "boot") node.boot = -1;
    return true;
  }
}

/** The node goes on: everything that waited comes now, in its order. */
export function resume(engine: Engine, node: SimulatedNode): void {
  for (const what of node.waiting.splice(0)) {
    const slot = engine.agenda.add(engine.nowMs, what);
    if (what.kind === "timer") node.timers.set(what.timer, slot);
    if (what.kind === "boot") node.boot = slot;
  }
}
