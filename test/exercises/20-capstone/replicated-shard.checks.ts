/** Judges `20-capstone/replicated-shard`: each command by itself, then a bank whose shards carry them out, in a storm. */
import { grading } from "distlab";
import type { Account, AccountLock, Data, Outcome, ReplacedBankRules, ShardRules } from "distlab";
import { judgeBank, stormyBank, wrongAtMs } from "../bank-storms";

const lockOf = (transaction: string, amount: number): AccountLock => ({ transaction, home: "Ann", amount });
const account = (balance: number, lock: AccountLock | null = null): Account => ({ balance, lock });

function locked(answer: grading.Answer, before: Account, wanted: AccountLock): Data {
  const after = structuredClone(before);
  const result = answer.handler<ShardRules["lock"]>("lock")(after, wanted) ?? null;
  return { answered: result, account: after };
}

function finished(answer: grading.Answer, before: Account, transaction: string, outcome: Outcome): Data {
  const after = structuredClone(before);
  answer.handler<ShardRules["finish"]>("finish")(after, transaction, outcome);
  return after;
}

function shard(answer: grading.Answer): ReplacedBankRules {
  return {
    bank: {
      lock: answer.handler<ShardRules["lock"]>("lock"),
      decide: answer.handler<ShardRules["decide"]>("decide"),
      finish: answer.handler<ShardRules["finish"]>("finish"),
    },
  };
}

export default grading.exercise({
  id: "20-capstone/replicated-shard",
  title: "One shard",
  kind: "write",
  exports: ["lock", "decide", "finish"],
  hints: [
    "`lock`: first, is somebody else's lock in the way? Then, is there enough money? Money does not move yet.",
    "`decide`: two tellers ask. The second is told what the first was told.",
    "`finish`: whose lock is it? Compare the names before you touch anything.",
  ],
  difference: "The reference never moves money when it locks: only `finish` changes a balance.",
  checks: [
    grading.example({
      name: "an account is locked if it is free and there is enough",
      points: 2,
      hint: "Exactly enough is enough. The balance does not change yet.",
      run(answer) {
        const wanted = lockOf("x.1", -100);
        grading.expectEqual(
          locked(answer, account(100), wanted),
          { answered: "granted", account: account(100, wanted) },
          "the answer and the account, when a transfer of 100 locks an account with 100",
        );
        grading.expectEqual(
          locked(answer, account(99), wanted),
          { answered: "too little", account: account(99) },
          "the answer and the account, when a transfer of 100 asks for an account with 99",
        );
        const gets = lockOf("x.1", 30);
        grading.expectEqual(
          locked(answer, account(0), gets),
          { answered: "granted", account: account(0, gets) },
          "the answer and the account, when an empty account is to get 30",
        );
      },
    }),
    grading.example({
      name: "a lock in the way is shown, and stays",
      points: 2,
      hint: "Answer with the lock that is held, so that the teller knows where to ask about it.",
      run(answer) {
        const held = lockOf("y.4", -10);
        grading.expectEqual(
          locked(answer, account(100, held), lockOf("x.1", -10)),
          { answered: held, account: account(100, held) },
          "the answer and the account, when x.1 asks for an account that y.4 has locked",
        );
        grading.expectEqual(
          locked(answer, account(5, held), lockOf("x.1", -10)),
          { answered: held, account: account(5, held) },
          "the same with too little money: a lock may still end either way, so nobody knows yet",
        );
        grading.expectEqual(
          locked(answer, account(100, held), held),
          { answered: "granted", account: account(100, held) },
          "the answer and the account, when y.4 asks again for what it has locked",
        );
      },
    }),
    grading.example({
      name: "what is decided stays decided",
      points: 2,
      hint: "Whoever comes second is told what the first one decided.",
      run(answer) {
        const cases = [
          [null, "commit"],
          [null, "abort"],
          ["commit", "abort"],
          ["abort", "commit"],
          ["commit", "commit"],
        ] as const;
        grading.expectEqual(
          cases.map(([recorded, proposed]) => answer.call("decide", recorded, proposed) ?? null),
          ["commit", "abort", "commit", "abort", "commit"],
          "what is decided, for null and commit, null and abort, commit and abort, abort and commit, commit twice",
        );
      },
    }),
    grading.example({
      name: "money moves when a transfer ends well, and only then",
      points: 2,
      hint: "An abort takes the lock off, and that is all.",
      run(answer) {
        const held = lockOf("x.1", -30);
        grading.expectEqual(
          finished(answer, account(100, held), "x.1", "commit"),
          account(70),
          "an account with 100 that was locked for -30, after commit",
        );
        grading.expectEqual(
          finished(answer, account(100, held), "x.1", "abort"),
          account(100),
          "an account with 100 that was locked for -30, after abort",
        );
      },
    }),
    grading.example({
      name: "whoever is late, or comes twice, changes nothing",
      points: 3,
      hint: "`finish` for x.1 may arrive when y.4 has the account, or nobody.",
      run(answer) {
        const other = lockOf("y.4", -10);
        grading.expectEqual(
          finished(answer, account(100, other), "y.4", "commit"),
          account(90),
          "an account that y.4 has locked, after y.4 is finished",
        );
        grading.expectEqual(
          finished(answer, account(100, other), "x.1", "commit"),
          account(100, other),
          "an account that y.4 has locked, after x.1 is finished once more",
        );
        grading.expectEqual(
          finished(answer, account(70), "x.1", "commit"),
          account(70),
          "a free account, after the same",
        );
      },
    }),
    grading.seeds({
      name: "the money is all there after a storm, and every answer was right",
      points: 5,
      hint: "The run ends with the answer that fits in no order, or the money does not add up.",
      seeds: 40,
      simulate: (answer) => ({ run: (seed) => stormyBank(shard(answer), seed), properties: [], check: judgeBank }),
      wrongAtMs,
    }),
  ],
});
