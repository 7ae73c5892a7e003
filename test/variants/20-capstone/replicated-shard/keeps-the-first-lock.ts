// Asked again by the transfer that has the lock, it keeps the one that it has, and says so in another order.
import type { Account, AccountLock, LockAnswer, Outcome } from "distlab";

export function lock(account: Account, wanted: AccountLock): LockAnswer {
  const held = account.lock;
  if (held !== null) return held.transaction === wanted.transaction ? "granted" : held;
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
