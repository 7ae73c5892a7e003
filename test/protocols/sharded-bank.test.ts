/** The bank: right over a thousand storms; its broken twins are caught; transfers are what makes it one whole. */
import { describe, expect, test } from "vitest";
import { bankAccounts, bankMap, bankRules, checkLinearizable, models, raftHandlers, shardedBank } from "distlab";
import { simulate } from "distlab";
import type { BankOperation, HistoryModel, Operation, ReplacedBankRules, Run } from "distlab";
import { commitUpTo } from "../../lib/protocols/raft/server";
import { lastIndex } from "../../lib/structures/log";
import { calmBank, customers, judgeBank, stormyBank } from "../exercises/bank-storms";

const stormy = (replaced: ReplacedBankRules, seed: number): Run =>
  simulate({ ...stormyBank(replaced, seed), trace: false, onFailure: "report" });

/** What is wrong with the first storm that something is wrong with, and which it is. */
function firstWrong(replaced: ReplacedBankRules, seeds: number): string | undefined {
  for (let seed = 1; seed <= seeds; seed++) {
    const run = stormy(replaced, seed);
    const wrong = run.failure?.message ?? judgeBank(run);
    if (wrong !== true) return `seed ${seed}: ${wrong}`;
  }
  return undefined;
}

describe("a transfer", () => {
  test("moves money between two shards, and both accounts are free afterwards", () => {
    const operations: BankOperation[] = [
      { kind: "transfer", from: "Ann", to: "Bob", amount: 30 },
      { kind: "get", key: "Ann" },
      { kind: "get", key: "Bob" },
    ];
    const run = simulate(calmBank({}, 1, { x: operations }));
    expect(run.history.map(({ result }) => result)).toEqual([true, 70, 130]);
    expect(bankAccounts(run.states)).toEqual({ Ann: { balance: 70, lock: null }, Bob: { balance: 130, lock: null } });
  });

  test("of more than there is is refused, and nothing is locked", () => {
    const run = simulate(calmBank({}, 1, { x: [{ kind: "transfer", from: "Ann", to: "Bob", amount: 101 }] }));
    expect(run.history.map(({ result }) => result)).toEqual([false]);
    expect(bankAccounts(run.states)).toEqual({ Ann: { balance: 100, lock: null } });
  });

  test("whose teller never comes back is aborted by whoever finds its lock in the way", () => {
    const x: BankOperation[] = [{ kind: "transfer", from: "Ann", to: "Bob", amount: 30 }];
    const protocol = shardedBank({ tellers: { x, y: [{ kind: "get", key: "Ann" }] }, pauseMs: [50, 60] });
    const found: number[] = [];
    for (let atMs = 330; atMs <= 700; atMs += 5) {
      const faults = [{ kind: "crash" as const, node: "x", atMs }];
      const run = simulate({ protocol, seed: 3, faults, untilMs: 10_000, network: { latencyMs: 10 } });
      const open = Object.values(bankAccounts(run.states)).filter(({ lock }) => lock !== null);
      expect(run.history.filter(({ client }) => client === "y")[0]!.result).toBeTypeOf("number");
      expect(checkLinearizable(run.history, models.bank()).verdict).toBe("linearizable");
      found.push(open.length);
    }
    // Only a lock that nobody has stumbled over may be left: Bob's.
    expect(found).toContain(0);
    expect(Math.max(...found)).toBeLessThanOrEqual(1);
  });
});

describe("the bank under the full nemesis", () => {
  test("1,000 seeds: every answer is right, the money is all there, no account stays locked", () => {
    expect(firstWrong({}, 1000)).toBeUndefined();
  });
});

