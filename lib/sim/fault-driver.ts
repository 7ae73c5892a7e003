/** Carries out the schedule of faults. */
import type { NodeId } from "../protocol";
import type { Engine } from "./engine";
import type { Fault } from "./faults";
import type { SimulatedNode } from "./nodes";
import type { Happening } from "./slots";

type CrashInStep = Extract<Fault, { kind: "crashInStep" }>;

export class FaultDriver {
  private readonly inStep: readonly CrashInStep[];
  /** The nodes that a fault took hold of, by fault: it lets go of the same, whoever has the role then. */
  private readonly held = new Map<Fault, SimulatedNode>();

  constructor(private readonly engine: Engine) {
    this.inStep = engine.options.faults.filter((fault) => fault.kind === "crashInStep") as readonly CrashInStep[];
  }

  schedule(): void {
    for (const fault of this.engine.options.faults) {
      if (!("atMs" in fault)) continue;
      this.engine.schedule(fault.atMs, { kind: "fault", fault, begins: true }, -1);
      const end = endOf(fault);
      if (end !== undefined) this.engine.schedule(end, { kind: "fault", fault, begins: false }, -1);
    }
  }

  happen(happening: Happening): void {
    if (happening.kind !== "fault") return;
    if (happening.begins) this.begin(happening.fault);
    else this.end(happening.fault);
  }

  private begin(fault: Fault): void {
    const { engine } = this;
    switch (fault.kind) {
      case "partition":
      case "cut":
        return this.setCut(fault, 1);
      case "link":
        return this.link(fault.from, fault.to).override(fault.options);
      case "crash":
      case "pause":
      case "slow":
      case "loseSaves":
      case "clock": {
        const node = engine.nodeOrRole(fault.node);
        // Nobody has the role now: the fault has nobody to befall.
        if (!node) return;
        this.held.set(fault, node);
        return this.befall(fault, node);
      }
      default:
    }
  }

  private befall(
    fault: Extract<Fault, { kind: "crash" | "pause" | "slow" | "loseSaves" | "clock" }>,
    node: SimulatedNode,
  ): void {
    const { engine } = this;
    const at = engine.nowMs;
    const condition = (what: string): void => engine.recording.add({ kind: "condition", at, node: node.id, what });
    switch (fault.kind) {
      case "crash":
        return this.crash(node, fault.saved);
      case "pause":
        node.pauses += 1;
        if (node.pauses === 1) engine.recording.add({ kind: "pause", at, node: node.id });
        return;
      case "slow":
        node.delayMs += fault.delayMs;
        return condition(`slower by ${fault.delayMs} ms`);
      case "loseSaves":
        node.losesSaves += 1;
        return condition("loses what it saves");
      case "clock":
        node.setClock(at, fault);
        return condition(describeClock(fault));
    }
  }

  private end(fault: Fault): void {
    const { engine } = this;
    if (fault.kind === "partition" || fault.kind === "cut") return this.setCut(fault, -1);
    if (fault.kind === "link") return this.link(fault.from, fault.to).restore(fault.options);
    const node = this.held.get(fault);
    if (!node) return;
    const at = engine.nowMs;
    if (fault.kind === "crash" && !node.up) engine.boot(node);
    if (fault.kind === "pause") this.resume(node);
    if (fault.kind === "slow") {
      node.delayMs -= fault.delayMs;
      engine.recording.add({ kind: "condition", at, node: node.id, what: "as fast as before" });
    }
    if (fault.kind === "loseSaves") {
      node.losesSaves -= 1;
      engine.recording.add({ kind: "condition", at, node: node.id, what: "saves again" });
    }
  }

  private resume(node: SimulatedNode): void {
    const { engine } = this;
    node.pauses -= 1;
    if (node.pauses > 0) return;
    engine.recording.add({ kind: "resume", at: engine.nowMs, node: node.id });
    for (const slot of node.waiting.splice(0)) {
      // What a handler has just done may have stopped the run, or the node.
      if (engine.why === undefined) engine.handleSlot(node, slot);
    }
  }

