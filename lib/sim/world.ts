/** The world as properties see it: a window on the engine, in which nothing is copied. */
import type { Data, Envelope, NodeId, Operation, World } from "../protocol";
import type { Engine } from "./engine";

export class SimulatedWorld implements World {
  constructor(private readonly engine: Engine) {}

  /** Nodes with a protocol: a scripted client has no state to look at. */
  get nodes(): readonly NodeId[] {
    return this.engine.nodeNames;
  }

  state(node: NodeId): Data {
    return this.engine.node(node).state;
  }

  saved(node: NodeId): Data {
    return this.engine.node(node).disk.holds;
  }

  get messages(): readonly Envelope[] {
    return this.engine.agenda.deliveries().map(({ from, message, link }) => ({ from, to: link.to.id, message }));
  }

  get history(): readonly Operation[] {
    return this.engine.recording.history;
  }
}
