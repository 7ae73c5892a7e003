/**
 * What one shard of the bank does with a committed command: its state machine, in three rules.
 *
 * An account can be *locked* for one transfer, which notes in the lock what it intends and where its fate is written
 * down. Money moves only when the lock is *finished* with what was *decided*; and a decision, once written, is never
 * written again: whoever comes second is told the first one.
 */
import type { Data } from "../../protocol";
import { sessionOf } from "../raft/key-value";
import type { Command, Machine } from "../raft/key-value";
import type { Outcome } from "../atomic-commitment";

/** What a transfer intends with an account, and the account at whose shard its outcome is recorded. */
export type AccountLock = { readonly transaction: string; readonly home: string; readonly amount: number };

/** One account, as its shard keeps it. */
export type Account = { balance: number; lock: AccountLock | null };

/** What was asked of a lock: it is granted, or there is too little money, or somebody else's is in the way. */
export type LockAnswer = "granted" | "too little" | AccountLock;

/** What a shard can be asked to do; each goes through its log. */
export type ShardProcedure =
  | { readonly kind: "lock"; readonly lock: AccountLock }
  | { readonly kind: "decide"; readonly transaction: string; readonly outcome: Outcome }
  | { readonly kind: "finish"; readonly transaction: string; readonly outcome: Outcome };

/** The rules of a shard that can be replaced. Each changes the account that it is given, or nothing. */
export interface ShardRules {
  /** Locks an account for a transfer, if nobody else has and its balance allows the amount, which may be negative. */
  lock(account: Account, lock: AccountLock): LockAnswer;
  /** What is decided now, if this was on record before (or nothing) and that is proposed. */
  decide(recorded: Outcome | null, proposed: Outcome): Outcome;
  /** Ends a transfer's lock, if it is this one's. */
  finish(account: Account, transaction: string, outcome: Outcome): void;
}

function lock(account: Account, wanted: AccountLock): LockAnswer {
  const { lock: held } = account;
  if (held !== null && held.transaction !== wanted.transaction) return held;
  if (account.balance + wanted.amount < 0) return "too little";
  account.lock = wanted;
  return "granted";
}

/** First come, and that is final: the coordinator and whoever has lost patience with it may both decide. */
function decide(recorded: Outcome | null, proposed: Outcome): Outcome {
  return recorded ?? proposed;
}

function finish(account: Account, transaction: string, outcome: Outcome): void {
  if (account.lock?.transaction !== transaction) return;
  if (outcome === "commit") account.balance += account.lock.amount;
  account.lock = null;
}

/** The rules as they should be. */
export const shardRules: ShardRules = { lock, decide, finish };

/** The account in this machine; one that nobody has touched holds what it was opened with. */
export function accountIn(machine: Machine, name: string, opening: number): Account {
  const value = Object.hasOwn(machine.values, name) ? machine.values[name] : null;
  return (value as Account | null | undefined) ?? { balance: opening, lock: null };
}

/** Carries out a committed command, once: the rule that takes the place of Raft's key-value store. */
export function applyToShard(machine: Machine, command: Command, rules: ShardRules, opening: number): Data {
  const { client, serial, operation } = command;
  const session = sessionOf(machine, client);
  if (session !== undefined && session.serial >= serial) return session.serial === serial ? session.result : null;
  const result =
    operation.kind === "call"
      ? call(machine, operation.key, operation.procedure as ShardProcedure, rules, opening)
      : accountIn(machine, operation.key, opening);
  machine.sessions[client] = { serial, result };
  return result;
}

function call(machine: Machine, key: string, asked: ShardProcedure, rules: ShardRules, opening: number): Data {
  if (asked.kind === "decide") {
    const record = recordOf(asked.transaction);
    const outcome = rules.decide((machine.values[record] as Outcome | undefined) ?? null, asked.outcome);
    machine.values[record] = outcome;
    return outcome;
  }
  const account = { ...accountIn(machine, key, opening) };
  const result = asked.kind === "lock" ? rules.lock(account, asked.lock) : finished(account, asked, rules);
  machine.values[key] = account;
  return result;
}

function finished(account: Account, asked: ShardProcedure & { kind: "finish" }, rules: ShardRules): null {
  rules.finish(account, asked.transaction, asked.outcome);
  return null;
}

/** Under which key a decision stands. No account has such a name. */
function recordOf(transaction: string): string {
  return `outcome of ${transaction}`;
}
