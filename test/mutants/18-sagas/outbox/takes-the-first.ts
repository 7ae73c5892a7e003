// Takes the first order out, whichever was confirmed.
// caught by: what is confirmed leaves the outbox, and nothing else does
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
  producer.outbox = producer.outbox.slice(1);
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
