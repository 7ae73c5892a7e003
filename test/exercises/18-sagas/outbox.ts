/**
 * One place to write to.
 *
 * A shop (the producer) takes orders, a warehouse (the consumer) packs one parcel for each. Both have a database:
 * `out.save(producer)` writes all of `{ role, placed, outbox }` in one transaction, and `out.save(consumer)` all of
 * `{ role, seen, parcels }`. After a crash, what was saved last is there, and nothing else. Messages may be lost, come
 * twice, late, and in another order.
 *
 * - `place`: a customer orders. It belongs into `producer.placed`, and the warehouse must hear of it, whatever crashes.
 * - `relay`: called every now and then at the shop. Send what nobody is known to have heard of to "consumer":
 *   `{ kind: "OrderPlaced", order }`.
 * - `confirmed`: the warehouse has confirmed an order.
 * - `consume`: the warehouse hears of an order. Packing is `consumer.parcels += 1`; `consumer.seen` is a record like
 *   `{ "order-1": true }`. Confirm to "producer" with `{ kind: "OrderHeard", order }`.
 *
 * What was saved is frozen: replace lists and records, do not change them. In the end nothing is left in the outbox.
 *
 * Try it: `npx distlab check 18-sagas/outbox`, or the button Check in the page.
 */
import type { OutboxConsumer, OutboxRulesOut, OutboxProducer } from "distlab";

export function place(producer: OutboxProducer, order: string, out: OutboxRulesOut): void {
  void [producer, order, out]; // Your answer goes here, instead of this line.
}

export function relay(producer: OutboxProducer, out: OutboxRulesOut): void {
  void [producer, out]; // And here.
}

export function confirmed(producer: OutboxProducer, order: string, out: OutboxRulesOut): void {
  void [producer, order, out]; // And here.
}

export function consume(consumer: OutboxConsumer, order: string, out: OutboxRulesOut): void {
  void [consumer, order, out]; // And here.
}
