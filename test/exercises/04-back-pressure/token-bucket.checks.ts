/** Judges `04-back-pressure/token-bucket`. Rates and times are powers of two where rounding could decide. */
import { createRandom, grading } from "distlab";
import type { TokenBucketAnswer, TokenVerdict } from "distlab";

type Options = Parameters<TokenBucketAnswer["createBucket"]>[0];

const bucketOf = (answer: grading.Answer, options: Options): ((atMs: number) => TokenVerdict) => {
  const made = answer.create("createBucket", options);
  return (atMs) => made.call("take", atMs) as TokenVerdict;
};

/** Which of these requests get a token, as "yes yes no". */
function verdicts(answer: grading.Answer, options: Options, times: readonly number[]): string {
  const take = bucketOf(answer, options);
  return times.map((atMs) => (take(atMs)?.taken === true ? "yes" : "no")).join(" ");
}

function expectVerdicts(answer: grading.Answer, options: Options, times: readonly number[], expected: string): void {
  const what = `${options.capacity} tokens, ${options.perSecond} a second, requests at ${times.join(", ")} ms`;
  grading.expectEqual(verdicts(answer, options, times), expected, what);
}

/** What the rule says, for whole milliseconds and a rate in tokens a millisecond that is a power of two. */
function expectedOf({ capacity, perSecond }: Options, times: readonly number[]): string {
  let tokens = capacity;
  let last = 0;
  return times
    .map((atMs) => {
      tokens = Math.min(capacity, tokens + ((atMs - last) * perSecond) / 1000);
      last = atMs;
      if (tokens < 1) return "no";
      tokens -= 1;
      return "yes";
    })
    .join(" ");
}

export default grading.exercise({
  id: "04-back-pressure/token-bucket",
  title: "A bucket of tokens",
  kind: "write",
  exports: ["createBucket"],
  hints: [
    "No timer is needed. How many tokens have dripped in since the last request?",
    "Remember two numbers: how many tokens there were, and when. A number of tokens need not be whole.",
    "At each request: tokens = min(capacity, tokens + (atMs − last) · perSecond / 1000), last = atMs. From 1 there is one to take; below, the wait is (1 − tokens) / perSecond · 1000.",
  ],
  difference:
    "The reference keeps two numbers for each bucket. Keeping instead the moment at which the bucket will be full again takes one number, which is how it is done for millions of addresses (GCRA).",
  checks: [
    grading.example({
      name: "a full bucket lets a burst through, and no more",
      points: 1,
      hint: "It is full at the beginning; each request that passes takes one.",
      run(answer) {
        expectVerdicts(answer, { capacity: 5, perSecond: 2 }, [0, 0, 0, 0, 0, 0, 0], "yes yes yes yes yes no no");
      },
    }),
    grading.example({
      name: "tokens drip in at the rate",
      points: 2,
      hint: "The rate is for a second, times are milliseconds, and a quarter of a second may bring half a token.",
      run(answer) {
        expectVerdicts(
          answer,
          { capacity: 2, perSecond: 2 },
          [0, 0, 250, 500, 750, 1000, 1500, 1600],
          "yes yes no yes no yes yes no",
        );
        expectVerdicts(answer, { capacity: 1, perSecond: 2 }, [100, 100], "yes no");
        expectVerdicts(answer, { capacity: 1, perSecond: 0.125 }, [0, 4000, 7999, 8000], "yes no no yes");
      },
    }),
    grading.example({
      name: "after a long silence it is full and not fuller",
      points: 1,
      hint: "There is a brim.",
      run: (answer) =>
        expectVerdicts(
          answer,
          { capacity: 3, perSecond: 4 },
          [60_000, 60_000, 60_000, 60_000, 60_000],
          "yes yes yes no no",
        ),
    }),
    grading.example({
      name: "parts of a token add up, and who is turned away takes nothing",
      points: 2,
      hint: "Somebody who asks every few milliseconds must not keep the bucket empty: what has dripped in stays in.",
      run(answer) {
        const often = Array.from({ length: 16 }, (_, index) => (index + 1) * 125);
        const expected = often.map((atMs) => (atMs % 1000 === 0 ? "yes" : "no")).join(" ");
        expectVerdicts(answer, { capacity: 1, perSecond: 1 }, [0, ...often], `yes ${expected}`);
      },
    }),
    grading.example({
      name: "no second sees twice the burst",
      points: 1,
      hint: "A count that starts again with each second lets a burst through just before and another just after.",
      run(answer) {
        const times = [...Array<number>(4).fill(937.5), ...Array<number>(4).fill(1000)];
        expectVerdicts(answer, { capacity: 4, perSecond: 4 }, times, "yes yes yes yes no no no no");
      },
    }),
    grading.example({
      name: "who is turned away is told when to come again",
      points: 2,
      hint: "How much of a token is missing, and how long does that take? Coming then must work.",
      run(answer) {
        const take = bucketOf(answer, { capacity: 2, perSecond: 4 });
        grading.expectEqual(take(0), { taken: true, retryAfterMs: 0 }, "the first request");
        grading.expectEqual(take(0), { taken: true, retryAfterMs: 0 }, "the second request");
        grading.expectEqual(
          take(0),
          { taken: false, retryAfterMs: 250 },
          "the third request, all at 0 ms, 4 tokens a second",
        );
        grading.expectEqual(take(125), { taken: false, retryAfterMs: 125 }, "a request at 125 ms");
        grading.expectEqual(take(250), { taken: true, retryAfterMs: 0 }, "a request at 250 ms");
      },
    }),
    grading.example({
      name: "two buckets have nothing in common",
      points: 1,
      hint: "Keep the tokens inside of createBucket.",
      run(answer) {
        const one = bucketOf(answer, { capacity: 1, perSecond: 1 });
        const other = bucketOf(answer, { capacity: 1, perSecond: 1 });
        grading.expectEqual(one(0).taken, true, "a request to the first bucket");
        grading.expectEqual(other(0).taken, true, "a request to the second bucket");
        grading.expectEqual(one(0).taken, false, "another request to the first");
      },
    }),
    grading.example({
      name: "whatever comes when, it keeps to the rule",
      points: 2,
      hint: "Work one of these out with pencil and paper.",
      run(answer, { seedOffset }) {
        for (let seed = 1; seed <= 30; seed++) {
          const random = createRandom(seed + seedOffset, "requests");
          let atMs = 0;
          const times = Array.from(
            { length: 60 },
            () => (atMs += random.next() < 0.5 ? 0 : 125 * Math.floor(random.next() * 6)),
          );
          const options = { capacity: 1 + (seed % 5), perSecond: [1, 2, 4, 0.5][seed % 4]! };
          expectVerdicts(answer, options, times, expectedOf(options, times));
        }
        return "30 sequences of 60 requests";
      },
    }),
  ],
});
