/**
 * A saga without a conductor: each service reacts to what its neighbours say, and nobody knows the whole.
 *
 * A service that has done its step tells the next; one that refuses tells the one before it, which compensates and
 * tells the one before that. What a service did and what it must tell are in one save (an outbox), and it tells until
 * it is heard. So no order stops half-way for ever, though nobody watches over it. What is gained is that no node is
 * in the middle; what is lost is a place to look: where an order stands is known only from all the books together,
 * and nobody can turn it back because it takes too long.
 *
 * Source: Garcia-Molina and Salem, "Sagas", SIGMOD 1987, section 2; Richardson, "Microservices patterns", 2018,
 * section 4.2.1. Simplified: orders are known at the first boot of `create`; events go to one neighbour, not to a
 * broker.
 */
import { canAlwaysReach, sometimes } from "../protocol";
import type { Millis, NodeId, Out, Property, Protocol, World } from "../protocol";
import { requireTimes } from "./atomic-commitment";
import { booksBalance, deedsOf, isWhole, sagaSteps, serviceConfig, serviceRules, shippedIsPaid } from "./order-saga";
import type { SagaStep, ServiceBooks, ServiceConfig, ServiceOptions, ServiceRules } from "./order-saga";

/** My step is done for this order, or it failed: at my service or behind it. */
export type SagaEvent = { kind: "StepDone" | "StepFailed"; order: string };
/** I have it on disk: the reply to both. */
export type SagaEventHeard = { kind: "Heard"; order: string; event: SagaEvent["kind"] };
/** All that crosses the network: an event, and that it was heard. */
export type SagaEventMessage = SagaEvent | SagaEventHeard;

/** What a service has on disk: its books, and what each order's neighbour must still be told. */
export type ChoreographySaved = { books: ServiceBooks; outbox: { [order: string]: SagaEvent["kind"] } };
/** A service while it is up: what it has on disk, and which step it does. */
export type ChoreographyState = ChoreographySaved & { step: SagaStep };

/** What is ordered, and what the services have. */
export interface SagaChoreographedOptions extends ServiceOptions {
  /** After how long an event that was not heard is repeated. Default 200 ms. */
  readonly retryMs?: Millis;
}

export type ChoreographyOut = Out<SagaEventMessage, "retry", ChoreographySaved>;
/** The saga without a centre, as a protocol. */
export type SagaChoreographed = Protocol<ChoreographyState, SagaEventMessage, "retry", ChoreographySaved>;

/** The rules that can be replaced one by one. */
export interface ChoreographyRules extends ServiceRules {
  /** The books and the outbox are as they should be now: they are saved, and the event that led here is confirmed. */
  confirm(state: ChoreographyState, event: SagaEvent, from: NodeId, out: ChoreographyOut): void;
}

type Config = ServiceConfig & { readonly retryMs: Millis; readonly rules: ChoreographyRules };

/** Saved before it is confirmed: after that nobody will say it again. */
function confirm(state: ChoreographyState, event: SagaEvent, from: NodeId, out: ChoreographyOut): void {
  out.save({ books: state.books, outbox: state.outbox });
  out.send(from, { kind: "Heard", order: event.order, event: event.kind });
}

/** The rules as they should be. */
export const choreographyRules: ChoreographyRules = { ...serviceRules, confirm };

/** The order saga as a chain of services. Throws a RangeError for a wrong option. */
export function sagaChoreographed(options: SagaChoreographedOptions = {}): SagaChoreographed {
  return sagaChoreographedWith({})(options);
}

/** The same with some of its rules replaced: `sagaChoreographedWith({ compensate: mine })()`. */
export function sagaChoreographedWith(
  replaced: Partial<ChoreographyRules>,
): (options?: SagaChoreographedOptions) => SagaChoreographed {
  return (options = {}) => {
    const { retryMs = 200 } = options;
    requireTimes({ retryMs });
    return build({ ...serviceConfig(options), retryMs, rules: { ...choreographyRules, ...replaced } });
  };
}

