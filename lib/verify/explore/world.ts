/** The current row of a protocol's system, as properties see it. */
import type { Data } from "../../data";
import type { Envelope, NodeId, Operation, World } from "../../protocol";
import type { Cells } from "./cells";
import type { ProtocolSystem } from "./protocol-system";
import type { States } from "./states";

export class RowWorld implements World {
  readonly nodes: readonly NodeId[];
  private readonly places: ReadonlyMap<NodeId, number>;
  /** For each node, what is on its way, by the number of the inbox. */
  private readonly envelopes: (readonly Envelope[])[][];
  private readonly cells: readonly Cells[];
  private readonly states: States;
  private likely = 0;

  constructor(private readonly system: ProtocolSystem) {
    this.nodes = system.words.setting.nodes;
    this.places = new Map(this.nodes.map((node, place) => [node, place]));
    this.envelopes = this.nodes.map(() => []);
    this.cells = system.nodes.map(({ cells }) => cells);
    this.states = system.states;
  }

  /** Properties mostly go through the nodes in their order: the next one is tried before the name is looked up. */
  private place(node: NodeId): number {
    const place = this.nodes[this.likely] === node ? this.likely : this.placeOf(node);
    this.likely = place + 1 === this.nodes.length ? 0 : place + 1;
    return place;
  }

  private placeOf(node: NodeId): number {
    const place = this.places.get(node);
    if (place === undefined) throw new RangeError(`node is ${node}; the nodes are ${this.nodes.join(", ")}`);
    return place;
  }

  state(node: NodeId): Data {
    const place = this.place(node);
    return this.cells[place]!.state(this.states.get(place));
  }

  saved(node: NodeId): Data {
    const place = this.place(node);
    return this.system.words.values.value(this.cells[place]!.partsOf(this.states.get(place)).saved);
  }

  get messages(): readonly Envelope[] {
    const found: Envelope[] = [];
    for (let place = 0; place < this.nodes.length; place++) {
      const inbox = this.cells[place]!.inbox(this.states.get(place));
      const known = (this.envelopes[place]![inbox] ??= this.envelopesOf(place, inbox));
      for (const envelope of known) found.push(envelope);
    }
    return found;
  }

  private envelopesOf(place: number, inbox: number): readonly Envelope[] {
    const { words } = this.system;
    return words.inboxes.contents(inbox).map((message) => words.envelope(message, place));
  }

  get history(): readonly Operation[] {
    const { system } = this;
    const surroundings = system.states.get(system.surroundingsColumn);
    return system.words.histories.operations(system.surroundings.right(surroundings));
  }
}
