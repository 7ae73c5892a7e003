/** Judges `04-back-pressure/backoff-with-jitter`: by many draws, with margins that a right answer stays within for any seed. */
import { grading } from "distlab";
import type { Data } from "distlab";

const options = { baseMs: 100, capMs: 10_000, attemptsMax: 1_000_000 };

type More = { baseMs?: number; capMs?: number; attemptsMax?: number; retryAfterMs?: number };

/** Many waits after so many failures, each client with a generator of its own. */
function waits(answer: grading.Answer, failures: number, seed: number, count: number, more: More = {}): number[] {
  const { retryAfterMs = 0, ...changed } = more;
  return Array.from({ length: count }, (_, client) => {
    const random = grading.randomFrom(seed + 1000 * client);
    const wait: Data = answer.call("nextWait", failures, { ...options, ...changed }, retryAfterMs, random);
    const isWait = typeof wait === "number" && Number.isFinite(wait) && wait >= 0;
    grading.expectTrue(isWait, `after ${failures} failures: expected a wait from 0 ms, got ${JSON.stringify(wait)}`);
    return wait as number;
  });
}

/** All from `least` to `most`, and spread over all of that: in each of five parts about a fifth. */
function expectSpread(found: readonly number[], least: number, most: number, what: string): void {
  const outside = found.find((wait) => wait < least || wait > most);
  grading.expectTrue(outside === undefined, `${what}: a wait of ${outside} ms; expected from ${least} to ${most}`);
  const parts = [0, 0, 0, 0, 0];
  for (const wait of found) parts[Math.min(4, Math.floor(((wait - least) / (most - least)) * 5))]! += 1;
  const expected = `about ${found.length / 5} of ${found.length} in each fifth from ${least} to ${most} ms`;
  const even = parts.every((part) => part > found.length * 0.05 && part < found.length * 0.37);
  grading.expectTrue(even, `${what}: the waits are not spread evenly`, { expected, happened: parts.join(", ") });
}

const drawn = 200;

export default grading.exercise({
  id: "04-back-pressure/backoff-with-jitter",
  title: "How long to wait before asking again",
  kind: "write",
  exports: ["nextWait"],
  hints: [
    "First the limit, then the chance: `random() * limit` is spread evenly from 0 to the limit.",
    "The limit after n failures is baseMs · 2 to the power of n − 1, but no more than capMs. Shifting bits to the left ends at 31 of them.",
    "`if (failures >= attemptsMax) return null; return retryAfterMs + random() * Math.min(capMs, baseMs * 2 ** (failures - 1));`",
  ],
  difference:
    "The reference draws each wait anew. Decorrelated jitter, which draws from base to three times the last wait, needs a quarter more attempts in the chapter's model; what matters is that clients fall out of step.",
  checks: [
    grading.example({
      name: "after the first failure it waits up to the base, and any time alike",
      points: 2,
      hint: "The first failure is number 1. Half of the base in any case is not what was asked for.",
      run(answer, { seedOffset }) {
        expectSpread(waits(answer, 1, 1 + seedOffset, drawn), 0, 100, "after 1 failure, base 100");
        return `${drawn} draws`;
      },
    }),
    grading.example({
      name: "the limit doubles with each failure",
      points: 2,
      hint: "1, 2, 4, 8: it does not grow by the same amount each time.",
      run(answer, { seedOffset }) {
        for (const [failures, most] of [
          [2, 200],
          [3, 400],
          [5, 1600],
          [7, 6400],
        ] as const)
          expectSpread(waits(answer, failures, 2 + seedOffset, drawn), 0, most, `after ${failures} failures, base 100`);
        return `4 times ${drawn} draws`;
      },
    }),
    grading.example({
      name: "the limit is never above the cap, and jitter is drawn below it",
      points: 2,
      hint: "Limit first, draw afterwards: else nearly all clients wait exactly as long as the cap, together.",
      run(answer, { seedOffset }) {
        expectSpread(waits(answer, 8, 3 + seedOffset, drawn), 0, 10_000, "after 8 failures, cap 10,000");
        expectSpread(waits(answer, 12, 4 + seedOffset, drawn), 0, 10_000, "after 12 failures, cap 10,000");
        expectSpread(waits(answer, 1, 5 + seedOffset, drawn, { capMs: 50 }), 0, 50, "base 100, cap 50");
      },
    }),
    grading.example({
      name: "after thousands of failures it still waits",
      points: 1,
      hint: "What is 1 << 32? And is 2 ** 2000 a number with which one can go on?",
      run(answer, { seedOffset }) {
        for (const failures of [32, 33, 1100])
          expectSpread(waits(answer, failures, 6 + seedOffset, drawn), 0, 10_000, `after ${failures} failures`);
      },
    }),
    grading.example({
      name: "it gives up after so many failures, and not before",
      points: 1,
      hint: "With three attempts the third failure is the last.",
      run(answer) {
        const ask = (failures: number, attemptsMax: number): Data =>
          answer.call("nextWait", failures, { ...options, attemptsMax }, 0, grading.randomFrom(1));
        for (const [failures, attemptsMax] of [
          [3, 3],
          [4, 3],
          [1, 1],
        ] as const)
          grading.expectEqual(ask(failures, attemptsMax), null, `failure ${failures}, attemptsMax ${attemptsMax}`);
        grading.expectTrue(typeof ask(2, 3) === "number", "failure 2, attemptsMax 3: expected a wait");
      },
    }),
    grading.example({
      name: "nobody comes before the server wants it, nor all at that moment",
      points: 2,
      hint: "If a hundred clients were told two seconds, they must not all come after exactly two seconds.",
      run(answer, { seedOffset }) {
        const told = { retryAfterMs: 2000 };
        expectSpread(waits(answer, 3, 7 + seedOffset, drawn, told), 2000, 2400, "after 3 failures, told 2,000 ms");
        const long = { retryAfterMs: 30_000 };
        expectSpread(waits(answer, 9, 8 + seedOffset, drawn, long), 30_000, 40_000, "after 9 failures, told 30,000 ms");
      },
    }),
    grading.example({
      name: "a hundred clients that fail together fall out of step",
      points: 1,
      hint: "Count how many come within the same millisecond.",
      run(answer, { seedOffset }) {
        const at = new Map<number, number>();
        for (let round = 1; round <= 4; round++)
          for (const wait of waits(answer, 5, round * 10_000 + seedOffset, 100))
            at.set(Math.floor(wait), (at.get(Math.floor(wait)) ?? 0) + 1);
        grading.expectBetween(
          Math.max(...at.values()),
          1,
          12,
          "of 400 waits up to 1,600 ms, the most within one millisecond",
        );
      },
    }),
  ],
});
