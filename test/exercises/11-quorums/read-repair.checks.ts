/** Judges `11-quorums/read-repair`: single reads, then a store in which a replica was away. */
import { grading, partition, quorumStoreWith } from "distlab";
import type { Data, QuorumHeld, QuorumReplicaState, QuorumVersion, ReadRepair } from "distlab";

const version = (counter: number, writer: string): QuorumVersion => ({ counter, writer, value: `${writer}${counter}` });
const [first, two] = [version(1, "Ann"), version(2, "Ann")];
const repairs = (answer: grading.Answer, answers: { [replica: string]: QuorumHeld }): Data =>
  answer.call("repairs", answers as unknown as Data);

const clients = {
  Ann: Array.from({ length: 4 }, (_, index) => ({ kind: "write", value: `a${index}` }) as const),
  Ben: Array.from({ length: 4 }, (_, index) => ({ kind: "write", value: `b${index}` }) as const),
  Zoe: Array.from({ length: 12 }, () => ({ kind: "read" }) as const),
};

export default grading.exercise({
  id: "11-quorums/read-repair",
  title: "Read repair",
  kind: "write",
  exports: ["repairs"],
  hints: [
    "Two steps: find the newest; then look at each replica once more.",
    "If nobody holds anything there is nothing to send. Null is older than every version.",
  ],
  difference: "The reference looks twice at the answers; sorting them would do as well.",
  checks: [
    grading.example({
      name: "who is behind is sent the newest version",
      points: 2,
      hint: "Null is behind too; and there may be more than two versions.",
      run(answer) {
        grading.expectEqual(repairs(answer, { A: two, B: first }), { B: two }, "the repairs for A 2Ann, B 1Ann");
        grading.expectEqual(repairs(answer, { A: null, B: two }), { A: two }, "the repairs for A nothing, B 2Ann");
        grading.expectEqual(
          repairs(answer, { A: null, B: first, C: two }),
          { A: two, B: two },
          "the repairs for A nothing, B 1Ann, C 2Ann",
        );
      },
    }),
    grading.example({
      name: "where all hold the same, or nothing, nothing is sent",
      points: 2,
      hint: "Most reads are like this, so it has to be cheap.",
      run(answer) {
        grading.expectEqual(repairs(answer, { A: two, B: two }), {}, "the repairs where both hold 2Ann");
        grading.expectEqual(repairs(answer, { A: null, C: null }), {}, "the repairs where nobody holds anything");
        grading.expectEqual(repairs(answer, {}), {}, "the repairs where nobody has answered");
      },
    }),
    grading.example({
      name: "between equal counters the name decides, and counters are numbers",
      points: 2,
      hint: "3Ann and 3Ben are different versions. 10 is more than 9.",
      run(answer) {
        const [ann, ben] = [version(3, "Ann"), version(3, "Ben")];
        grading.expectEqual(repairs(answer, { A: ann, B: ben }), { A: ben }, "the repairs for A 3Ann, B 3Ben");
        grading.expectEqual(repairs(answer, { A: ben, B: ann }), { B: ben }, "the repairs for A 3Ben, B 3Ann");
        const [nine, ten] = [version(9, "Zoe"), version(10, "Ann")];
        grading.expectEqual(repairs(answer, { A: nine, B: ten }), { A: ten }, "the repairs for A 9Zoe, B 10Ann");
      },
    }),
    grading.seeds({
      name: "a replica that was away is mended by reads, and all come to hold the same",
      points: 3,
      hint: "Look at the last read, and at what followed it.",
      seeds: 60,
      simulate: (answer) => ({
        run: () => ({
          protocol: quorumStoreWith({ repairs: answer.handler<ReadRepair["repairs"]>("repairs") })({
            clients,
            retryMs: Infinity,
            pauseMs: [20, 40],
          }),
          network: { latencyMs: [1, 8] },
          faults: [partition([["C"]], { atMs: 20, healAtMs: 250 })],
          untilMs: 1200,
        }),
        check(run) {
          const held = ["A", "B", "C"].map((node) => (run.states[node] as QuorumReplicaState).held);
          const shown = held.map((one) => (one === null ? "nothing" : `${one.counter}${one.writer}`));
          return new Set(shown).size === 1 || `after the last read A, B and C hold ${shown.join(", ")}`;
        },
      }),
    }),
  ],
});
