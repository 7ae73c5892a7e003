/** What answers to the exercises of chapter 05 look like. */
import type { Data } from "../../data";
import type { Millis, NodeId, Out, Protocol } from "../../protocol";

/** A request to the replica: insert this row. A repeated request has the same id, and each client counts its own. */
export type InsertRequest = { kind: "Call"; id: number; body: Data };
/** The row is there, as number `result` of the table (the first is 1). */
export type InsertReply = { kind: "Reply"; id: number; result: number };
/** The replica's state: its table, and whatever it wants to remember besides. */
export type ReplicaTable = {
  rows: Data[];
  /** Empty at first. Put into it what you like. */
  memory: { [key: string]: Data };
};

/** An answer to `05-two-generals/idempotent-receiver`. */
export interface IdempotentReceiver {
  /** Runs when `request` arrives from `client`. Inserts the row unless that has been done, and replies in any case. */
  receive(state: ReplicaTable, request: InsertRequest, client: NodeId, out: Out<InsertReply>): void;
}

/** What a general does at dawn. */
export type Decision = "attack" | "hold";
/** How a night went: which messengers arrived, in order, and what each general did at dawn. */
export interface Night {
  readonly delivered: readonly number[];
  readonly A: Decision;
  readonly B: Decision;
}
/**
 * The generals' plan. Messengers are numbered from 1 in the order in which they would ride; A sends the odd ones, B the
 * even ones. Both generals attack if nobody is caught, and both hold if nobody arrives.
 */
export interface Plan {
  /** How many messengers there are at most. */
  readonly messengers: number;
  /** Plays a night on which these messengers are caught, if they ride. The same losses make the same night. */
  play(lost: readonly number[]): Night;
}

/** An answer to `05-two-generals/find-disagreement`. */
export interface FindDisagreement {
  /** Which messengers must be caught for one general to attack and the other to hold. */
  findDisagreement(plan: Plan): number[];
}

/** Please take this amount, in euros. */
export type Pay = { kind: "Pay"; id: number; amount: number };
/** The payment with this id has been taken. */
export type Receipt = { kind: "Receipt"; id: number };
/** All that crosses the network between a payer and the bank. */
export type PaymentMessage = Pay | Receipt;
/** The payer's state and what it saves. */
export type PayerState = {
  /** How many payments have their receipt. */
  paid: number;
  /** Whatever else it wants to remember. */
  memory: { [key: string]: Data };
};
/** The bank's state and what it saves. */
export type BankState = {
  /** The sum of all payments taken, in euros. */
  balance: number;
  /** Whatever else it wants to remember. */
  memory: { [key: string]: Data };
};
/** Who is to be paid, and what. */
export interface PayerOptions {
  readonly bank: NodeId;
  /** To be paid one after the other, each once. */
  readonly amounts: readonly number[];
  /** How long to wait for a receipt before asking again. */
  readonly timeoutMs: Millis;
}

/** An answer to `05-two-generals/exactly-once-effect`. */
export interface ExactlyOnceEffect {
  payer(options: PayerOptions): Protocol<PayerState, PaymentMessage, "retry", PayerState>;
  bank(): Protocol<BankState, PaymentMessage, never, BankState>;
}

/** An answer to an exercise in which something is to be predicted. */
export interface Predicted {
  /** One of the choices, word for word. */
  readonly prediction: string;
  /** How sure you are, in per cent: from what guessing would give to 100. */
  readonly confidence: number;
  /** Why, in a sentence. */
  readonly because: string;
}
