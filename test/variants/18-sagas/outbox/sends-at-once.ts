// Sends at once too, after the save, so that the warehouse need not wait for the relay.
import type { OutboxConsumer, OutboxRulesOut, OutboxProducer } from "distlab";

export function place(producer: OutboxProducer, order: string, out: OutboxRulesOut): void {
  producer.placed = [...producer.placed, order];
  producer.outbox = [...producer.outbox, order];
  out.save(producer);
  out.send("consumer", { kind: "OrderPlaced", order });
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
