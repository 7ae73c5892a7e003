/**
 * Each side writes to its own database only, and everything that belongs together in one save: the order with its
 * message, the parcel with its name. What is sent is sent again until it is confirmed, and it is confirmed every time.
 */
import type { OutboxConsumer, OutboxRulesOut, OutboxProducer } from "distlab";

export function place(producer: OutboxProducer, order: string, out: OutboxRulesOut): void {
  producer.placed = [...producer.placed, order];
  producer.outbox = [...producer.outbox, order];
  out.save(producer);
}

export function relay(producer: OutboxProducer, out: OutboxRulesOut): void {
  for (const order of producer.outbox) out.send("consumer", { kind: "OrderPlaced", order });
}

export function confirmed(producer: OutboxProducer, order: string, out: OutboxRulesOut): void {
  if (!producer.outbox.includes(order)) return;
  producer.outbox = producer.outbox.filter((other) => other !== order);
  out.save(producer);
}

export function consume(consumer: OutboxConsumer, order: string, out: OutboxRulesOut): void {
  if (consumer.seen[order] === undefined) {
    consumer.seen = { ...consumer.seen, [order]: true };
    consumer.parcels += 1;
    out.save(consumer);
  }
  out.send("producer", { kind: "OrderHeard", order });
}
