/**
 * The outbox: how a service changes its own state and tells another one, both or neither.
 *
 * A database and a message broker do not share a transaction. Who writes to one and then to the other can crash in
 * between: the order is there and nobody ships it, or a parcel leaves for an order that does not exist. So the message
 * is written to the database as well, into an *outbox* beside the state, in the one save that changes the state. A
 * relay reads the outbox and sends, again and again, until the consumer has confirmed; only then it deletes. What it
 * sends may arrive twice: the consumer keeps the identifiers that it has seen in the same save as what they caused.
 *
 * Source: Richardson, "Microservices patterns", 2018, section 3.3.2 (transactional outbox, polling publisher) and
 * 3.2.4 (idempotent consumers). Simplified: producer and relay are one node; orders come from a timer of their own.
 */
import { always, canAlwaysReach, sometimes } from "../protocol";
import type { Millis, NodeId, Out, Property, Protocol, World } from "../protocol";
import { requireTimes } from "./atomic-commitment";

/** "This order was placed." Its name identifies the message. */
export type OrderPlaced = { kind: "OrderPlaced"; order: string };
/** The consumer has it on disk: its reply. */
export type OrderHeard = { kind: "OrderHeard"; order: string };
/** All that crosses the network between the shop and the consumer. */
export type OutboxMessage = OrderPlaced | OrderHeard;

/** `place`: the next order comes. `relay`: what is in the outbox is sent again. */
export type OutboxTimer = "place" | "relay";

/** The producer's database: its orders, and which of them nobody is known to have heard of. */
export type ProducerState = { role: "producer"; placed: string[]; outbox: string[] };
/** The consumer's database: what it has seen, as a set, and how many parcels it has packed. */
export type ConsumerState = { role: "consumer"; seen: { [order: string]: true }; parcels: number };
/** A node's state. All of it survives a crash, as it was saved last. */
export type OutboxState = ProducerState | ConsumerState;

/** How many orders, and how they are sent. */
export interface OutboxOptions {
  /** How many orders are placed. Default 2. */
  readonly orders?: number;
  /** After how long an order that was not confirmed is sent again. Default 200 ms. */
  readonly retryMs?: Millis;
}

export type OutboxOut = Out<OutboxMessage, OutboxTimer, OutboxState>;
/** The shop and its consumer, as a protocol. */
export type Outbox = Protocol<OutboxState, OutboxMessage, OutboxTimer, OutboxState>;

/** The rules that can be replaced one by one. */
export interface OutboxRules {
  /** An order is placed: the producer changes its state, and sees to it that the consumer will hear. */
  place(state: ProducerState, order: string, out: OutboxOut): void;
  /** The consumer hears of an order, perhaps not for the first time. */
  consume(state: ConsumerState, order: string, out: OutboxOut): void;
}

const producer: NodeId = "producer";
const consumer: NodeId = "consumer";

/** One save for both. To send at once is a courtesy; the relay would do it. */
function place(state: ProducerState, order: string, out: OutboxOut): void {
  state.placed = [...state.placed, order];
  state.outbox = [...state.outbox, order];
  out.save(state);
  out.send(consumer, { kind: "OrderPlaced", order });
}

/** One save for both, again: the parcel, and that it must not be packed twice. */
function consume(state: ConsumerState, order: string, out: OutboxOut): void {
  if (out.guard("packs only what it has not seen", state.seen[order] === undefined)) {
    state.parcels += 1;
    state.seen = { ...state.seen, [order]: true };
    out.save(state);
  }
  out.send(producer, { kind: "OrderHeard", order });
}

/** The rules as they should be. */
export const outboxRules: OutboxRules = { place, consume };

/** A producer with an outbox, and a consumer that packs one parcel for each order. Throws a RangeError for a wrong option. */
export function outbox(options: OutboxOptions = {}): Outbox {
  return outboxWith({})(options);
}

