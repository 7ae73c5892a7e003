/**
 * A saga with an orchestrator: one node knows the order of the steps and asks the services one after the other.
 *
 * Its whole memory is one line for each order: in which direction it goes, and at which step it is. It saves the line
 * before it asks, and asks until it is answered; so a crash, after any effect, costs a repeated question and no more.
 * A refusal before the end turns the saga back: the steps that were done are compensated, the last one first. So does
 * silence that lasts too long, and then the step that was asked for last may have been done or not: its compensation
 * goes first. Only the pivot is waited for as long as it takes, because nothing would undo it.
 *
 * Not isolated: another client sees the article reserved and then free again. A saga gives atomicity in the end, not
 * isolation on the way.
 *
 * Source: Garcia-Molina and Salem, "Sagas", SIGMOD 1987, sections 2 to 4; Richardson, "Microservices patterns", 2018,
 * section 4.2.2. Simplified: orders are known at the first boot; compensations always succeed when they are asked.
 */
import { canAlwaysReach, sometimes } from "../protocol";
import type { Millis, NodeId, Out, Property, Protocol } from "../protocol";
import { requireTimes } from "./atomic-commitment";
import { booksBalance, isWhole, sagaSteps, serviceConfig, serviceRules, shippedIsPaid } from "./order-saga";
import type { Deed, SagaStep, ServiceBooks, ServiceConfig, ServiceOptions, ServiceRules } from "./order-saga";

/** Do your step for this order, or undo it. */
export type SagaRequest = { kind: "Do" | "Undo"; order: string };
/** What stands in the books since: the reply to both. */
export type SagaReply = { kind: "Stands"; order: string; deed: Deed };
/** All that crosses the network between the orchestrator and the services. */
export type SagaMessage = SagaRequest | SagaReply;
export type SagaTimer = "retry";

/** Where an order is. `silent`: how often the current step has been asked for in vain. */
export type SagaProgress = { direction: "forward" | "back" | "done" | "compensated"; step: number; silent: number };

/** The orchestrator's state: its books are none. */
export type OrchestratorState = { role: "orchestrator"; books: null; orders: { [order: string]: SagaProgress } };
export type SagaServiceState = { role: "service"; books: ServiceBooks; step: SagaStep };
/** A node of the saga while it is up: the orchestrator, or a service. */
export type SagaState = OrchestratorState | SagaServiceState;
/** What survives a crash: an orchestrator's orders, a service's books. */
export type SagaSaved = { orders: OrchestratorState["orders"]; books: ServiceBooks | null };

/** What is ordered, what the services have, and how patient the orchestrator is. */
export interface SagaOrchestratedOptions extends ServiceOptions {
  /** After how long a question is asked again. Default 200 ms. */
  readonly retryMs?: Millis;
  /** How often a step before the pivot is asked for before the saga turns back. Default 5. */
  readonly tries?: number;
}

export interface SagaOrchestratedConfig extends ServiceConfig {
  readonly retryMs: Millis;
  readonly tries: number;
  readonly rules: SagaRules;
}

export type SagaOut = Out<SagaMessage, SagaTimer, SagaSaved>;
/** The saga with an orchestrator, as a protocol. */
export type SagaOrchestrated = Protocol<SagaState, SagaMessage, SagaTimer, SagaSaved>;

/** The rules that can be replaced one by one. */
export interface SagaRules extends ServiceRules {
  /** The orchestrator hears what stands in the books of the step that it has asked. */
  reply(progress: SagaProgress, deed: Deed): void;
  /** The orchestrator goes on with this order, as its progress now says: it saves, and asks. */
  proceed(state: OrchestratorState, order: string, out: SagaOut): void;
}

const pivot = sagaSteps.length - 1;

function reply(progress: SagaProgress, deed: Deed): void {
  if (progress.direction === "back") progress.step -= 1;
  else if (deed === "done") progress.step += 1;
  else {
    progress.direction = "back";
    progress.step -= 1;
  }
  progress.silent = 0;
  if (progress.step < 0) progress.direction = "compensated";
  else if (progress.step > pivot) progress.direction = "done";
}

/** Saved first: who asks before he saves may be asked to do, after a crash, the opposite of what he did. */
function proceed(state: OrchestratorState, order: string, out: SagaOut): void {
  out.save({ orders: state.orders, books: null });
  ask(state.orders[order]!, order, out);
}

function ask({ direction, step }: SagaProgress, order: string, out: SagaOut): void {
  const service = sagaSteps[step];
  if (service === undefined) return;
  out.send(service, { kind: direction === "back" ? "Undo" : "Do", order });
}

/** The rules as they should be. */
export const sagaRules: SagaRules = { ...serviceRules, reply, proceed };

/** The order saga with an orchestrator, node `saga`, and a service for each step. Throws a RangeError for a wrong option. */
export function sagaOrchestrated(options: SagaOrchestratedOptions = {}): SagaOrchestrated {
  return sagaOrchestratedWith({})(options);
}

/** The same with some of its rules replaced: `sagaOrchestratedWith({ compensate: mine })({ tries: 2 })`. */
export function sagaOrchestratedWith(
  replaced: Partial<SagaRules>,
): (options?: SagaOrchestratedOptions) => SagaOrchestrated {
  return (options = {}) => {
    const { retryMs = 200, tries = 5 } = options;
    requireTimes({ retryMs });
    if (!(Number.isInteger(tries) && tries > 0)) {
      throw new RangeError(`tries is ${tries}; allowed is a whole number, 1 or more`);
    }
    return build({ ...serviceConfig(options), retryMs, tries, rules: { ...sagaRules, ...replaced } });
  };
}

const orchestrator: NodeId = "saga";

