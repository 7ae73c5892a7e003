/**
 * A bank on many machines: accounts are spread over shards, each shard is a Raft group, and money moves between shards.
 *
 * Everything that a course on distributed systems teaches meets here. An account belongs to a *slot*, a slot to a
 * shard (consistent hashing says which), and a shard is a group of servers that behave like one (Raft). Within a shard
 * everything is linearizable, and so are operations on one account, wherever it is: linearizability is local (Herlihy
 * and Wing 1990, theorem 1). A transfer concerns two accounts, and for it that is not enough. It is a transaction over
 * groups: two-phase commit, whose participants do not forget and hardly ever fail, because each of them is a group.
 *
 * The coordinator is the teller, and it may die. So the decision is not kept by the teller but *in a group*, that of
 * the account the money comes from: whoever finds a lock in the way has the transfer aborted there, unless it is
 * decided already. That takes away what is worst about two-phase commit, that a dead coordinator blocks the others.
 *
 * Read in this order: `sharded-bank/shard.ts` (the state machine), `sharded-bank/routing.ts`, `sharded-bank/transfer.ts`
 * (the transaction, as one function), `sharded-bank/teller.ts` (the client that carries it out).
 *
 * Source: Corbett et al., "Spanner: Google's globally distributed database", OSDI 2012, section 4.2 (two-phase commit
 * over Paxos groups); a record that anybody may decide: Peng and Dabek, "Large-scale incremental processing using
 * distributed transactions and notifications" (Percolator), OSDI 2010, section 2.2. Simplified: slots do not move, a
 * teller serves one customer at a time, and records of outcomes are never forgotten.
 */
import type { AnyProtocol, Data, Millis, NodeId } from "../protocol";
import { createHashRing, ringOwner } from "../structures/hash-ring";
import { raftWith } from "./raft";
import type { RaftHandlers, RaftOptions, RaftState } from "./raft/vocabulary";
import { routerRules } from "./sharded-bank/routing";
import type { RoutingTable } from "./sharded-bank/routing";
import { applyToShard, shardRules } from "./sharded-bank/shard";
import type { Account } from "./sharded-bank/shard";
import { nextStep } from "./sharded-bank/transfer";
import { teller } from "./sharded-bank/teller";
import type { BankOperation, BankRules } from "./sharded-bank/vocabulary";

/** The bank's rules as they should be. */
export const bankRules: BankRules = {
  ...shardRules,
  ...routerRules,
  nextStep,
  read: ({ balance, lock }) => (lock === null ? balance : null),
  presume: () => null,
};

/** How large the bank is, and what its customers want. */
export interface ShardedBankOptions {
  /** How many shards (`A`, `B`, …; 1 to 26). Default 2. */
  readonly shards?: number;
  /** Servers a shard: `A1`, `A2`, … Default 3. */
  readonly replicas?: number;
  /** Each teller's operations, by the teller's name. */
  readonly tellers: { readonly [teller: NodeId]: readonly BankOperation[] };
  /** What every account holds at first. Default 100. */
  readonly opening?: number;
  /** How many slots there are. Default 16. */
  readonly slots?: number;
  /** How long a teller waits for an answer before it asks another server. Default 150 ms. */
  readonly timeoutMs?: Millis;
  /** How long it lets somebody's lock stand in the way. Default [200, 400] ms. */
  readonly patienceMs?: readonly [min: Millis, max: Millis];
  /** The pause before each operation. Default [0, 20] ms. */
  readonly pauseMs?: readonly [min: Millis, max: Millis];
  /** Options of the groups. Default: pre-votes, and the defaults of `raft`. */
  readonly raft?: Omit<RaftOptions, "members">;
  /** Which shard owns a slot, `slot 0` and so on. Default: the owner on a hash ring of the shards. */
  readonly ownerOf?: (slot: string, shards: readonly string[]) => string;
}

/** What can be replaced: rules of the bank, and rules of the groups. */
export interface ReplacedBankRules {
  readonly bank?: Partial<BankRules>;
  readonly raft?: Partial<Omit<RaftHandlers, "apply">>;
}

/** All nodes of a bank, by name: what `simulate` takes as its protocol. */
export type ShardedBank = { readonly [node: NodeId]: AnyProtocol };

