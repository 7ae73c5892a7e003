/** Judges `18-sagas/outbox`: each rule by itself, then every run with a crash, and a bad network for a while. */
import { always, grading, outbox } from "distlab";
import type {
  Data,
  Outbox,
  OutboxAnswer,
  OutboxConsumer,
  OutboxMessage,
  OutboxProducer,
  OutboxRulesOut,
  OutboxState,
} from "distlab";

const shop = (placed: string[], waiting: string[]): OutboxProducer => ({ role: "producer", placed, outbox: waiting });
const warehouse = (...seen: string[]): OutboxConsumer => ({
  role: "consumer",
  seen: Object.fromEntries(seen.map((order) => [order, true as const])),
  parcels: seen.length,
});

const rulesOf = (answer: grading.Answer): OutboxAnswer => ({
  place: answer.handler<OutboxAnswer["place"]>("place"),
  relay: answer.handler<OutboxAnswer["relay"]>("relay"),
  confirmed: answer.handler<OutboxAnswer["confirmed"]>("confirmed"),
  consume: answer.handler<OutboxAnswer["consume"]>("consume"),
});

const onDisk = (tried: { readonly saved: readonly Data[] }): OutboxState | null =>
  (tried.saved.at(-1) ?? null) as OutboxState | null;
const said = (tried: { readonly sent: readonly { readonly to: string; readonly message: Data }[] }): string[] =>
  tried.sent
    .map(({ to, message }) => `${(message as { kind: string }).kind} ${(message as { order: string }).order} to ${to}`)
    .toSorted();

/** The learner's shop and warehouse, with the library's clockwork. */
function shopWith(answer: grading.Answer, orders: number): Outbox {
  const rules = rulesOf(answer);
  const library = outbox({ orders });
  const within = (out: unknown): OutboxRulesOut => out as OutboxRulesOut;
  return {
    ...library,
    onMessage(state, message, _from, out) {
      if (state.role === "consumer" && message.kind === "OrderPlaced") rules.consume(state, message.order, within(out));
      else if (state.role === "producer" && message.kind === "OrderHeard")
        rules.confirmed(state, message.order, within(out));
    },
    onTimer(state, timer, out) {
      if (state.role !== "producer") return;
      if (timer === "relay") {
        rules.relay(state, within(out));
        out.setTimer("relay", [200, 200]);
        return;
      }
      rules.place(state, `order-${state.placed.length + 1}`, within(out));
      if (state.placed.length < orders) out.setTimer("place", [1, 400]);
    },
  };
}

const contract = outbox().contract!;

/** Messages that stay on their way would make up for an order that has left the outbox too soon; this does not wait. */
const keptUntilPacked = always<OutboxState, OutboxMessage, OutboxState>(
  "an order stays in the outbox until it is packed",
  (world) => {
    const [shopsDisk, warehousesDisk] = [world.saved("producer"), world.saved("consumer")];
    if (shopsDisk?.role !== "producer") return true;
    const seen = warehousesDisk?.role === "consumer" ? warehousesDisk.seen : {};
    const lost = shopsDisk.placed.find((order) => !shopsDisk.outbox.includes(order) && !seen[order]);
    return (
      lost === undefined || `${lost} has left the outbox on the shop's disk, and the warehouse's disk has no parcel`
    );
  },
);

