/** The messages of an exactly scheduled run: which are on their way, and how one is named. */
import { canonical } from "../data";
import type { Data, Envelope, NodeId } from "../protocol";
import { kindOf } from "../step";
import type { Which } from "./schedule";

/** A message that was sent. */
export interface Flight extends Which, Envelope {
  /** From 1, in the order of sending. */
  readonly id: number;
  /** The number of the move in which it was sent. */
  readonly sentAt: number;
  /** How many copies are on their way. */
  copies: number;
}

export class Flights {
  private readonly byId: Flight[] = [];
  private readonly byLink = new Map<string, Flight[]>();

  constructor(private readonly isOrdered: (from: NodeId, to: NodeId) => boolean) {}

  send(from: NodeId, to: NodeId, message: Data, sentAt: number): Flight {
    const link = this.link(from, to);
    const flight: Flight = { id: this.byId.length + 1, from, to, message, nth: link.length + 1, sentAt, copies: 1 };
    this.byId.push(flight);
    link.push(flight);
    return flight;
  }

  private link(from: NodeId, to: NodeId): Flight[] {
    const key = JSON.stringify([from, to]);
    let link = this.byLink.get(key);
    if (!link) this.byLink.set(key, (link = []));
    return link;
  }

  /** The kinds of the messages that were sent on a link so far, in their order; copies do not count. */
  sentOn(from: NodeId, to: NodeId): readonly string[] {
    return this.link(from, to).map(({ message }) => kindOf(message));
  }

  withId(id: number): Flight | undefined {
    return this.byId[id - 1];
  }

  /** The message of that name, if a copy of it is on its way. */
  find({ from, to, nth }: Which): Flight | undefined {
    const flight = this.link(from, to)[nth - 1];
    return flight && flight.copies > 0 ? flight : undefined;
  }

  /**
   * The message of that name if it says the same, or else the oldest on its way on this link that does, or else the
   * oldest of the same kind.
   */
  findAlike(which: Which, message: Data): Flight | undefined {
    const text = canonical(message);
    const saysTheSame = (flight: Flight): boolean => flight.message === message || canonical(flight.message) === text;
    const named = this.find(which);
    if (named && saysTheSame(named)) return named;
    const waiting = this.link(which.from, which.to).filter((flight) => flight.copies > 0);
    const kind = kindOf(message);
    return waiting.find(saysTheSame) ?? waiting.find((flight) => kindOf(flight.message) === kind);
  }

  /** Whether the link lets it through now: an ordered link does so only if nothing that was sent before is on its way. */
  mayArrive(flight: Flight): boolean {
    if (!this.isOrdered(flight.from, flight.to)) return true;
    return this.link(flight.from, flight.to).every((other) => other.nth >= flight.nth || other.copies === 0);
  }

  /** Those of which a copy is on its way. */
  get pending(): readonly Flight[] {
    return this.byId.filter((flight) => flight.copies > 0);
  }

  get onTheirWay(): readonly Envelope[] {
    return this.byId.flatMap(({ from, to, message, copies }) =>
      Array.from({ length: copies }, () => ({ from, to, message })),
    );
  }
}
