/** Judges `11-quorums/quorum-read-write`: single answers, then every pair of quorums of up to five replicas. */
import { grading } from "distlab";
import type { Data, HeldBy, QuorumVersion } from "distlab";

const names = ["A", "B", "C", "D", "E"];
const version = (counter: number, writer: string): QuorumVersion => ({ counter, writer, value: `${writer}${counter}` });
const heard = (from: string, held: HeldBy["held"]): HeldBy => ({ from, held });
const read = (answer: grading.Answer, quorum: number, answers: readonly HeldBy[]): Data =>
  answer.call("read", quorum, answers as unknown as Data);
const write = (answer: grading.Answer, quorum: number, asked: QuorumVersion, answers: readonly HeldBy[]): Data =>
  answer.call("write", quorum, asked, answers as unknown as Data);

const subsets = (list: readonly string[], size: number): string[][] =>
  list
    .reduce<string[][]>((all, name) => [...all, ...all.map((one) => [...one, name])], [[]])
    .filter((one) => one.length === size);

export default grading.exercise({
  id: "11-quorums/quorum-read-write",
  title: "Reading and writing with quorums",
  kind: "write",
  exports: ["read", "write"],
  hints: [
    "Write one function that says whether one version is newer than another, null included, and use it in both.",
    "A replica that answers twice is one replica.",
    "A writer looks at what it met only after it has enough answers: before that, the one that matters may be missing.",
  ],
  difference: "The reference counts with a set of names, and finds the newest with the same function for both.",
  checks: [
    grading.example({
      name: "a read waits for R replicas and takes the newest",
      points: 3,
      hint: "Neither the first nor the last answer: the newest. Null is older than everything.",
      run(answer) {
        const [one, two] = [version(1, "Ann"), version(2, "Ann")];
        grading.expectEqual(read(answer, 2, [heard("A", two)]), { kind: "wait" }, "a read with R = 2 after one answer");
        grading.expectEqual(
          read(answer, 2, [heard("A", two), heard("B", one)]),
          { kind: "value", value: "Ann2" },
          "a read after A holds Ann2 and B Ann1",
        );
        grading.expectEqual(
          read(answer, 2, [heard("B", one), heard("A", two)]),
          { kind: "value", value: "Ann2" },
          "the same, the other way round",
        );
        grading.expectEqual(
          read(answer, 2, [heard("A", null), heard("B", one)]),
          { kind: "value", value: "Ann1" },
          "a read after A holds nothing and B Ann1",
        );
        grading.expectEqual(
          read(answer, 1, [heard("C", null)]),
          { kind: "value", value: null },
          "a read with R = 1 of nothing",
        );
      },
    }),
    grading.example({
      name: "between equal counters the name decides",
      points: 2,
      hint: "Two writers may take the same number without knowing of each other.",
      run(answer) {
        const both = [heard("A", version(3, "Ann")), heard("B", version(3, "Ben"))];
        grading.expectEqual(read(answer, 2, both), { kind: "value", value: "Ben3" }, "a read of 3Ann and 3Ben");
        grading.expectEqual(
          read(answer, 2, both.toReversed()),
          { kind: "value", value: "Ben3" },
          "a read of 3Ben and 3Ann",
        );
        grading.expectEqual(
          write(answer, 2, version(3, "Ann"), both),
          { kind: "again", counter: 4 },
          "Ann's write of 3 after B holds 3Ben",
        );
        grading.expectEqual(
          write(answer, 2, version(3, "Ben"), [heard("A", version(3, "Ben")), heard("B", version(3, "Ben"))]),
          { kind: "done" },
          "Ben's write of 3 after both hold it",
        );
      },
    }),
    grading.example({
      name: "an answer that comes twice is one answer",
      points: 2,
      hint: "Count replicas.",
      run(answer) {
        const twice = [heard("A", version(1, "Ann")), heard("A", version(1, "Ann"))];
        grading.expectEqual(read(answer, 2, twice), { kind: "wait" }, "a read with R = 2 after A has answered twice");
        grading.expectEqual(
          write(answer, 2, version(1, "Ann"), twice),
          { kind: "wait" },
          "a write with W = 2 after A has answered twice",
        );
      },
    }),
    grading.example({
      name: "a write that meets a newer version is stored above it",
      points: 3,
      hint: "Above everything that was heard, once W replicas have answered.",
      run(answer) {
        const mine = version(2, "Ben");
        grading.expectEqual(
          write(answer, 2, mine, [heard("A", version(7, "Ann"))]),
          { kind: "wait" },
          "a write with W = 2 after one answer",
        );
        grading.expectEqual(
          write(answer, 2, mine, [heard("A", mine), heard("B", version(7, "Ann"))]),
          { kind: "again", counter: 8 },
          "a write of 2 after B holds 7",
        );
        grading.expectEqual(
          write(answer, 3, mine, [heard("A", version(9, "Ann")), heard("B", version(7, "Ann")), heard("C", mine)]),
          { kind: "again", counter: 10 },
          "a write of 2 after A holds 9 and B 7",
        );
        grading.expectEqual(
          write(answer, 2, mine, [heard("A", mine), heard("B", mine)]),
          { kind: "done" },
          "a write that two hold, with W = 2",
        );
      },
    }),
    grading.example({
      name: "for up to five replicas and all W + R > N with W > N / 2: reads meet writes, and writes are in order",
      points: 3,
      hint: "The verdict names the sets. Draw them as two circles.",
      run(answer) {
        let cases = 0;
        for (const size of [1, 2, 3, 4, 5]) {
          const all = names.slice(0, size);
          for (let quorum = Math.floor(size / 2) + 1; quorum <= size; quorum++) {
            for (const stored of subsets(all, quorum)) {
              for (const asked of subsets(all, size - quorum + 1)) {
                const held = asked.map((name) =>
                  heard(name, stored.includes(name) ? version(2, "Ann") : version(1, "Zoe")),
                );
                const what = `N = ${size}, stored by ${stored.join("")}, read from ${asked.join("")}: what is read`;
                grading.expectEqual(read(answer, asked.length, held), { kind: "value", value: "Ann2" }, what);
                cases += 1;
              }
              for (const second of subsets(all, quorum)) {
                const held = second.map((name) =>
                  heard(name, stored.includes(name) ? version(2, "Ann") : version(1, "Ben")),
                );
                const what = `N = ${size}, Ann's 2 at ${stored.join("")}, then Ben's 1 confirmed by ${second.join("")}: Ben's next step`;
                grading.expectEqual(
                  write(answer, quorum, version(1, "Ben"), held),
                  { kind: "again", counter: 3 },
                  what,
                );
                cases += 1;
              }
            }
          }
        }
        return `${cases} pairs of sets`;
      },
    }),
  ],
});
