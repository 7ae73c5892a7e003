// Gives the lock to whoever asks last.
// caught by: a lock in the way is shown, and stays
import type { Account, AccountLock, LockAnswer, Outcome } from "distlab";

export function lock(account: Account, wanted: AccountLock): LockAnswer {
  const held = account.lock;
  void held;
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
