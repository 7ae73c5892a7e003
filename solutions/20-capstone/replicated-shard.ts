/**
 * A lock belongs to one transfer, by name, and only that name opens it: so a request that comes twice, or late, finds
 * nothing that is its own and changes nothing. The first decision is the only one.
 */
import type { Account, AccountLock, LockAnswer, Outcome } from "distlab";

export function lock(account: Account, wanted: AccountLock): LockAnswer {
  const held = account.lock;
  if (held !== null && held.transaction !== wanted.transaction) return held;
  if (account.balance + wanted.amount < 0) return "too little";
  account.lock = wanted;
  return "granted";
}

export function decide(recorded: Outcome | null, proposed: Outcome): Outcome {
  return recorded ?? proposed;
}

export function finish(account: Account, transaction: string, outcome: Outcome): void {
  const held = account.lock;
  if (held === null || held.transaction !== transaction) return;
  if (outcome === "commit") account.balance += held.amount;
  account.lock = null;
}
