/** Judges `17-two-and-three-phase-commit/coordinator-recovery`: single transactions, then logs cut off at every line. */
import { createRandom, grading } from "distlab";
import type { CoordinatorRecord, Data, ToldOutcome } from "distlab";

const begun = (transaction: string, ...participants: string[]): CoordinatorRecord => ({
  kind: "begun",
  transaction,
  participants,
});
const line = (kind: "commit" | "abort" | "ended", transaction: string): CoordinatorRecord => ({ kind, transaction });
const acknowledged = (transaction: string, by: string): CoordinatorRecord => ({
  kind: "acknowledged",
  transaction,
  by,
});

type Recovered = { save: CoordinatorRecord[]; tell: ToldOutcome[] };
const recover = (answer: grading.Answer, log: CoordinatorRecord[]): Recovered =>
  answer.call("recover", log as unknown as Data) as unknown as Recovered;
const inquired = (answer: grading.Answer, log: CoordinatorRecord[], transaction: string): Data =>
  answer.call("inquired", log as unknown as Data, transaction);

/** Who is told what, in an order of its own. */
const told = ({ tell }: Recovered): string[] =>
  tell.map(({ to, transaction, outcome }) => `${transaction} ${outcome} to ${to}`).toSorted();

/** Who must be told what: committed if the log says so, or else aborted; nobody twice. */
function byTheBook(log: readonly CoordinatorRecord[]): string[] {
  const has = (kind: string, transaction: string): boolean =>
    log.some((one) => one.kind === kind && one.transaction === transaction);
  return log
    .flatMap((one) =>
      one.kind === "begun" && !has("ended", one.transaction)
        ? one.participants.map((to) => ({ to, transaction: one.transaction }))
        : [],
    )
    .filter(
      ({ to, transaction }) =>
        !log.some((one) => one.kind === "acknowledged" && one.transaction === transaction && one.by === to),
    )
    .map(({ to, transaction }) => `${transaction} ${has("commit", transaction) ? "commit" : "abort"} to ${to}`)
    .toSorted();
}

/** A log as a busy coordinator would have written it: four transactions, each at its own pace, interleaved. */
function busyLog(seed: number): CoordinatorRecord[] {
  const random = createRandom(seed);
  const queues = ["T1", "T2", "T3", "T4"].map((transaction) => {
    const names = random.shuffled(["P1", "P2", "P3"]).slice(0, random.chance(0.5) ? 2 : 3);
    const outcome = random.chance(0.6) ? "commit" : "abort";
    return [
      begun(transaction, ...names),
      line(outcome, transaction),
      ...names.map((by) => acknowledged(transaction, by)),
      line("ended", transaction),
    ];
  });
  const log: CoordinatorRecord[] = [];
  while (queues.some((queue) => queue.length > 0))
    log.push(...random.pick(queues.filter((queue) => queue.length > 0)).splice(0, 1));
  return log;
}

export default grading.exercise({
  id: "17-two-and-three-phase-commit/coordinator-recovery",
  title: "The coordinator wakes up",
  kind: "write",
  exports: ["recover", "inquired"],
  hints: [
    "If a participant has been told to commit, which line must be in the log?",
    "Begun and not decided: the votes are gone. Could it have committed? Can it commit now?",
    "Saved is saved: a transaction that has ended may still be asked about.",
  ],
  difference:
    "The reference saves an abort that it decides on. Presuming abort, one could leave that out: the log would say the same.",
  checks: [
    grading.example({
      name: "what was decided is told again to whoever has not acknowledged it",
      points: 2,
      hint: "The decision is in the log; only the telling may have been lost.",
      run(answer) {
        const log = [
          begun("T1", "P1", "P2"),
          line("commit", "T1"),
          acknowledged("T1", "P2"),
          begun("T2", "P1", "P3"),
          line("abort", "T2"),
        ];
        grading.expectEqual(
          told(recover(answer, log)),
          ["T1 commit to P1", "T2 abort to P1", "T2 abort to P3"],
          "who is told what after T1 committed, acknowledged by P2, and T2 aborted",
        );
      },
    }),
    grading.example({
      name: "what was not decided is aborted",
      points: 2,
      hint: "Everybody may have voted yes. Does the coordinator know that?",
      run(answer) {
        const log = [begun("T1", "P1", "P2"), begun("T2", "P1"), line("commit", "T2")];
        const recovered = recover(answer, log);
        grading.expectEqual(
          told(recovered),
          ["T1 abort to P1", "T1 abort to P2", "T2 commit to P1"],
          "who is told what when T1 is undecided and T2 committed",
        );
        grading.expectEqual(
          inquired(answer, [...log, ...recovered.save], "T1"),
          "abort",
          "its answer about T1 afterwards",
        );
      },
    }),
    grading.example({
      name: "what has ended is left alone",
      points: 1,
      hint: "A log of years would otherwise be told all over again.",
      run(answer) {
        const ended = [begun("T1", "P1"), line("commit", "T1"), acknowledged("T1", "P1"), line("ended", "T1")];
        const recovered = recover(answer, [...ended, begun("T2", "P2"), line("commit", "T2")]);
        grading.expectEqual(told(recovered), ["T2 commit to P2"], "who is told what when T1 has ended");
        grading.expectTrue(
          !recovered.save.some(({ transaction }) => transaction === "T1"),
          "something more is saved about T1, which has ended",
        );
      },
    }),
    grading.example({
      name: "who asks is told what the log says, and abort where it says nothing",
      points: 2,
      hint: "A transaction is cut off the log only after all have acknowledged. Who could still ask about an unknown one?",
      run(answer) {
        const log = [
          begun("T1", "P1"),
          line("commit", "T1"),
          acknowledged("T1", "P1"),
          line("ended", "T1"),
          begun("T2", "P1"),
          line("abort", "T2"),
        ];
        grading.expectEqual(
          [
            inquired(answer, log, "T1"),
            inquired(answer, log, "T2"),
            inquired(answer, log, "T9"),
            inquired(answer, [], "T1"),
          ],
          ["commit", "abort", "abort", "abort"],
          "its answers about T1 (ended), T2, T9 (unknown), and T1 with an empty log",
        );
      },
    }),
    grading.example({
      name: "a crash behind any line of sixty logs, and another during the recovery: nobody is told anything else",
      points: 3,
      hint: "The second crash leaves some of what was saved, and some of the messages are out.",
      run(answer) {
        let crashes = 0;
        for (let seed = 1; seed <= 60; seed++) {
          const whole = busyLog(seed);
          const length = seed % (whole.length + 1);
          const log = whole.slice(0, length);
          const first = recover(answer, log);
          grading.expectEqual(told(first), byTheBook(log), `who is told what after ${JSON.stringify(log)}`);
          for (let saved = 0; saved <= first.save.length; saved++) {
            const longer = [...log, ...first.save.slice(0, saved)];
            grading.expectEqual(
              told(recover(answer, longer)),
              byTheBook(log),
              `who is told what at the second attempt, after ${JSON.stringify(longer)}`,
            );
            crashes += 1;
          }
          const again = first.tell.map(({ transaction }) => inquired(answer, [...log, ...first.save], transaction));
          grading.expectEqual(
            again,
            first.tell.map(({ outcome }) => outcome),
            "its answers to inquiries, beside what it told before",
          );
        }
        return `60 logs, ${crashes} second crashes`;
      },
    }),
  ],
});