function build(config: SagaOrchestratedConfig): SagaOrchestrated {
  return {
    name: "saga-orchestrated",
    members: [orchestrator, ...sagaSteps],
    start(self, saved, out) {
      if (self === orchestrator) return conduct(saved, out, config);
      const step = self as SagaStep;
      return { role: "service", step, books: saved?.books ?? { left: config.capacity[step], deeds: {} } };
    },
    onMessage(state, message, from, out) {
      if (state.role === "service") serve(state, message, from, out, config);
      else if (message.kind === "Stands") hear(state, message, from, out, config);
    },
    onTimer(state, _timer, out) {
      if (state.role === "orchestrator") retry(state, out, config);
    },
    view: (state) => ({
      role: state.role,
      fields:
        state.role === "service"
          ? { left: state.books.left, ...state.books.deeds }
          : Object.fromEntries(
              Object.entries(state.orders).map(([order, { direction, step }]) => [
                order,
                `${direction} ${sagaSteps[step] ?? ""}`.trim(),
              ]),
            ),
    }),
    contract: {
      time: "asynchronous",
      failures: "recovery",
      links: { loss: true, duplication: true, reordering: true },
      safety: [booksBalance(config), shippedIsPaid, endedIsWhole, someOrderIsDone],
      liveness: [everyOrderEnds],
      source: "Garcia-Molina and Salem 1987, sections 2 to 4",
    },
  };
}

function conduct(saved: SagaSaved | null, out: SagaOut, config: SagaOrchestratedConfig): OrchestratorState {
  const fresh = config.orders.map((order): [string, SagaProgress] => [
    order,
    { direction: "forward", step: 0, silent: 0 },
  ]);
  const state: OrchestratorState = {
    role: "orchestrator",
    books: null,
    orders: saved === null ? Object.fromEntries(fresh) : { ...saved.orders },
  };
  for (const [order, progress] of Object.entries(state.orders)) {
    if (saved === null) config.rules.proceed(state, order, out);
    else ask(progress, order, out);
  }
  if (!allEnded(state)) out.setTimer("retry", [config.retryMs, config.retryMs]);
  return state;
}

function allEnded({ orders }: OrchestratorState): boolean {
  return Object.values(orders).every(({ direction }) => direction === "done" || direction === "compensated");
}

function hear(
  state: OrchestratorState,
  { order, deed }: SagaReply,
  from: NodeId,
  out: SagaOut,
  config: SagaOrchestratedConfig,
): void {
  const current = state.orders[order];
  if (current === undefined || sagaSteps[current.step] !== from) return;
  // A late answer to the step, heard on the way back: the compensation has not been done yet.
  if (current.direction === "back" && deed !== "undone") return;
  const progress = { ...current };
  state.orders[order] = progress;
  config.rules.reply(progress, deed);
  config.rules.proceed(state, order, out);
  if (allEnded(state)) out.cancelTimer("retry");
}

function retry(state: OrchestratorState, out: SagaOut, config: SagaOrchestratedConfig): void {
  for (const [order, current] of Object.entries(state.orders)) {
    const progress = { ...current };
    if (progress.direction !== "forward" || progress.step === pivot) {
      ask(progress, order, out);
      continue;
    }
    progress.silent += 1;
    if (progress.silent >= config.tries) progress.direction = "back";
    state.orders[order] = progress;
    config.rules.proceed(state, order, out);
  }
  if (!allEnded(state)) out.setTimer("retry", [config.retryMs, config.retryMs]);
}

/** The books are saved before the answer: an answer is a promise. */
function serve(
  state: SagaServiceState,
  message: SagaMessage,
  from: NodeId,
  out: SagaOut,
  config: SagaOrchestratedConfig,
): void {
  if (message.kind === "Stands") return;
  const { order } = message;
  const takes = config.takes[state.step];
  // The books that were saved are frozen: change a copy.
  state.books = { left: state.books.left, deeds: { ...state.books.deeds } };
  const deed =
    message.kind === "Undo"
      ? config.rules.compensate(state.books, order, takes)
      : config.rules.perform(state.books, order, takes, isWilling(state, order, out, config));
  out.save({ orders: {}, books: state.books });
  out.send(from, { kind: "Stands", order, deed });
}

function isWilling(state: SagaServiceState, order: string, out: SagaOut, config: SagaOrchestratedConfig): boolean {
  const willingness = config.willingness[state.step];
  // Nothing is left to chance once the books say what was done.
  if (willingness !== "either" || state.books.deeds[order] !== undefined) return willingness !== "refuses";
  return out.choose([true, false]);
}

/** What the orchestrator takes for ended has ended: done everywhere, or nowhere. */
export const endedIsWhole: Property = {
  kind: "always",
  name: "an order that has ended is done everywhere or nowhere",
  holds(world) {
    const wrong = Object.entries(ordersOf(world)).find(([order, { direction }]) => {
      return (direction === "done" || direction === "compensated") && !isWhole(world, order);
    });
    return wrong === undefined || `${wrong[0]} is ${wrong[1].direction}, but not at every service`;
  },
};

function ordersOf(world: Parameters<Property["holds"]>[0]): OrchestratorState["orders"] {
  const state = world.state(orchestrator) as OrchestratorState | null;
  return state?.orders ?? (world.saved(orchestrator) as SagaSaved | null)?.orders ?? {};
}

export const someOrderIsDone: Property = sometimes("an order is done", (world) =>
  Object.values(ordersOf(world)).some(({ direction }) => direction === "done"),
);

export const everyOrderEnds: Property = canAlwaysReach("every order is done or fully compensated", (world) =>
  Object.values(ordersOf(world)).every(({ direction }) => direction === "done" || direction === "compensated"),
);