/**
 * The bank's nodes, shard by shard, then its tellers.
 * @throws RangeError where an option is not allowed
 * @example
 * const bank = shardedBank({ tellers: { ann: [{ kind: "transfer", from: "Ann", to: "Bob", amount: 30 }] } });
 * Object.keys(bank).join(" "); // → "A1 A2 A3 B1 B2 B3 ann"
 */
export const shardedBank: (options: ShardedBankOptions) => ShardedBank = shardedBankWith({});

/** A bank with some of its rules replaced. */
export function shardedBankWith(replaced: ReplacedBankRules): (options: ShardedBankOptions) => ShardedBank {
  const rules = { ...bankRules, ...replaced.bank };
  return (options) => {
    const table = bankMap(options);
    const { opening = 100, timeoutMs = 150, patienceMs = [200, 400], pauseMs = [0, 20], tellers } = options;
    checkTellers(options, table, opening);
    const apply: RaftHandlers["apply"] = (machine, command) => applyToShard(machine, command, rules, opening);
    const groups = Object.values(table.servers).flatMap((members) => {
      const server = raftWith({ ...replaced.raft, apply })({ preVote: true, ...options.raft, members });
      return members.map((name) => [name, server as unknown as AnyProtocol] as const);
    });
    const clients = Object.entries(tellers).map(([name, operations]) => {
      const config = { operations, table, opening, timeoutMs, patienceMs, pauseMs, rules };
      return [name, teller(config) as unknown as AnyProtocol] as const;
    });
    return Object.fromEntries([...groups, ...clients]);
  };
}

/** The map that every teller has: who owns which slot, and who serves each shard. */
export function bankMap(options: Pick<ShardedBankOptions, "shards" | "replicas" | "slots" | "ownerOf">): RoutingTable {
  const { shards = 2, replicas = 3, slots = 16 } = options;
  const most = { shards: 26, replicas: 100, slots: 16_384 };
  for (const [name, count] of Object.entries({ shards, replicas, slots })) {
    const highest = most[name as keyof typeof most];
    if (Number.isInteger(count) && count >= 1 && count <= highest) continue;
    throw new RangeError(`${name} is ${count}; allowed is a whole number from 1 to ${highest}`);
  }
  const names = Array.from({ length: shards }, (_, index) => String.fromCharCode(65 + index));
  const ring = createHashRing(names);
  const { ownerOf = (slot: string): string => ringOwner(ring, slot) } = options;
  const servers = names.map(
    (name) => [name, Array.from({ length: replicas }, (_, index) => `${name}${index + 1}`)] as const,
  );
  return {
    slots: Array.from({ length: slots }, (_, slot) => ownerOf(`slot ${slot}`, names)),
    servers: Object.fromEntries(servers),
    asks: Object.fromEntries(servers.map(([name, group]) => [name, group[0]!])),
  };
}

function checkTellers({ tellers }: ShardedBankOptions, table: RoutingTable, opening: number): void {
  if (!(Number.isSafeInteger(opening) && opening >= 0)) {
    throw new RangeError(`opening is ${opening}; allowed is a whole number from 0`);
  }
  const taken = Object.values(table.servers).flat();
  for (const [name, operations] of Object.entries(tellers)) {
    if (taken.includes(name)) throw new RangeError(`tellers has ${name}, which is a server; allowed is another name`);
    for (const operation of operations) {
      if (operation.kind !== "transfer") continue;
      const { from, to, amount } = operation;
      if (from === to) throw new RangeError(`a transfer is from ${from} to ${to}; allowed are two accounts`);
      if (Number.isSafeInteger(amount) && amount >= 1) continue;
      throw new RangeError(`a transfer's amount is ${String(amount satisfies Data)}; allowed is a whole number from 1`);
    }
  }
}

/**
 * The accounts that somebody has touched, as the furthest server of each shard that is up has them.
 * @param states the nodes' states: `run.states`
 */
export function bankAccounts(states: { readonly [node: NodeId]: Data | null }): {
  readonly [account: string]: Account;
} {
  const furthest: { [shard: string]: RaftState } = {};
  for (const [node, given] of Object.entries(states)) {
    const state = given as Partial<RaftState> | null;
    if (state?.machine === undefined) continue;
    const shard = node.slice(0, 1);
    if ((furthest[shard]?.commitIndex ?? -1) < state.commitIndex!) furthest[shard] = state as RaftState;
  }
  const values = Object.values(furthest).flatMap(({ machine }) => Object.entries(machine.values));
  return Object.fromEntries(values.filter(([, value]) => typeof value === "object")) as { [account: string]: Account };
}
