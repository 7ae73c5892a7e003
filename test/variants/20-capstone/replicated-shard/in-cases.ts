// Written as cases, with a copy of the lock.
import type { Account, AccountLock, LockAnswer, Outcome } from "distlab";

export function lock(account: Account, wanted: AccountLock): LockAnswer {
  switch (account.lock?.transaction) {
    case undefined:
    case wanted.transaction:
      if (-wanted.amount > account.balance) return "too little";
      account.lock = { ...wanted };
      return "granted";
    default:
      return account.lock!;
  }
}

export function decide(recorded: Outcome | null, proposed: Outcome): Outcome {
  if (recorded === null) return proposed;
  return recorded;
}

export function finish(account: Account, transaction: string, outcome: Outcome): void {
  if (account.lock?.transaction === transaction) {
    const change = outcome === "commit" ? account.lock.amount : 0;
    account.balance = account.balance + change;
    account.lock = null;
  }
}
