/** Carries out the schedule of faults. */
import { Boot, FaultChange } from "./agenda";
import { allEffects } from "./effects";
import type { Engine } from "./engine";
import type {
  ClockFault,
  CrashFault,
  CrashInStepFault,
  DiskFault,
  Fault,
  PauseFault,
  SlowFault,
  Survives,
} from "./faults";
import { resume } from "./gate";
import { LinkFaults, noteAbsence } from "./link-faults";
import type { SimulatedNode } from "./nodes";

/** Faults that befall one node. */
type NodeFault = CrashFault | PauseFault | SlowFault | DiskFault | ClockFault;

export class FaultDriver {
  private readonly inStep: readonly CrashInStepFault[];
  /** The node that a fault took hold of: it lets go of the same, whoever has the role then. */
  private readonly held = new Map<Fault, SimulatedNode>();
  private readonly links: LinkFaults;

  constructor(private readonly engine: Engine) {
    this.links = new LinkFaults(engine);
    this.inStep = engine.options.faults.filter((fault) => fault.kind === "crashInStep");
  }

  schedule(): void {
    const { agenda, options } = this.engine;
    for (const fault of options.faults) {
      if (!("atMs" in fault)) continue;
      agenda.add(fault.atMs, new FaultChange(fault, true));
      const end = endOf(fault);
      if (end !== undefined) agenda.add(end, new FaultChange(fault, false));
    }
  }

  happen({ fault, begins }: FaultChange): void {
    switch (fault.kind) {
      case "partition":
      case "cut":
        return begins ? this.links.cut(fault) : this.links.heal(fault);
      case "link":
        return begins ? this.links.change(fault) : this.links.restore(fault);
      case "restart":
        return this.restart(this.engine.node(fault.node));
      case "crash":
      case "pause":
      case "slow":
      case "loseSaves":
      case "tearSaves":
      case "clock":
        return begins ? this.begin(fault) : this.end(fault);
      default:
      // Crashes in a step and faults of single messages have no time.
    }
  }

  private begin(fault: NodeFault): void {
    const node = this.engine.nodeOrRole(fault.node);
    if (!node) return noteAbsence(this.engine, fault, fault.node);
    this.held.set(fault, node);
    switch (fault.kind) {
      case "crash":
        return this.crash(node, fault.saved);
      case "pause":
        node.pausedBy.add(fault);
        node.gated = true;
        if (node.pausedBy.size === 1) this.tellNode(node, "pause");
        return;
      case "slow":
        node.delayMs += fault.delayMs ?? 0;
        node.busyMs += fault.busyMs ?? 0;
        node.gated = true;
        return this.tellCondition(node, describeSlowness(fault));
      case "loseSaves":
        node.disk.losing += 1;
        return this.tellCondition(node, "loses what it saves");
      case "tearSaves":
        node.disk.tearing += 1;
        return this.tellCondition(node, "saves only the first half");
      case "clock":
        node.clock.change(this.engine.nowMs, fault);
        return this.tellCondition(node, describeClock(fault));
    }
  }

  private end(fault: NodeFault): void {
    const node = this.held.get(fault);
    if (!node) return;
    switch (fault.kind) {
      case "crash":
        return this.restart(node);
      case "pause":
        // A crash has ended the pause already.
        if (!node.pausedBy.delete(fault) || node.pausedBy.size > 0) return;
        this.tellNode(node, "resume");
        return resume(this.engine, node);
      case "slow":
        node.delayMs -= fault.delayMs ?? 0;
        node.busyMs -= fault.busyMs ?? 0;
        return this.tellCondition(node, "is as fast as before");
      case "loseSaves":
        node.disk.losing -= 1;
        return this.tellCondition(node, "saves again");
      case "tearSaves":
        node.disk.tearing -= 1;
        return this.tellCondition(node, "saves all of it again");
      case "clock":
    }
  }

  private tellNode(node: SimulatedNode, kind: "crash" | "pause" | "resume"): void {
    this.engine.recording.add({ kind, at: this.engine.nowMs, node: node.id });
  }

  private tellCondition(node: SimulatedNode, what: string): void {
    this.engine.recording.add({ kind: "condition", at: this.engine.nowMs, node: node.id, what });
  }

  /** The node stops, whatever it was doing; a node that has not booted yet will not. */
  private crash(node: SimulatedNode, survives: Survives = "kept"): void {
    const { engine } = this;
    if (!node.up && node.started) return;
    if (node.boot >= 0) engine.agenda.cancel(node.boot);
    node.started = true;
    for (const slot of node.timers.values()) engine.agenda.cancel(slot);
    node.boot = -1;
    node.timers.clear();
    node.up = false;
    node.state = null;
    node.incarnation += 1;
    node.caughtUpMs = 0;
    node.pausedBy.clear();
    this.tellNode(node, "crash");
    for (const what of node.waiting.splice(0)) if (what.kind === "message") engine.lose(what, "down");
    const fate = node.disk.crash(survives);
    if (fate) engine.recording.add({ kind: "save", at: engine.nowMs, node: node.id, saved: node.disk.holds, fate });
  }

  private restart(node: SimulatedNode): void {
    const { engine } = this;
    if (node.up || node.boot >= 0) return;
    node.boot = engine.agenda.add(engine.nowMs, new Boot(node));
  }

  /** How many effects of the step that is about to run take place: all, unless a fault says otherwise. */
  effectsKept(node: SimulatedNode): number {
    if (this.inStep.length === 0) return allEffects;
    return this.faultInStep(node)?.effects ?? allEffects;
  }

  /** @param place of the step's event in the trace; @param kept how many of its effects took place */
  crashInStep(node: SimulatedNode, place: number, kept: number): void {
    const { recording, agenda, nowMs } = this.engine;
    const fault = this.faultInStep(node)!;
    if (recording.on) recording.columns.extend(place, { effectsKept: kept });
    this.crash(node, fault.saved);
    if (fault.restartAfterMs !== undefined) node.boot = agenda.add(nowMs + fault.restartAfterMs, new Boot(node));
  }

  private faultInStep(node: SimulatedNode): CrashInStepFault | undefined {
    return this.inStep.find((fault) => fault.node === node.id && fault.event === node.steps);
  }
}

function endOf(fault: Fault): number | undefined {
  if (fault.kind === "crash") return fault.restartAtMs;
  if (fault.kind === "partition" || fault.kind === "cut") return fault.healAtMs;
  return "untilMs" in fault ? fault.untilMs : undefined;
}

function describeSlowness({ delayMs, busyMs }: SlowFault): string {
  const parts = [
    ...(delayMs === undefined ? [] : [`handles everything ${delayMs} ms late`]),
    ...(busyMs === undefined ? [] : [`needs ${busyMs} ms for everything`]),
  ];
  return parts.join(" and ");
}

function describeClock({ skewMs, driftPpm, jumpMs }: ClockFault): string {
  const parts = [
    ...(skewMs === undefined ? [] : [`has its clock ${Math.abs(skewMs)} ms ${skewMs < 0 ? "behind" : "ahead"}`]),
    ...(driftPpm === undefined
      ? []
      : [`has its clock run ${Math.abs(driftPpm)} ppm ${driftPpm < 0 ? "slow" : "fast"}`]),
    ...(jumpMs === undefined ? [] : [`has its clock jump ${Math.abs(jumpMs)} ms ${jumpMs < 0 ? "back" : "ahead"}`]),
  ];
  return parts.join(", ");
}
