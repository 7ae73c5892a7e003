/** Faults of links: cuts, partitions, and links that behave differently for a while. */
import type { NodeId } from "../protocol";
import type { Engine } from "./engine";
import { faultText } from "./fault-text";
import type { CutFault, Fault, LinkFault, PartitionFault } from "./faults";
import type { Link } from "./links";
import type { SimulatedNode } from "./nodes";

interface Cut {
  readonly links: readonly Link[];
  /** Where it is a whole partition. */
  readonly groups?: readonly (readonly NodeId[])[];
}

export class LinkFaults {
  /** What a fault took hold of: it lets go of the same, whoever has a role then. */
  private readonly cuts = new Map<Fault, Cut>();
  private readonly changed = new Map<Fault, readonly Link[]>();

  constructor(private readonly engine: Engine) {}

  cut(fault: PartitionFault | CutFault): void {
    const cut =
      fault.kind === "partition"
        ? this.partition(fault)
        : { links: this.between(this.named(fault, fault.from), this.named(fault, fault.to)) };
    for (const link of cut.links) link.cuts += 1;
    if (cut.links.length === 0) this.engine.recording.notes.push(`${faultText(fault)} cut nothing`);
    this.cuts.set(fault, cut);
    this.tell(fault, "cut", cut);
  }

  heal(fault: PartitionFault | CutFault): void {
    const cut = this.cuts.get(fault)!;
    for (const link of cut.links) link.cuts -= 1;
    this.tell(fault, "heal", cut);
  }

  change(fault: LinkFault): void {
    const links = this.between(this.named(fault, fault.from), this.named(fault, fault.to));
    for (const link of links) link.override(fault.options);
    this.changed.set(fault, links);
  }

  restore(fault: LinkFault): void {
    for (const link of this.changed.get(fault)!) link.restore(fault.options);
  }

  /** Nodes with a protocol that are in no group form one more. */
  private partition(fault: PartitionFault): Cut {
    const groups = fault.groups.map((group) => this.named(fault, group)).filter((group) => group.length > 0);
    const placed = new Set(groups.flat());
    const rest = this.engine.simulated.filter((node) => node.protocol && !placed.has(node));
    const all = rest.length > 0 ? [...groups, rest] : groups;
    const links = all.flatMap((group) =>
      all.filter((other) => other !== group).flatMap((other) => this.between(group, other)),
    );
    return { links, groups: all.map((group) => group.map((node) => node.id)) };
  }

  /** The nodes of these names or roles; a note says where there is none. A node is there once, whatever it is called. */
  private named(fault: Fault, names: readonly NodeId[]): readonly SimulatedNode[] {
    const found = new Set<SimulatedNode>();
    for (const name of names) {
      const node = this.engine.nodeOrRole(name);
      if (node) found.add(node);
      else noteAbsence(this.engine, fault, name);
    }
    return [...found];
  }

  private between(from: readonly SimulatedNode[], to: readonly SimulatedNode[]): readonly Link[] {
    const { network } = this.engine;
    return from.flatMap((sender) =>
      to.filter((receiver) => receiver !== sender).map((receiver) => network.link(sender, receiver.id)!),
    );
  }

  private tell(fault: Fault, kind: "cut" | "heal", { links, groups }: Cut): void {
    const { recording, nowMs: at, options } = this.engine;
    if (!recording.on || links.length === 0) return;
    const pairs = links.map(({ from, to }) => [from.id, to.id] as const);
    recording.add({ kind, at, id: options.faults.indexOf(fault), links: pairs, ...(groups ? { groups } : {}) });
  }
}

/** A fault named a role that nobody had. */
export function noteAbsence({ recording, nowMs }: Engine, fault: Fault, role: NodeId): void {
  recording.notes.push(`${faultText(fault)} did not find anybody: at ${nowMs} ms there was no ${role}`);
}