/** The same with some of its rules replaced: `outboxWith({ place: mine })({ orders: 3 })`. */
export function outboxWith(replaced: Partial<OutboxRules>): (options?: OutboxOptions) => Outbox {
  const rules = { ...outboxRules, ...replaced };
  return ({ orders = 2, retryMs = 200 } = {}) => {
    requireTimes({ retryMs });
    if (!(Number.isInteger(orders) && orders > 0)) {
      throw new RangeError(`orders is ${orders}; allowed is a whole number, 1 or more`);
    }
    return build(rules, orders, retryMs);
  };
}

function build(rules: OutboxRules, orders: number, retryMs: Millis): Outbox {
  return {
    name: "outbox",
    members: [producer, consumer],
    start(self, saved, out) {
      // What was saved is frozen: the state is a copy of it.
      if (self === consumer) return saved === null ? { role: "consumer", seen: {}, parcels: 0 } : { ...saved };
      const state: OutboxState = saved === null ? { role: "producer", placed: [], outbox: [] } : { ...saved };
      if (state.role === "producer" && state.placed.length < orders) out.setTimer("place", [1, 2 * retryMs]);
      out.setTimer("relay", [retryMs, retryMs]);
      return state;
    },
    onMessage(state, message, _from, out) {
      if (state.role === "consumer" && message.kind === "OrderPlaced") rules.consume(state, message.order, out);
      else if (state.role === "producer" && message.kind === "OrderHeard") confirm(state, message.order, out);
    },
    onTimer(state, timer, out) {
      if (state.role !== "producer") return;
      if (timer === "place") {
        rules.place(state, `order-${state.placed.length + 1}`, out);
        if (state.placed.length < orders) out.setTimer("place", [1, 2 * retryMs]);
      } else {
        for (const order of state.outbox) out.send(consumer, { kind: "OrderPlaced", order });
        out.setTimer("relay", [retryMs, retryMs]);
      }
    },
    view: (state) => ({
      role: state.role,
      fields:
        state.role === "producer" ? { placed: state.placed.length, outbox: state.outbox } : { parcels: state.parcels },
    }),
    contract: {
      time: "asynchronous",
      failures: "recovery",
      links: { loss: true, duplication: true, reordering: true },
      safety: [nothingInvented, packedOnce, somethingIsPacked],
      liveness: [nothingIsLost],
      source: "Richardson 2018, section 3.3.2",
    },
  };
}

function confirm(state: ProducerState, order: string, out: OutboxOut): void {
  if (!state.outbox.includes(order)) return;
  state.outbox = state.outbox.filter((other) => other !== order);
  out.save(state);
}

type OutboxWorld = World<OutboxState, OutboxMessage, OutboxState>;

/** What the producer's disk says: a state that a crash can take back does not count. */
function placedOf(world: OutboxWorld): readonly string[] {
  const saved = world.saved(producer);
  return saved?.role === "producer" ? saved.placed : [];
}

function consumerOf(world: OutboxWorld): ConsumerState {
  const saved = world.saved(consumer);
  return saved?.role === "consumer" ? saved : { role: "consumer", seen: {}, parcels: 0 };
}

export const nothingInvented: Property = always<OutboxState, OutboxMessage, OutboxState>(
  "no parcel is for an order that does not exist",
  (world) => {
    const placed = placedOf(world);
    const invented = Object.keys(consumerOf(world).seen).find((order) => !placed.includes(order));
    return invented === undefined || `a parcel is packed for ${invented}, which the producer does not know`;
  },
);

export const packedOnce: Property = always<OutboxState, OutboxMessage, OutboxState>(
  "one parcel for each order",
  (world) => {
    const { seen, parcels } = consumerOf(world);
    const orders = Object.keys(seen).length;
    return parcels === orders || `${parcels} parcels are packed for ${orders} orders`;
  },
);

export const somethingIsPacked: Property = sometimes<OutboxState, OutboxMessage, OutboxState>(
  "a parcel is packed",
  (world) => consumerOf(world).parcels > 0,
);

export const nothingIsLost: Property = canAlwaysReach<OutboxState, OutboxMessage, OutboxState>(
  "every order that was placed is packed",
  (world) => placedOf(world).every((order) => consumerOf(world).seen[order] === true),
);
