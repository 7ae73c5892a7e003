/** What answers to the exercises of chapter 18 look like. */
import type { Out } from "../../protocol";
import type { Deed, SagaStep } from "../../protocols/order-saga";
import type { OutboxMessage, OutboxState } from "../../protocols/outbox";
import type { Move } from "../../seeds";

/**
 * What a saga knows of a step. `asked`: to do it, and nothing was heard yet. `undoing`: asked to undo it, and nothing was
 * heard yet.
 */
export type StepStanding = "unknown" | "asked" | "done" | "refused" | "undoing" | "undone";

/** What a saga knows of an order. */
export type OrderStanding = { [step in SagaStep]: StepStanding };

/** What a saga does next: whom it asks for what, and whether the order has ended. */
export type SagaNext = {
  requests: { kind: "Do" | "Undo"; step: SagaStep }[];
  ended: "done" | "compensated" | null;
};

/** An answer to `18-sagas/order-saga`. */
export interface OrderSagaAnswer {
  next(order: OrderStanding, impatient: boolean): SagaNext;
}

/** All that an orchestrator remembers of its order. */
export type OrderProgress = { direction: "forward" | "back" | "done" | "compensated"; step: number };

/** The recorder that an orchestrator's rules get. */
export type OrchestratorOut = Out<{ kind: "Do" | "Undo" }, never, OrderProgress>;

/** An answer to `18-sagas/resumable-orchestrator`. */
export interface ResumableOrchestrator {
  woke(progress: OrderProgress, out: OrchestratorOut): void;
  heard(progress: OrderProgress, service: SagaStep, stands: Deed, out: OrchestratorOut): void;
  waited(progress: OrderProgress, out: OrchestratorOut): void;
}

/** The shop's database: its orders, and which of them the warehouse is not known to have heard of. */
export type OutboxProducer = { role: "producer"; placed: string[]; outbox: string[] };

/** The warehouse's database: what it has heard of, and how many parcels it has packed. */
export type OutboxConsumer = { role: "consumer"; seen: { [order: string]: true }; parcels: number };

/** The recorder that producer and consumer get. */
export type OutboxRulesOut = Out<OutboxMessage, never, OutboxState>;

/** An answer to `18-sagas/outbox`. */
export interface OutboxAnswer {
  place(producer: OutboxProducer, order: string, out: OutboxRulesOut): void;
  relay(producer: OutboxProducer, out: OutboxRulesOut): void;
  confirmed(producer: OutboxProducer, order: string, out: OutboxRulesOut): void;
  consume(consumer: OutboxConsumer, order: string, out: OutboxRulesOut): void;
}

/** An answer to `18-sagas/dirty-read`. */
export interface DirtyRead {
  /** What happens, in order. */
  readonly schedule: readonly Move[];
}