function build(config: Config): SagaChoreographed {
  return {
    name: "saga-choreographed",
    members: [...sagaSteps],
    start: (self, saved, out) => boot(self as SagaStep, saved, out, config),
    onMessage(state, message, from, out) {
      if (message.kind === "Heard") strike(state, message, from, out);
      else react(state, message, from, out, config);
    },
    onTimer: (state, _timer, out) => tellAll(state, out, config),
    view: (state) => ({ role: "service", fields: { left: state.books.left, ...state.books.deeds } }),
    contract: {
      time: "asynchronous",
      failures: "recovery",
      links: { loss: true, duplication: true, reordering: true },
      safety: [booksBalance(config), shippedIsPaid, ordersAreDone(config.orders)],
      liveness: [ordersEnd(config.orders)],
      source: "Richardson 2018, section 4.2.1",
    },
  };
}

function boot(
  step: SagaStep,
  saved: ChoreographySaved | null,
  out: ChoreographyOut,
  config: Config,
): ChoreographyState {
  if (saved !== null) {
    const state = { step, ...saved };
    tellAll(state, out, config);
    return state;
  }
  const state: ChoreographyState = { step, books: { left: config.capacity[step], deeds: {} }, outbox: {} };
  if (step !== "create") return state;
  for (const order of config.orders) carryOut(state, order, out, config);
  out.save({ books: state.books, outbox: state.outbox });
  tellAll(state, out, config);
  return state;
}

/** Does the step, and notes whom to tell. */
function carryOut(state: ChoreographyState, order: string, out: ChoreographyOut, config: Config): void {
  const willingness = config.willingness[state.step];
  const willing = willingness === "either" ? out.choose([true, false]) : willingness === "does";
  const done = config.rules.perform(state.books, order, config.takes[state.step], willing) === "done";
  note(state, order, done ? "StepDone" : "StepFailed");
}

function neighbour(step: SagaStep, event: SagaEvent["kind"]): NodeId | undefined {
  return sagaSteps[sagaSteps.indexOf(step) + (event === "StepDone" ? 1 : -1)];
}

/** The first and the last in the chain have nobody to tell on one side. */
function note(state: ChoreographyState, order: string, event: SagaEvent["kind"]): void {
  const { [order]: _earlier, ...others } = state.outbox;
  state.outbox = neighbour(state.step, event) === undefined ? others : { ...others, [order]: event };
}

/** What was heard before is confirmed again, and moves nothing. */
function react(state: ChoreographyState, event: SagaEvent, from: NodeId, out: ChoreographyOut, config: Config): void {
  const { order } = event;
  const before = state.books.deeds[order];
  // What was saved is frozen: change a copy.
  state.books = { left: state.books.left, deeds: { ...state.books.deeds } };
  if (event.kind === "StepFailed") {
    config.rules.compensate(state.books, order, config.takes[state.step]);
    if (before === "done") note(state, order, "StepFailed");
  } else if (before === undefined) carryOut(state, order, out, config);
  config.rules.confirm(state, event, from, out);
  tellAll(state, out, config);
}

function tellAll(state: ChoreographyState, out: ChoreographyOut, config: Config): void {
  const waiting = Object.entries(state.outbox);
  for (const [order, event] of waiting) out.send(neighbour(state.step, event)!, { kind: event, order });
  if (waiting.length > 0) out.setTimer("retry", [config.retryMs, config.retryMs]);
}

function strike(state: ChoreographyState, { order, event }: SagaEventHeard, from: NodeId, out: ChoreographyOut): void {
  if (state.outbox[order] !== event || neighbour(state.step, event) !== from) return;
  const { [order]: _heard, ...others } = state.outbox;
  state.outbox = others;
  out.save({ books: state.books, outbox: others });
}

/** Ended: at `ship` done, or undone or refused as far back as `create`. */
function hasEnded(world: World, order: string): boolean {
  const [created, , , shipped] = deedsOf(world, order);
  return isWhole(world, order) && (shipped === "done" || created === "undone" || created === "refused");
}

function ordersAreDone(orders: readonly string[]): Property {
  return sometimes("an order is done", (world) => orders.some((order) => deedsOf(world, order)[3] === "done"));
}

function ordersEnd(orders: readonly string[]): Property {
  return canAlwaysReach("every order is done or fully compensated", (world) =>
    orders.every((order) => hasEnded(world, order)),
  );
}
