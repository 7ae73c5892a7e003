/** Judges `20-capstone/cross-shard-transfer`: how far a transfer has come, then whole banks: right, available, cheap. */
import { grading } from "distlab";
import type { BankRules, Data, ReplacedBankRules, Run, Transfer } from "distlab";
import { calmBank, judgeBank, stormyBank, wrongAtMs } from "../bank-storms";

const begun: Transfer = {
  transaction: "x.1",
  from: "Ann",
  to: "Bob",
  amount: 30,
  fromLock: null,
  toLock: null,
  outcome: null,
  fromFinished: false,
  toFinished: false,
};
const locked: Transfer = { ...begun, fromLock: "granted", toLock: "granted" };

function step(answer: grading.Answer, so: Partial<Transfer>, begin: Transfer = begun): Data {
  return answer.call("nextStep", { ...begin, ...so }) ?? null;
}

function wordsOf(given: Data): string {
  const { do: word, done, outcome } = (given ?? {}) as { do?: Data; done?: Data; outcome?: Data };
  return [word, done, outcome].filter((one) => one !== undefined).join(" ");
}

const oneOf = (happened: Data, allowed: readonly string[], when: string): void =>
  grading.expectTrue(allowed.includes(wordsOf(happened)), `${when} it does: ${wordsOf(happened) || "nothing"}`, {
    expected: allowed.join(", or "),
    happened: wordsOf(happened),
  });

function transfers(answer: grading.Answer): ReplacedBankRules {
  return { bank: { nextStep: answer.handler<BankRules["nextStep"]>("nextStep") } };
}

/** Requests to shards in a run without faults, in which nobody is in anybody's way. */
function requestsOf(run: Run): number {
  const one = ({ serial }: { serial?: number }): number => serial ?? 0;
  return one((run.states["x"] ?? {}) as { serial?: number });
}

/** One teller, ten transfers, calm weather. */
function alone(rules: ReplacedBankRules, seed: number) {
  const operations = Array.from({ length: 10 }, (_, place) => ({
    kind: "transfer" as const,
    from: place % 2 === 0 ? "Ann" : "Bob",
    to: place % 2 === 0 ? "Bob" : "Ann",
    amount: 10 + place,
  }));
  return calmBank(rules, seed, { x: operations });
}

export default grading.exercise({
  id: "20-capstone/cross-shard-transfer",
  title: "From shard to shard",
  kind: "write",
  exports: ["nextStep"],
  hints: [
    "Go through the fields in the order in which they are listed: which is the first one that is not there yet?",
    "The commit point is the record. What may the teller believe before it has answered, and what after?",
    "You proposed commit and the record says abort: somebody lost patience. Both accounts must be freed, and the customer still wants his transfer.",
  ],
  difference: "The reference takes seven lines: one for each field, in order.",
  checks: [
    grading.example({
      name: "locks both accounts first",
      points: 2,
      hint: "Either may be locked first.",
      run(answer) {
        oneOf(step(answer, {}), ["lock from", "lock to"], "at the beginning");
        oneOf(step(answer, { fromLock: "granted" }), ["lock to"], "with the first account locked");
      },
    }),
    grading.example({
      name: "nothing is decided with one lock, and nothing finished before it is decided",
      points: 2,
      hint: "Two locks, then the record, then the accounts.",
      run(answer) {
        oneOf(step(answer, {}, locked), ["decide commit"], "with both accounts locked and nothing decided");
        const halfway = wordsOf(step(answer, { fromLock: "granted" }));
        grading.expectTrue(!halfway.startsWith("decide"), "it has one lock, and decides");
      },
    }),
    grading.example({
      name: "who has too little is told so",
      points: 2,
      hint: "Nothing is locked then, if this account was asked first; if not, the other one must be freed.",
      run(answer) {
        const first = wordsOf(step(answer, {}));
        oneOf(step(answer, {}), ["lock from", "lock to"], "at the beginning");
        const so: Partial<Transfer> = first === "lock to" ? { toLock: "granted" } : {};
        const then = wordsOf(step(answer, { ...so, fromLock: "too little" }));
        const allowed = first === "lock to" ? ["decide abort", "answer false"] : ["answer false"];
        grading.expectTrue(
          allowed.includes(then) && (first !== "lock to" || then !== "answer false"),
          `after "too little" it does: ${then}`,
        );
      },
    }),
    grading.example({
      name: "both accounts are told what was decided, before the customer is",
      points: 2,
      hint: "An account that nobody finishes stays locked until somebody stumbles over it.",
      run(answer) {
        for (const outcome of ["commit", "abort"] as const) {
          const at = { ...locked, outcome };
          oneOf(step(answer, {}, at), ["finish from", "finish to"], `when ${outcome} is on record`);
          oneOf(
            step(answer, { fromFinished: true }, at),
            ["finish to"],
            `when ${outcome} is on record and one account is free`,
          );
        }
      },
    }),
    grading.example({
      name: "what the record says counts, and an abort is not the customer's answer",
      points: 2,
      hint: "You proposed commit. The record may say abort all the same.",
      run(answer) {
        const ended: Transfer = { ...locked, fromFinished: true, toFinished: true };
        oneOf(
          step(answer, { outcome: "commit" }, ended),
          ["answer true"],
          "when all is finished and commit is on record",
        );
        oneOf(
          step(answer, { outcome: "abort" }, ended),
          ["begin again"],
          "when all is finished and abort is on record",
        );
      },
    }),
    grading.seeds({
      name: "right and available in a storm",
      points: 6,
      hint: "Read the run from its end: whose answer cannot be explained?",
      seeds: 40,
      simulate: (answer) => ({ run: (seed) => stormyBank(transfers(answer), seed), properties: [], check: judgeBank }),
      wrongAtMs,
    }),
    grading.seeds({
      name: "costs no more than five requests a transfer",
      points: 2,
      hint: "Lock, lock, decide, finish, finish.",
      seeds: 5,
      simulate: (answer) => ({
        run: (seed) => alone(transfers(answer), seed),
        properties: [],
        check(run) {
          const done = run.history.filter(({ result }) => result === true).length;
          if (done < 10) return `only ${done} of 10 transfers were done, and there is money for all`;
          const used = requestsOf(run);
          return used <= 50 || `ten transfers took ${used} requests to the shards, and the budget is 50`;
        },
      }),
    }),
  ],
});