/** Mistakes of the bank and of its groups, each with the rule that makes it. */
const twins: { readonly [mistake: string]: ReplacedBankRules } = {
  "a shard gives an account to whoever asks last": {
    bank: {
      lock(account, lock) {
        if (account.balance + lock.amount < 0) return "too little";
        account.lock = lock;
        return "granted";
      },
    },
  },
  "a shard does not look at the balance": {
    bank: { lock: (account, lock) => bankRules.lock({ ...account, balance: Infinity }, lock) && take(account, lock) },
  },
  "the last word decides": { bank: { decide: (_, proposed) => proposed } },
  "any transfer opens any lock": {
    bank: {
      finish(account, _, outcome) {
        if (account.lock !== null) bankRules.finish(account, account.lock.transaction, outcome);
      },
    },
  },
  "a transfer is decided with one lock": {
    bank: {
      nextStep: (transfer) =>
        transfer.fromLock === "granted" && transfer.outcome === null
          ? { do: "decide", outcome: "commit" }
          : bankRules.nextStep({ ...transfer, toLock: transfer.toLock ?? (transfer.outcome && "granted") }),
    },
  },
  "nothing is recorded": {
    bank: {
      nextStep: (transfer) =>
        bankRules.nextStep(
          transfer.toLock === "granted" ? { ...transfer, outcome: transfer.outcome ?? "commit" } : transfer,
        ),
    },
  },
  "an abort is taken for a success": {
    bank: { nextStep: (transfer) => again(transfer, { do: "answer", done: true }) },
  },
  "an abort is taken for too little money": {
    bank: { nextStep: (transfer) => again(transfer, { do: "answer", done: false }) },
  },
  "the account that gets the money is forgotten": {
    bank: { nextStep: (transfer) => bankRules.nextStep({ ...transfer, toFinished: transfer.outcome !== null }) },
  },
  "reads go through locks": { bank: { read: ({ balance }) => balance } },
  "reads believe what a lock intends": { bank: { read: ({ balance, lock }) => balance + (lock?.amount ?? 0) } },
  "a lock in the way is thought to be aborted, without asking": { bank: { presume: () => "abort" } },
  "a leader commits what it has alone": {
    raft: {
      advanceCommit: (state, out, config) => commitUpTo(state, lastIndex(state.log), out, config),
      appendEntriesReply: (state, reply, from, out, config) => {
        raftHandlers.appendEntriesReply(state, reply, from, out, config);
        if (state.role === "leader") commitUpTo(state, lastIndex(state.log), out, config);
      },
    },
  },
};

function take(account: Parameters<typeof bankRules.lock>[0], lock: Parameters<typeof bankRules.lock>[1]) {
  if (account.lock !== null && account.lock.transaction !== lock.transaction) return account.lock;
  account.lock = lock;
  return "granted" as const;
}

function again(transfer: Parameters<typeof bankRules.nextStep>[0], instead: ReturnType<typeof bankRules.nextStep>) {
  const step = bankRules.nextStep(transfer);
  return step.do === "begin again" ? instead : step;
}

test("a bank with a mistake is caught, each by the first storm that shows it", () => {
  const caught = Object.entries(twins).map(([mistake, replaced]) => [
    mistake,
    firstWrong(replaced, 150) ?? "not caught",
  ]);
  expect(Object.fromEntries(caught)).toMatchInlineSnapshot(`
    {
      "a leader commits what it has alone": "seed 84: z could not move 56 from Bob to Dan at 5755.736 ms, which fits in no order with what came before: y read 103 in Bob's account (2608.958–2703.125 ms), y moved 31 from Ann to Bob (4260.173–5446.032 ms); the answer could only have been true",
      "a lock in the way is thought to be aborted, without asking": "seed 2: z read 50 in Bob's account at 6326.039 ms, which fits in no order with what came before: x read 88 in Ann's account (5710.738–6236.73 ms); the answer could only have been 92 or 128",
      "a shard does not look at the balance": "seed 1: y read 129 in Dan's account at 4091.279 ms, which fits in no order with what came before: y read 48 in Cyd's account (3745.097–3791.66 ms); the answer could only have been 78",
      "a shard gives an account to whoever asks last": "seed 1: z read 145 in Dan's account at 2298.452 ms, which fits in no order with what came before: z read 190 in Bob's account (1435.187–1961.263 ms); the answer could only have been 129",
      "a transfer is decided with one lock": "seed 1: y read 42 in Cyd's account at 2179.482 ms, which fits in no order with what came before: z moved 6 from Dan to Cyd (503.787–1333.684 ms); the answer could only have been 48",
      "an abort is taken for a success": "seed 2: z read 86 in Bob's account at 6409.728 ms, which fits in no order with what came before: y moved 52 from Bob to Ann (5354.999–6377.133 ms); the answer could only have been 34",
      "an abort is taken for too little money": "seed 2: y could not move 52 from Bob to Ann at 6377.133 ms, which fits in no order with what came before: x read 38 in Dan's account (2895.606–5275.688 ms); the answer could only have been true",
      "any transfer opens any lock": "seed 3: x read 185 in Bob's account at 5231.376 ms, which fits in no order with what came before: z read 121 in Ann's account (3861.152–3905.958 ms); the answer could only have been 186 or 171",
      "nothing is recorded": "seed 2: z read 11 in Bob's account at 6044.684 ms, which fits in no order with what came before: y moved 42 from Ann to Bob (2653.918–5537.87 ms); the answer could only have been 53 or 89",
      "reads believe what a lock intends": "seed 13: x read 48 in Bob's account at 1821.574 ms, which fits in no order with what came before: y read 89 in Dan's account (1668.373–1704.392 ms); the answer could only have been 105 or 59",
      "reads go through locks": "seed 71: y read 100 in Ann's account at 2393.822 ms, which fits in no order with what came before: y read 88 in Dan's account (1840.207–1870.123 ms); the answer could only have been 123 or 70",
      "the account that gets the money is forgotten": "seed 1: when all is done an account is still locked for the transfer x.6",
      "the last word decides": "seed 2: z read 19 in Bob's account at 2833.862 ms, which fits in no order with what came before: x read 74 in Dan's account (2597.335–2633.293 ms); the answer could only have been 50",
    }
  `);
});

