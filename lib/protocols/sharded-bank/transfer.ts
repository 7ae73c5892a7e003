/**
 * A transfer between two accounts that may live in different shards: two-phase commit, whose participants are groups.
 *
 * Lock both accounts, have the outcome recorded, finish both. The record is the commit point: before it anybody may
 * still have the transfer aborted, after it nobody can. So what counts is what the record *says*, not what was proposed.
 */
import type { Outcome } from "../atomic-commitment";

/** A transfer, and what its teller has been answered so far. */
export type Transfer = {
  readonly transaction: string;
  readonly from: string;
  readonly to: string;
  readonly amount: number;
  fromLock: null | "granted" | "too little";
  toLock: null | "granted" | "too little";
  /** What the record says; null as long as nobody has answered. */
  outcome: Outcome | null;
  fromFinished: boolean;
  toFinished: boolean;
};

/** What to do next: ask one of the shards, tell the customer, or begin again as a new transaction. */
export type TransferStep =
  | { readonly do: "lock from" | "lock to" }
  | { readonly do: "decide"; readonly outcome: Outcome }
  | { readonly do: "finish from" | "finish to" }
  | { readonly do: "answer"; readonly done: boolean }
  | { readonly do: "begin again" };

/** Two-phase commit as one question: what is the next step of a transfer that has come this far? */
export function nextStep(transfer: Transfer): TransferStep {
  const { fromLock, toLock, outcome, fromFinished, toFinished } = transfer;
  if (fromLock === null) return { do: "lock from" };
  // Nothing is locked yet, so nothing has to be undone.
  if (fromLock === "too little") return { do: "answer", done: false };
  if (toLock === null) return { do: "lock to" };
  if (outcome === null) return { do: "decide", outcome: "commit" };
  if (!fromFinished) return { do: "finish from" };
  if (!toFinished) return { do: "finish to" };
  // Somebody lost patience with this transaction: its end says nothing about the customer's wish.
  return outcome === "commit" ? { do: "answer", done: true } : { do: "begin again" };
}
