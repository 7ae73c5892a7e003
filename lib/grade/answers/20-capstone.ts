/** What answers to the exercises of chapter 20 look like. */
import type { RouterRules } from "../../protocols/sharded-bank/routing";
import type { ShardRules } from "../../protocols/sharded-bank/shard";
import type { Transfer, TransferStep } from "../../protocols/sharded-bank/transfer";

/** An answer to `20-capstone/shard-router`. */
export type ShardRouterAnswer = RouterRules;

/** An answer to `20-capstone/replicated-shard`. */
export type ReplicatedShardAnswer = ShardRules;

/** An answer to `20-capstone/cross-shard-transfer`. */
export interface CrossShardTransferAnswer {
  nextStep(transfer: Transfer): TransferStep;
}