/** One account by itself: a transfer takes from it, or adds to it, and the other side is no concern. */
function oneAccount(name: string): HistoryModel<number, BankOperation> {
  return {
    initial: 100,
    apply(balance, operation) {
      if (operation.kind === "get") return { state: balance, result: balance };
      if (operation.to === name) return { state: balance + operation.amount };
      const enough = balance >= operation.amount;
      return { state: enough ? balance - operation.amount : balance, result: enough };
    },
  };
}

function concerns(name: string, { operation, result }: Operation): boolean {
  const wish = operation as BankOperation;
  return wish.kind === "get" ? wish.key === name : wish.from === name || (wish.to === name && result !== false);
}

test("each account by itself may be linearizable while the bank is not", () => {
  const blind = { bank: { read: ({ balance }: { balance: number }) => balance } };
  const judged = Array.from({ length: 150 }, (_, index) => stormy(blind, index + 1)).filter(
    ({ history }) => checkLinearizable(history, models.bank()).verdict === "violation",
  );
  const torn = judged.filter(({ history }) =>
    customers.every((name) => {
      const own = history.filter((operation) => concerns(name, operation));
      return checkLinearizable(own, oneAccount(name) as unknown as HistoryModel).verdict === "linearizable";
    }),
  );
  expect(torn.length).toBeGreaterThan(0);
});

describe("the options", () => {
  const tellers = { x: [] };
  test.each([
    [{ tellers, shards: 0 }, "shards is 0; allowed is a whole number from 1 to 26"],
    [{ tellers, replicas: 1.5 }, "replicas is 1.5; allowed is a whole number from 1 to 100"],
    [{ tellers, slots: 0 }, "slots is 0; allowed is a whole number from 1 to 16384"],
    [{ tellers, opening: -1 }, "opening is -1; allowed is a whole number from 0"],
    [{ tellers: { A1: [] } }, "tellers has A1, which is a server; allowed is another name"],
  ])("%j is refused", (options, words) => {
    expect(() => shardedBank(options)).toThrow(new RangeError(words));
  });

  test("a transfer to oneself, or of nothing, is refused", () => {
    const wish = (to: string, amount: number) => () =>
      shardedBank({ tellers: { x: [{ kind: "transfer", from: "Ann", to, amount }] } });
    expect(wish("Ann", 5)).toThrow("a transfer is from Ann to Ann; allowed are two accounts");
    expect(wish("Bob", 0)).toThrow("a transfer's amount is 0; allowed is a whole number from 1");
  });

  test("every slot belongs to a shard, and with two shards both have some", () => {
    const { slots, servers } = bankMap({ shards: 2 });
    expect([...new Set(slots)].toSorted()).toEqual(Object.keys(servers));
  });
});
