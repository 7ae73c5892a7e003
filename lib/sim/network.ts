/** All links of a simulation, made when they are first used. */
import type { MessageFault } from "./faults";
import { Link } from "./links";
import type { SimulatedNode } from "./nodes";
import type { CheckedOptions, LinkOptions } from "./options";

export class Links {
  private readonly made: (Link | undefined)[] = [];
  private readonly everywhere: LinkOptions;
  private readonly faults: readonly MessageFault[];
  private readonly count: number;

  constructor(private readonly options: CheckedOptions) {
    const { links: _links, ...everywhere } = options.network;
    this.everywhere = everywhere;
    this.count = options.nodes.length;
    this.faults = options.faults.filter(
      (fault) => fault.kind === "drop" || fault.kind === "delay" || fault.kind === "duplicate",
    ) as readonly MessageFault[];
  }

  between(from: SimulatedNode, to: SimulatedNode): Link {
    const index = from.index * this.count + to.index;
    return (this.made[index] ??= this.make(from, to));
  }

  private make(from: SimulatedNode, to: SimulatedNode): Link {
    // A node reaches itself at once and for certain, unless its own link is given options.
    const everywhere: LinkOptions = from === to ? { latencyMs: 0 } : this.everywhere;
    const own = this.options.network.links?.[`${from.id}->${to.id}`];
    return new Link(from.id, to.id, from.index, this.options.seed, { ...everywhere, ...own }, this.faults);
  }
}