export default grading.exercise({
  id: "18-sagas/outbox",
  title: "One place to write to",
  kind: "write",
  exports: ["place", "relay", "confirmed", "consume"],
  hints: [
    "Whatever must happen both or not at all belongs into one `out.save`.",
    "An order leaves the outbox when it is confirmed, not when it is sent.",
    "The confirmation may be lost. What does the shop do then, and what must the warehouse answer?",
  ],
  difference:
    "The reference leaves all sending to the relay. To send at once in `place` as well saves the customer a moment.",
  checks: [
    grading.example({
      name: "the order and its message are saved together",
      points: 2,
      hint: "One save, with the order in both lists.",
      run(answer) {
        const tried = grading.attempt(rulesOf(answer).place, shop(["order-1"], []), (out) => ["order-2", out]);
        const saves = tried.saved.map(
          (saved) =>
            (saved as OutboxProducer).placed.length === 2 && (saved as OutboxProducer).outbox.includes("order-2"),
        );
        grading.expectEqual(
          [(onDisk(tried) as OutboxProducer | null)?.placed ?? [], saves.length > 0 && saves.every(Boolean)],
          [["order-1", "order-2"], true],
          "the orders on disk after order-2 was placed, and whether every save has it in the outbox",
        );
        const first = tried.effects.findIndex(({ kind }) => kind === "send");
        grading.expectTrue(
          first < 0 || tried.effects.slice(0, first).some(({ kind }) => kind === "save"),
          "something is sent before the order is saved",
        );
      },
    }),
    grading.example({
      name: "what is in the outbox is sent, and stays there",
      points: 1,
      hint: "Sent is not heard.",
      run(answer) {
        const tried = grading.attempt(
          rulesOf(answer).relay,
          shop(["order-1", "order-2", "order-3"], ["order-2", "order-3"]),
          (out) => [out],
        );
        grading.expectEqual(
          [said(tried), tried.state.outbox],
          [
            ["OrderPlaced order-2 to consumer", "OrderPlaced order-3 to consumer"],
            ["order-2", "order-3"],
          ],
          "what the relay sends of an outbox with two orders, and the outbox afterwards",
        );
      },
    }),
    grading.example({
      name: "what is confirmed leaves the outbox, and nothing else does",
      points: 2,
      hint: "Confirmations come in any order, and twice.",
      run(answer) {
        const rule = rulesOf(answer).confirmed;
        const tried = grading.attempt(rule, shop(["order-1", "order-2"], ["order-1", "order-2"]), (out) => [
          "order-2",
          out,
        ]);
        grading.expectEqual(
          [tried.state.outbox, (onDisk(tried) as OutboxProducer | null)?.outbox ?? null],
          [["order-1"], ["order-1"]],
          "the outbox in memory and on disk when order-2 is confirmed",
        );
        const again = grading.attempt(rule, shop(["order-1", "order-2"], ["order-1"]), (out) => ["order-2", out]);
        grading.expectEqual(
          [again.state.outbox, again.state.placed],
          [["order-1"], ["order-1", "order-2"]],
          "outbox and orders when order-2 is confirmed again",
        );
      },
    }),
    grading.example({
      name: "one parcel for each order, and a confirmation each time",
      points: 2,
      hint: "The parcel and the name of its order in one save, before the confirmation.",
      run(answer) {
        const rule = rulesOf(answer).consume;
        const first = grading.attempt(rule, warehouse(), (out) => ["order-1", out]);
        grading.expectEqual(
          [first.saved.length, onDisk(first) as Data, said(first)],
          [1, warehouse("order-1") as unknown as Data, ["OrderHeard order-1 to producer"]],
          "the number of saves, the disk and the reply when order-1 is heard of",
        );
        grading.expectEqual(
          first.effects.map(({ kind }) => kind).filter((kind) => kind === "save" || kind === "send"),
          ["save", "send"],
          "the order of saving and confirming",
        );
        const again = grading.attempt(rule, warehouse("order-1"), (out) => ["order-1", out]);
        grading.expectEqual(
          [again.state.parcels, said(again)],
          [1, ["OrderHeard order-1 to producer"]],
          "parcels and reply when order-1 is heard of again",
        );
      },
    }),
    grading.exhaustive({
      name: "in every run with a crash anywhere, nothing is invented, nothing is lost and nothing is packed twice",
      points: 3,
      hint: "What is on each disk at the moment of the crash, and what is already on its way?",
      explore: (answer) => ({
        protocol: shopWith(answer, 2),
        properties: [...contract.safety, keptUntilPacked, ...contract.liveness],
        network: "persistent",
        faults: { crashes: 1, restarts: 1 },
        limits: { states: 60_000 },
      }),
    }),
    grading.seeds({
      name: "on a bad network all orders are packed in the end, and the outbox is empty",
      points: 2,
      hint: "Who was told, and did not answer?",
      seeds: 40,
      simulate: (answer) => ({
        run: (seed) => ({
          protocol: shopWith(answer, 3),
          network: { latencyMs: [1, 60], loss: 0.3, duplication: 0.2 },
          faults: [
            {
              kind: "crash",
              node: seed % 2 === 0 ? "consumer" : "producer",
              atMs: 100 + 20 * (seed % 13),
              restartAtMs: 500,
            },
          ],
          untilMs: 8000,
          seed,
        }),
        properties: contract.safety,
        check({ states }) {
          const { producer, consumer } = states as unknown as { producer: OutboxProducer; consumer: OutboxConsumer };
          if (consumer.parcels !== 3) return `after 8 seconds ${consumer.parcels} parcels are packed for 3 orders`;
          return producer.outbox.length === 0 || `after 8 seconds the outbox still holds ${producer.outbox.join(", ")}`;
        },
      }),
    }),
  ],
});
