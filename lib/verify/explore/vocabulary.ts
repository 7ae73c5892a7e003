/**
 * What the nodes of one exploration share: the numbers of values, messages, inboxes, timers, budgets and histories,
 * the handlers' remembered runs, and bundles of effects that reach beyond the node that has them.
 */
import { HandlerError } from "../../step";
import type { Effect } from "../../step";
import type { AnyProtocol, Envelope, NodeId } from "../../protocol";
import { Budgets } from "./budgets";
import { Handlers } from "./handlers";
import type { Call } from "./handlers";
import { Histories } from "./histories";
import { Inboxes } from "./inboxes";
import type { FaultBounds, Network, Time } from "./options";
import { Pairs } from "./tables";
import { Timers } from "./timers";
import { Values } from "./values";

/** A protocol's exploration, with every default filled in. */
export interface Setting {
  readonly nodes: readonly NodeId[];
  /** By place among the nodes. */
  readonly protocols: readonly AnyProtocol[];
  readonly time: Time;
  readonly network: Network;
  readonly faults: FaultBounds;
  readonly firings: number;
  readonly knockedOut: ReadonlySet<string>;
}

/** Effects that other nodes and the history feel. */
export interface Bundle {
  /** Receiver and message number, in turns. */
  readonly sends: readonly number[];
  /** Numbers of events of the history. */
  readonly events: readonly number[];
}

/** Nothing that anybody else feels. */
export const noEffects = 0;

export class Vocabulary {
  readonly values = new Values();
  readonly timers: Timers;
  readonly inboxes: Inboxes;
  readonly budgets: Budgets;
  readonly histories: Histories;
  readonly handlers: Handlers;
  readonly bundles: Bundle[] = [{ sends: [], events: [] }];
  private readonly bundleNumbers = new Map<string, number>([["|", noEffects]]);
  /** A message is its sender and its contents; its receiver is the node in whose inbox it is. */
  private readonly messages = new Pairs();
  private readonly places: ReadonlyMap<NodeId, number>;

  constructor(readonly setting: Setting) {
    const { nodes, protocols, time, network, faults, firings, knockedOut } = setting;
    this.timers = new Timers(this.values, time);
    this.inboxes = new Inboxes(network, (message) => this.messages.left(message));
    this.budgets = new Budgets({ ...faults, firings }, nodes);
    this.histories = new Histories(nodes);
    const orderMatters = nodes.some((_, node) => this.budgets.allows("crashes", node));
    this.handlers = new Handlers(this.values, { nodes, protocols, knockedOut, orderMatters });
    this.places = new Map(nodes.map((node, place) => [node, place]));
  }

  message(from: number, contents: number): number {
    return this.messages.intern(from, contents);
  }

  sender(message: number): number {
    return this.messages.left(message);
  }

  contents(message: number): number {
    return this.messages.right(message);
  }

  envelope(message: number, to: number): Envelope {
    const { nodes } = this.setting;
    return { from: nodes[this.sender(message)]!, to: nodes[to]!, message: this.values.value(this.contents(message)) };
  }

  /** The number of what others feel of these effects. `call` is named where an effect is impossible. */
  bundle(call: Call, effects: readonly Effect[]): number {
    const sends: number[] = [];
    const events: number[] = [];
    for (const effect of effects) {
      if (effect.kind === "send") sends.push(this.receiver(call, effect.to), this.messageOf(call.node, effect));
      else if (effect.kind === "invoke") events.push(this.event(call.node, "invoke", effect.operation));
      else if (effect.kind === "complete") events.push(this.event(call.node, "complete", effect.result));
    }
    return this.bundleOf({ sends, events });
  }

  bundleOf(bundle: Bundle): number {
    const key = `${bundle.sends.join()}|${bundle.events.join()}`;
    let number = this.bundleNumbers.get(key);
    if (number === undefined) {
      number = this.bundles.push(bundle) - 1;
      this.bundleNumbers.set(key, number);
    }
    return number;
  }

  private event(
    node: number,
    kind: "invoke" | "complete",
    data: Extract<Effect, { kind: "invoke" }>["operation"],
  ): number {
    return this.histories.event({ kind, node, data });
  }

  private messageOf(from: number, effect: Extract<Effect, { kind: "send" }>): number {
    return this.message(from, this.values.intern(effect.message));
  }

  /** A node's place, by its name. */
  place(node: NodeId): number {
    return this.places.get(node)!;
  }

  private receiver(call: Call, to: NodeId): number {
    const place = this.places.get(to);
    if (place !== undefined) return place;
    const names = this.setting.nodes.join(", ");
    const { protocols, nodes } = this.setting;
    const reason = `called send(${to}): there is no node of that name; the nodes are ${names}`;
    throw new HandlerError(protocols[call.node]!.name, nodes[call.node]!, call.input, reason);
  }
}
