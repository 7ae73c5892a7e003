/** Judges `10-cap/cp-register`: what a client may be told, for every set of replicas that answers. */
import { grading } from "distlab";
import type { CopyHeard, Data } from "distlab";

const names = ["A", "B", "C", "D", "E"];
const heard = (from: string, version: number): CopyHeard => ({ from, version, value: `v${version}` });
const read = (answer: grading.Answer, size: number, copies: readonly CopyHeard[]): Data =>
  answer.call("read", names.slice(0, size), copies as unknown as Data);
const write = (answer: grading.Answer, size: number, asked: readonly string[], stored: readonly string[]): Data =>
  answer.call("write", names.slice(0, size), asked, stored);

const subsets = (list: readonly string[]): string[][] =>
  list.reduce<string[][]>((all, name) => [...all, ...all.map((one) => [...one, name])], [[]]);

export default grading.exercise({
  id: "10-cap/cp-register",
  title: "A register that would rather say nothing",
  kind: "write",
  exports: ["read", "write"],
  hints: [
    "More than half of all replicas, not of those that answered. And an answer that came twice is one answer.",
    "For the reader: which of a majority of answers is surely not older than any write that was acknowledged?",
    "For the writer: if one of five has stored it, will it be there tomorrow? If you do not know, say so.",
  ],
  difference: "The reference refuses a reader and never says unknown to one: reading changes nothing.",
  checks: [
    grading.example({
      name: "a majority answers a read with the newest value",
      points: 2,
      hint: "The version says what is newest, not the order of the answers nor how many hold it.",
      run(answer) {
        grading.expectEqual(
          read(answer, 3, [heard("A", 2), heard("C", 1)]),
          { kind: "value", value: "v2" },
          "the answer to a read after A holds version 2 and C version 1",
        );
        grading.expectEqual(
          read(answer, 5, [heard("E", 1), heard("B", 4), heard("C", 3)]),
          { kind: "value", value: "v4" },
          "the answer to a read after E holds 1, B 4, C 3",
        );
      },
    }),
    grading.example({
      name: "without a majority a read is refused",
      points: 2,
      hint: "Half is not a majority, and one answer is not two. And a read changes nothing: it is refused, not unknown.",
      run(answer) {
        grading.expectEqual(
          read(answer, 4, [heard("A", 2), heard("B", 2)]),
          { kind: "refused" },
          "the answer to a read after two of four have answered",
        );
        grading.expectEqual(
          read(answer, 3, [heard("A", 2), heard("A", 2)]),
          { kind: "refused" },
          "the answer to a read after A has answered twice",
        );
        grading.expectEqual(read(answer, 3, []), { kind: "refused" }, "the answer to a read after nobody has answered");
      },
    }),
    grading.example({
      name: "a write is done when a majority has stored it",
      points: 2,
      hint: "Of all replicas.",
      run(answer) {
        grading.expectEqual(
          write(answer, 3, ["A", "B", "C"], ["B", "C"]),
          { kind: "done" },
          "the answer to a write that two of three have stored",
        );
        grading.expectEqual(
          write(answer, 5, ["A", "B", "C"], ["A", "B", "C"]),
          { kind: "done" },
          "the answer to a write that three of five have stored",
        );
      },
    }),
    grading.example({
      name: "a write that somebody may have stored is neither done nor refused",
      points: 3,
      hint: '"Failed" would be a lie if the next reader finds it, and "done" if he does not.',
      run(answer) {
        grading.expectEqual(
          write(answer, 3, ["A", "B", "C"], ["A"]),
          { kind: "unknown" },
          "the answer to a write that one of three has stored",
        );
        grading.expectEqual(
          write(answer, 5, ["A", "B", "C"], ["A", "B"]),
          { kind: "unknown" },
          "the answer to a write that two of five have stored, where three were asked",
        );
        grading.expectEqual(
          write(answer, 3, ["A", "B", "C"], ["B", "B"]),
          { kind: "unknown" },
          "the answer to a write that B has confirmed twice, and nobody else",
        );
        grading.expectEqual(
          write(answer, 3, ["A", "B", "C"], []),
          { kind: "unknown" },
          "the answer to a write that three were asked to store and nobody has confirmed",
        );
        grading.expectEqual(
          write(answer, 3, [], []),
          { kind: "refused" },
          "the answer to a write that nobody was asked to store",
        );
      },
    }),
    grading.example({
      name: "for up to five replicas, whoever answers: every acknowledged write is read, and none is denied that may be found",
      points: 3,
      hint: "Take the sets in the verdict and draw them as two circles.",
      run(answer) {
        let cases = 0;
        for (const size of [1, 2, 3, 4, 5]) {
          for (const stored of subsets(names.slice(0, size))) {
            const told = write(answer, size, names.slice(0, size), stored) as { kind: string };
            for (const reached of subsets(names.slice(0, size))) {
              const copies = reached.map((name) => heard(name, stored.includes(name) ? 2 : 1));
              const got = read(answer, size, copies) as { kind: string; value?: string };
              const what = `${size} replicas, stored by ${stored.join("") || "nobody"} (told ${told.kind}), read from ${reached.join("") || "nobody"}: ${got.kind} ${got.value ?? ""}`;
              grading.expectTrue(!(told.kind === "done" && got.value === "v1"), `${what}, though it was acknowledged`);
              grading.expectTrue(
                !(told.kind === "refused" && got.value === "v2"),
                `${what}, though its writer was told that nothing happened`,
              );
              cases += 1;
            }
            const whole = read(
              answer,
              size,
              names.slice(0, size).map((name) => heard(name, 1)),
            ) as { kind: string };
            grading.expectEqual(
              whole.kind,
              "value",
              `the kind of answer to a read of ${size} replicas that all answer`,
            );
          }
        }
        return `${cases} pairs of sets`;
      },
    }),
  ],
});
