/** Judges `07-clocks/ntp-offset`: exchanges whose truth is known, and every offset tried against the definition. */
import { createRandom, grading } from "distlab";
import type { NtpSample } from "distlab";

/** What is noted of an exchange that begins at `at` of my clock, if the server's is `ahead` of it. */
const exchange = (ahead: number, thereMs: number, backMs: number, { at = 0, servedMs = 0 } = {}): NtpSample => ({
  t1: at,
  t2: at + thereMs + ahead,
  t3: at + thereMs + servedMs + ahead,
  t4: at + thereMs + servedMs + backMs,
});

const text = (samples: readonly NtpSample[]): string => samples.map((sample) => JSON.stringify(sample)).join(", ");

function expectPossible(answer: grading.Answer, samples: NtpSample[], expected: [number, number] | null): void {
  const range = expected === null ? null : { leastMs: expected[0], mostMs: expected[1] };
  grading.expectEqual(answer.call("possible", samples), range, `the possible offsets after ${text(samples)}`);
}

/** Whether both ways would have taken some time, or none, if this were the offset. */
const fits = (offset: number, { t1, t2, t3, t4 }: NtpSample): boolean => t2 - offset >= t1 && t4 >= t3 - offset;

/** By the definition: every whole offset is tried. */
function tryAll(samples: readonly NtpSample[]): [number, number] | null {
  const all = Array.from({ length: 401 }, (_, index) => index - 200);
  const fitting = all.filter((offset) => samples.every((sample) => fits(offset, sample)));
  return fitting.length === 0 ? null : [fitting[0]!, fitting.at(-1)!];
}

export default grading.exercise({
  id: "07-clocks/ntp-offset",
  title: "How far is my clock off?",
  kind: "write",
  exports: ["estimate", "possible"],
  hints: [
    "Let the offset be x. The way there took t2 − t1 − x. How long did the way back take?",
    "For the estimate set the two ways equal and solve for x. For the bounds, both of them are at least 0.",
    "Several exchanges: an offset has to satisfy all of their bounds at once.",
  ],
  difference:
    "The reference never looks for the best exchange: the one of least delay has the narrowest bounds of its own, but two lopsided ones together may know more.",
  checks: [
    grading.example({
      name: "the offset is exact where both ways take equally long",
      points: 2,
      hint: "What has to be added to my clock: positive if the server's is ahead.",
      run(answer) {
        const tried = (sample: NtpSample, offsetMs: number): void => {
          const found = answer.call("estimate", sample) as { offsetMs?: number };
          grading.expectEqual(found.offsetMs ?? null, offsetMs, `the offset of ${text([sample])}`);
        };
        tried(exchange(100, 10, 10, { servedMs: 5 }), 100);
        tried(exchange(-40, 7, 7, { at: 1000, servedMs: 300 }), -40);
        tried(exchange(100, 12, 8, { at: 50, servedMs: 300 }), 102); // And where they do not, off by half the difference.
      },
    }),
    grading.example({
      name: "the delay is the time on the way, without the server's own",
      points: 1,
      hint: "Each clock is used only for differences of its own times.",
      run(answer) {
        const sample = exchange(100, 12, 8, { at: 50, servedMs: 300 });
        const found = answer.call("estimate", sample) as { delayMs?: number };
        grading.expectEqual(found.delayMs ?? null, 20, `the delay of ${text([sample])}`);
      },
    }),
    grading.example({
      name: "one exchange: as far to either side of the estimate as half its delay",
      points: 2,
      hint: "One of the two ways may have taken no time at all.",
      run: (answer) => expectPossible(answer, [exchange(5, 35, 5, { servedMs: 20 })], [0, 40]),
    }),
    grading.example({
      name: "each exchange rules out what the others allow",
      points: 2,
      hint: "A queue on the way there in one of them, a queue on the way back in another: what is left?",
      run(answer) {
        expectPossible(answer, [exchange(5, 35, 1), exchange(5, 2, 40, { at: 100 })], [4, 7]);
        expectPossible(answer, [exchange(5, 10, 10), exchange(5, 30, 30, { at: 100 })], [-5, 15]);
      },
    }),
    grading.example({
      name: "nothing is possible once a clock has been changed",
      points: 2,
      hint: "Is there an offset that fits both? Then neither bound may be from one exchange alone. (And a range of a single offset is a range.)",
      run(answer) {
        expectPossible(answer, [exchange(5, 10, 10), exchange(60, 10, 10, { at: 100 })], null);
        expectPossible(answer, [exchange(5, 10, 10), exchange(25, 10, 10, { at: 100 })], [15, 15]);
      },
    }),
    grading.example({
      name: "every offset that fits and no other, in three hundred meetings",
      points: 2,
      hint: "Every whole offset from −200 to 200 was tried: with it, does any message arrive before it was sent?",
      run(answer) {
        for (let seed = 1; seed <= 300; seed++) {
          const random = createRandom(seed, "exchanges");
          const within = (least: number, most: number): number => least + random.index(most - least + 1);
          const ahead = within(-60, 60);
          const samples = Array.from({ length: within(1, 5) }, (_, index) => {
            const jump = random.chance(0.1) ? within(-40, 40) : 0;
            return exchange(ahead + jump, within(0, 50), within(0, 50), { at: index * 1000, servedMs: within(0, 9) });
          });
          expectPossible(answer, samples, tryAll(samples));
        }
        return "300 meetings";
      },
    }),
  ],
});
