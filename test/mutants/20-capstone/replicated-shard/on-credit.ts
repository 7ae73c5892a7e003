// Does not look at the balance.
// caught by: an account is locked if it is free and there is enough
import type { Account, AccountLock, LockAnswer, Outcome } from "distlab";

export function lock(account: Account, wanted: AccountLock): LockAnswer {
  const held = account.lock;
  if (held !== null && held.transaction !== wanted.transaction) return held;
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
