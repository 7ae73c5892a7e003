/**
 * One shard, as its log sees it.
 *
 * Every server of a shard carries out the same commands in the same order. Three of them you write. An account is
 * `{ balance, lock }`; a lock is `{ transaction, home, amount }` and says what a transfer intends: `amount` is what the
 * account's balance changes by, and may be below 0.
 *
 * - `lock(account, wanted)`: answers `"granted"`, and the account is locked; or `"too little"`, if the balance does not
 *   allow the amount; or the lock that is in the way, if it is another transfer's. A transfer that has the lock and asks
 *   again is granted it again.
 * - `decide(recorded, proposed)`: how a transfer ends. `recorded` is what was decided before, or `null`. Returns what is
 *   decided now. More than one teller may propose.
 * - `finish(account, transaction, outcome)`: that transfer's lock is taken off; with `"commit"` the balance changes by
 *   its amount. It may come twice, and it may come when another transfer has the lock.
 *
 * `account` is yours to change. Nothing else is: no clock, no chance, or the servers would not agree.
 *
 * Try it: `npx distlab check 20-capstone/replicated-shard`, or the button Check in the page.
 */
import type { Account, AccountLock, LockAnswer, Outcome } from "distlab";

export function lock(account: Account, wanted: AccountLock): LockAnswer {
  void [account, wanted]; // Your answer goes here, instead of these two lines.
  return "too little";
}

export function decide(recorded: Outcome | null, proposed: Outcome): Outcome {
  void recorded; // And here.
  return proposed;
}

export function finish(account: Account, transaction: string, outcome: Outcome): void {
  void [account, transaction, outcome]; // And here.
}
