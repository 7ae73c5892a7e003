/**
 * The order saga: what its services do and what must be true of it, whoever conducts it.
 *
 * An order is created, its article reserved, the customer charged, the parcel shipped: four local transactions at four
 * services, with no lock held in between. What cannot be locked must be undone instead: each of the first three steps
 * has a *compensation*, which is an action of its own (a refund, not an erased payment). Shipping has none. It is the
 * *pivot*: before it the saga can still turn back, with it the saga is done.
 *
 * Requests are repeated until they are answered, so steps and compensations are idempotent: a service keeps, in the
 * same save as its stock or its money, what it did for which order. A compensation may overtake its step; the service
 * then remembers it, and refuses the step when that comes.
 *
 * Source: Garcia-Molina and Salem, "Sagas", SIGMOD 1987, section 2; the pivot: Richardson, "Microservices patterns",
 * 2018, section 4.3. Simplified: an order is for one article at one price.
 */
import { always } from "../protocol";
import type { NodeId, Property, World } from "../protocol";

/** The steps, in their order; the last is the pivot. Each is a service, and its name. */
export const sagaSteps = ["create", "reserve", "charge", "ship"] as const;
/** The name of a step, which is also the name of the service that does it. */
export type SagaStep = (typeof sagaSteps)[number];

/** How a service answers a step that it could do; `either` leaves it to chance. */
export type Willingness = "does" | "refuses" | "either";

/** What a service did for an order. `undone` stands for a compensation that came first, too. */
export type Deed = "done" | "undone" | "refused";

/** A service's books: what is left of articles, money or whatever it deals in, and why. Saved as a whole. */
export type ServiceBooks = { left: number; deeds: { [order: string]: Deed } };

/** The services' part of a saga's options. */
export interface ServiceOptions {
  /** The orders' names. Default one, `order-1`. */
  readonly orders?: readonly string[];
  /** What each service has at the start, in its own units. Default 100 each. */
  readonly capacity?: { readonly [step in SagaStep]?: number };
  /** What an order takes from each. Default 30 for `charge`, 1 for the others. */
  readonly takes?: { readonly [step in SagaStep]?: number };
  /** Whether services refuse, even where enough is left. Default: they do not. */
  readonly willingness?: { readonly [step in SagaStep]?: Willingness };
}

/** The same with defaults filled in. */
export interface ServiceConfig {
  readonly orders: readonly string[];
  readonly capacity: Readonly<Record<SagaStep, number>>;
  readonly takes: Readonly<Record<SagaStep, number>>;
  readonly willingness: Readonly<Record<SagaStep, Willingness>>;
}

/** What a service does with its books; both can be replaced. Returns what stands in the books from then on. */
export interface ServiceRules {
  /** `willing`: whether it would do it, if it has not been asked before and enough is left. */
  perform(books: ServiceBooks, order: string, takes: number, willing: boolean): Deed;
  compensate(books: ServiceBooks, order: string, takes: number): Deed;
}

/** Done once, however often it is asked. */
function perform(books: ServiceBooks, order: string, takes: number, willing: boolean): Deed {
  const before = books.deeds[order];
  if (before !== undefined) return before;
  const deed = willing && books.left >= takes ? "done" : "refused";
  if (deed === "done") books.left -= takes;
  books.deeds[order] = deed;
  return deed;
}

/** Gives back once, and only what was taken; what was never taken will never be. */
function compensate(books: ServiceBooks, order: string, takes: number): Deed {
  if (books.deeds[order] === "done") books.left += takes;
  books.deeds[order] = "undone";
  return "undone";
}

/** The services as they should be. */
export const serviceRules: ServiceRules = { perform, compensate };

/** @throws RangeError where a capacity or what an order takes is below 0, or there is no order */
export function serviceConfig(options: ServiceOptions): ServiceConfig {
  const { orders = ["order-1"], willingness } = options;
  if (orders.length === 0) throw new RangeError("orders is empty; allowed are the names of one order or more");
  const capacity = { create: 100, reserve: 100, charge: 100, ship: 100, ...options.capacity };
  const takes = { create: 1, reserve: 1, charge: 30, ship: 1, ...options.takes };
  for (const [name, amounts] of Object.entries({ capacity, takes })) {
    for (const step of sagaSteps) {
      if (amounts[step] >= 0 && amounts[step] < Infinity) continue;
      throw new RangeError(`${name}.${step} is ${amounts[step]}; allowed are numbers from 0`);
    }
  }
  const does = { create: "does", reserve: "does", charge: "does", ship: "does" } as const;
  return { orders, capacity, takes, willingness: { ...does, ...willingness } };
}

/** What a saga's nodes look like from outside: those that are services have books. */
type Keeper = { books: ServiceBooks | null };
type KeeperWorld = World<Keeper, null, Keeper>;

/** A service's books; of one that is down, what its disk says. */
function booksOf(world: KeeperWorld, service: NodeId): ServiceBooks | null {
  return world.state(service)?.books ?? world.saved(service)?.books ?? null;
}

/** What each service did for this order; `undefined` where nothing. */
export function deedsOf(world: World, order: string): readonly (Deed | undefined)[] {
  return sagaSteps.map((step) => booksOf(world as unknown as KeeperWorld, step)?.deeds[order]);
}

/** An order has come to its end if it is done everywhere, or nowhere. */
export function isWhole(world: World, order: string): boolean {
  const deeds = deedsOf(world, order);
  return deeds.every((deed) => deed === "done") || !deeds.includes("done");
}

/** Money and stock are conserved: whatever is not left was taken by an order, whatever is given back had been. */
export function booksBalance(config: ServiceConfig): Property {
  return always<Keeper, null, Keeper>("money and stock are conserved", (world) => {
    for (const step of sagaSteps) {
      const books = booksOf(world, step);
      if (books === null) continue;
      const done = Object.values(books.deeds).filter((deed) => deed === "done").length;
      const sum = books.left + done * config.takes[step];
      if (sum !== config.capacity[step]) return `${step} accounts for ${sum} of ${config.capacity[step]}`;
    }
    return true;
  });
}

/** The pivot is behind everything else: what is shipped was reserved and is paid for, and stays so. */
export const shippedIsPaid: Property = always("what is shipped is paid", (world) => {
  const orders = Object.keys(booksOf(world as unknown as KeeperWorld, "ship")?.deeds ?? {});
  const wrong = orders.find((order) => deedsOf(world, order)[3] === "done" && !isWhole(world, order));
  return wrong === undefined || `${wrong} is shipped, and yet ${missing(world, wrong)}`;
});

function missing(world: World, order: string): string {
  const deeds = deedsOf(world, order);
  const index = deeds.findIndex((deed) => deed !== "done");
  return `${sagaSteps[index]} is ${deeds[index] ?? "not done"}`;
}
