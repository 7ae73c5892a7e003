/** All links of a simulation, made when they are first used. */
import type { NodeId } from "../protocol";
import type { MessageFault } from "./faults";
import { Link } from "./links";
import type { SimulatedNode } from "./nodes";
import type { CheckedOptions, LinkOptions } from "./options";

export class Network {
  private readonly everywhere: LinkOptions;
  private readonly ofLinks: { readonly [link: string]: LinkOptions };
  private readonly faults: readonly MessageFault[];

  constructor(
    options: CheckedOptions,
    private readonly nodes: ReadonlyMap<NodeId, SimulatedNode>,
  ) {
    const { links = {}, countBytes: _countBytes, ...everywhere } = options.network;
    this.everywhere = everywhere;
    this.ofLinks = links;
    this.seed = options.seed;
    this.faults = options.faults.filter(isMessageFault);
  }

  private readonly seed: number | string;

  /** The link from a node to the one of that name; undefined where there is no such node. */
  link(from: SimulatedNode, to: NodeId): Link | undefined {
    return from.links.get(to) ?? this.make(from, to);
  }

  private make(from: SimulatedNode, name: NodeId): Link | undefined {
    const to = this.nodes.get(name);
    if (!to) return undefined;
    // A node reaches itself at once and for certain, unless its own link is given options.
    const everywhere: LinkOptions = from === to ? { latencyMs: 0 } : this.everywhere;
    const own = this.ofLinks[`${from.id}->${to.id}`];
    const faults = this.faults.filter((fault) => fault.from === from.id && fault.to === to.id);
    const link = new Link(from, to, this.seed, { ...everywhere, ...own }, faults);
    from.links.set(name, link);
    return link;
  }
}

function isMessageFault(fault: { readonly kind: string }): fault is MessageFault {
  return fault.kind === "drop" || fault.kind === "delay" || fault.kind === "duplicate";
}
