// Makes whole new states and saves those; saves the outbox at every confirmation.
import type { OutboxConsumer, OutboxRulesOut, OutboxProducer } from "distlab";

function write<State extends OutboxProducer | OutboxConsumer>(
  state: State,
  change: Partial<State>,
  out: OutboxRulesOut,
): void {
  out.save(Object.assign(state, change));
}

export const place = (producer: OutboxProducer, order: string, out: OutboxRulesOut): void =>
  write(producer, { placed: producer.placed.concat(order), outbox: producer.outbox.concat(order) }, out);

export const relay = ({ outbox }: OutboxProducer, out: OutboxRulesOut): void =>
  outbox.toReversed().forEach((order) => out.send("consumer", { kind: "OrderPlaced", order }));

export const confirmed = (producer: OutboxProducer, order: string, out: OutboxRulesOut): void =>
  write(producer, { outbox: producer.outbox.flatMap((other) => (other === order ? [] : [other])) }, out);

export function consume(consumer: OutboxConsumer, order: string, out: OutboxRulesOut): void {
  const seen = { ...consumer.seen, [order]: true as const };
  const parcels = Object.keys(seen).length;
  if (parcels > consumer.parcels) write(consumer, { seen, parcels }, out);
  out.send("producer", { kind: "OrderHeard", order });
}
