/** What answers to the exercises of chapter 16 look like. */
import type { NodeId } from "../../protocol";
import type { Order } from "../../protocols/oral-messages";
import type { SignedMessagesRules } from "../../protocols/signed-messages";

/** "The last on the path says that the one before him said that … the commander ordered this." */
export type Hearsay = { path: NodeId[]; order: Order };

/** One loyal lieutenant, and what everybody knows. The first of `generals` commands. */
export type Lieutenant = { self: NodeId; generals: NodeId[]; traitorsTolerated: number };

/** An answer to `16-byzantine-generals/oral-messages`. */
export interface OralMessagesAnswer {
  /** What to tell whom after a report has come. */
  relay(lieutenant: Lieutenant, report: Hearsay): { to: NodeId; report: Hearsay }[];
  /** What to do, once everything has come that will. */
  decide(lieutenant: Lieutenant, heard: Hearsay[]): Order;
}

/** An answer to `16-byzantine-generals/signed-messages`. */
export type SignedMessagesAnswer = SignedMessagesRules;

/** Instead of what he ought to tell `to`, `from` says this. */
export type Lie = { from: NodeId; to: NodeId; says: Order };

/** What the commander was going to order, and every letter that is a lie. */
export type Treason = { order: Order; lies: Lie[] };

/** An answer to `16-byzantine-generals/three-generals`: a treason for each rule. */
export interface ThreeGenerals {
  readonly treasons: { retreat: Treason; attack: Treason; commander: Treason; colleague: Treason };
}