  private crash(node: SimulatedNode, survives: "kept" | "torn" | "lost" = "kept"): void {
    if (!node.up) return;
    this.engine.crash(node);
    if (survives === "kept") return;
    node.saved = survives === "lost" ? null : node.savedBefore;
    const { nowMs: at, recording } = this.engine;
    recording.add({ kind: "save", at, node: node.id, saved: node.saved, fate: survives });
  }

  /** How many effects of the step that is about to run take place: all, unless a fault says otherwise. */
  effectsToKeep(node: SimulatedNode): number {
    if (this.inStep.length === 0) return Infinity;
    return this.faultInStep(node)?.effects ?? Infinity;
  }

  /** @param place of the step's event in the trace */
  crashInStep(node: SimulatedNode, place: number): void {
    const fault = this.faultInStep(node)!;
    const { recording } = this.engine;
    if (recording.on) recording.columns.extend(place, { effectsKept: fault.effects });
    this.crash(node, fault.saved);
    if (fault.restartAfterMs === undefined) return;
    this.engine.schedule(this.engine.nowMs + fault.restartAfterMs, { kind: "restart" }, node.index);
  }

  private faultInStep(node: SimulatedNode): CrashInStep | undefined {
    return this.inStep.find((fault) => fault.node === node.id && fault.step === node.steps);
  }

  private link(from: NodeId, to: NodeId): ReturnType<Engine["links"]["between"]> {
    return this.engine.links.between(this.engine.nodeOrRole(from)!, this.engine.nodeOrRole(to)!);
  }

  private setCut(fault: Extract<Fault, { kind: "partition" | "cut" }>, change: 1 | -1): void {
    const { engine } = this;
    const links = fault.kind === "cut" ? pairs(fault.from, fault.to) : acrossGroups(fault.groups, engine.nodes);
    for (const [from, to] of links) this.link(from, to).cuts += change;
    const id = engine.options.faults.indexOf(fault);
    const groups = fault.kind === "partition" ? { groups: withTheRest(fault.groups, engine.nodes) } : {};
    engine.recording.add({ kind: change > 0 ? "cut" : "heal", at: engine.nowMs, id, links, ...groups });
  }
}

function endOf(fault: Fault): number | undefined {
  if (fault.kind === "crash") return fault.restartAtMs;
  if ("healAtMs" in fault) return fault.healAtMs;
  return "untilMs" in fault ? fault.untilMs : undefined;
}

function describeClock(fault: Extract<Fault, { kind: "clock" }>): string {
  const parts = [
    ...(fault.skewMs === undefined ? [] : [`clock off by ${fault.skewMs} ms`]),
    ...(fault.driftPpm === undefined ? [] : [`clock drifts by ${fault.driftPpm} ppm`]),
    ...(fault.jumpMs === undefined ? [] : [`clock jumps by ${fault.jumpMs} ms`]),
  ];
  return parts.join(", ") || "clock as it was";
}

function pairs(from: readonly NodeId[], to: readonly NodeId[]): (readonly [NodeId, NodeId])[] {
  return from.flatMap((sender) =>
    to.filter((receiver) => receiver !== sender).map((receiver) => [sender, receiver] as const),
  );
}

/** The groups, and one more for the nodes that are in none. */
function withTheRest(groups: readonly (readonly NodeId[])[], nodes: readonly NodeId[]): readonly (readonly NodeId[])[] {
  const rest = nodes.filter((node) => !groups.some((group) => group.includes(node)));
  return rest.length > 0 ? [...groups, rest] : groups;
}

function acrossGroups(groups: readonly (readonly NodeId[])[], nodes: readonly NodeId[]): (readonly [NodeId, NodeId])[] {
  const all = withTheRest(groups, nodes);
  return all.flatMap((group) => all.filter((other) => other !== group).flatMap((other) => pairs(group, other)));
}
