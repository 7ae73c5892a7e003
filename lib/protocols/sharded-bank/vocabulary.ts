/** The bank's words: what tellers ask for, keep and save, and what can be replaced. */
import type { Millis, NodeId, Out } from "../../protocol";
import type { Outcome } from "../atomic-commitment";
import type { KeyValueOperation } from "../raft/key-value";
import type { ClientReply, ClientRequest } from "../raft/vocabulary";
import type { RouterRules, RoutingTable } from "./routing";
import type { Account, AccountLock, ShardRules } from "./shard";
import type { Transfer, TransferStep } from "./transfer";

/** What a customer wants: to know a balance, or to move money. */
export type BankOperation =
  | { readonly kind: "get"; readonly key: string }
  | { readonly kind: "transfer"; readonly from: string; readonly to: string; readonly amount: number };

/** What a teller can be waiting for an answer to. */
export type Purpose =
  | "read"
  | "lock from"
  | "lock to"
  | "decide"
  | "finish from"
  | "finish to"
  | "learn outcome"
  | "clear away";

/** A request that is under way. */
export type Asked = { readonly purpose: Purpose; readonly operation: KeyValueOperation };

/** A lock of another transfer that is in the way, and how that transfer has ended, once that is known. */
export type Obstacle = { readonly account: string; readonly lock: AccountLock; outcome: Outcome | null };

export type TellerMessage = ClientRequest | ClientReply;
/** `retry`: no answer. `patience`: somebody's lock has been in the way for long enough. `next`: the next customer. */
export type TellerTimer = "retry" | "patience" | "next";

/** A teller's state. */
export type TellerState = {
  role: "teller";
  self: NodeId;
  /** The number of its last request. */
  serial: number;
  /** The number of the operation that is under way, or was the last; from 1. */
  operation: number;
  isBusy: boolean;
  answered: number;
  table: RoutingTable;
  transfer: Transfer | null;
  obstacles: Obstacle[];
  asked: Asked | null;
};

/** What survives a crash: which numbers are taken, and whose locks may be lying about. */
export type TellerSaved = {
  serial: number;
  operation: number;
  transfer: Pick<Transfer, "transaction" | "from" | "to" | "amount"> | null;
};

/** The bank's rules that can be replaced one by one: shards', routers' and tellers'. */
export interface BankRules extends ShardRules, RouterRules {
  nextStep(transfer: Transfer): TransferStep;
  /** What a customer is told about an account: its balance, or null, if that cannot be said as long as it is locked. */
  read(account: Account): number | null;
  /** How a transfer has ended whose lock is in the way, if that is known without asking; null if it must be asked. */
  presume(lock: AccountLock): Outcome | null;
}

/** What a teller needs to know. */
export interface TellerConfig {
  readonly operations: readonly BankOperation[];
  readonly table: RoutingTable;
  readonly opening: number;
  readonly timeoutMs: Millis;
  readonly patienceMs: readonly [min: Millis, max: Millis];
  readonly pauseMs: readonly [min: Millis, max: Millis];
  readonly rules: BankRules;
}

/** The recorder that tellers get. */
export type TellerOut = Out<TellerMessage, TellerTimer, TellerSaved>;
