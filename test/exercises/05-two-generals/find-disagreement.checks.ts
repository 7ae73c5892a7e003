/** Judges `05-two-generals/find-disagreement`: plans of several kinds, all of which are played here once more. */
import { grading } from "distlab";
import type { FindDisagreement, Plan } from "distlab";

/** A plan in numbers. `ladder`: each acknowledges the one before; `silence`: some ride because another did not come. */
type PlanOptions = {
  kind: "ladder" | "parallel" | "silence" | "chance";
  messengers: number;
  seed: number;
  playsMax: number;
};

/** The plan itself. It crosses to the answer as text, so it needs nothing from around it. */
function planOf({ kind, messengers, seed, playsMax }: PlanOptions): Plan {
  let plays = 0;
  /** A coin that always falls alike for the same view. */
  const coin = (text: string): boolean => {
    let mixed = seed;
    for (const letter of text) mixed = Math.imul(mixed ^ letter.charCodeAt(0), 0x5bd1e995) ^ (mixed >>> 13);
    return (mixed & 64) !== 0;
  };
  const viewOf = (delivered: readonly number[], general: "A" | "B"): string =>
    delivered.filter((number) => number % 2 === (general === "A" ? 0 : 1)).join(" ");
  const rides = (number: number, delivered: readonly number[]): boolean => {
    const heard = delivered.includes(number - 1);
    if (kind === "parallel" || number <= 2) return kind !== "ladder" || number === 1 || heard;
    if (kind === "ladder") return heard;
    if (kind === "silence") return number % 3 === 0 ? !heard : heard || number % 3 === 2;
    return coin(`${number}: ${viewOf(delivered, number % 2 === 1 ? "A" : "B")}`);
  };
  const night = (lost: ReadonlySet<number>): number[] => {
    const delivered: number[] = [];
    for (let number = 1; number <= messengers; number++) {
      if (rides(number, delivered) && !lost.has(number)) delivered.push(number);
    }
    return delivered;
  };
  const best = night(new Set());
  const decide = (delivered: readonly number[], general: "A" | "B"): "attack" | "hold" => {
    const view = viewOf(delivered, general);
    if (view === viewOf(best, general)) return "attack";
    if (view === "" || kind === "ladder") return "hold";
    return coin(`${general}${view}`) ? "attack" : "hold";
  };
  return {
    messengers,
    play(lost) {
      plays += 1;
      if (plays > playsMax) throw new Error(`plan.play was called more than ${playsMax} times`);
      const delivered = night(new Set(lost));
      return { delivered, A: decide(delivered, "A"), B: decide(delivered, "B") };
    },
  };
}

function judge(answer: grading.Answer, options: PlanOptions): void {
  const lost = answer.call("findDisagreement", grading.code(planOf, options));
  const named = `a plan of ${options.messengers} messengers (${options.kind}${options.kind === "chance" ? ` ${options.seed}` : ""})`;
  const numbers = Array.isArray(lost) && lost.every((number) => Number.isInteger(number));
  grading.expectTrue(numbers, `${named}: expected a list of messengers' numbers, got ${JSON.stringify(lost)}`);
  const night = planOf({ ...options, playsMax: 10 }).play(lost as Parameters<Plan["play"]>[0]);
  grading.expectTrue(night.A !== night.B, `${named}: when ${JSON.stringify(lost)} are caught, both ${night.A}`, {
    expected: "one attacks and the other holds",
    happened: `delivered ${JSON.stringify(night.delivered)}: A will ${night.A}, B will ${night.B}`,
  });
}

const playsMax = 200;
const upTo = (count: number, from = 2): readonly number[] =>
  Array.from({ length: count - from + 1 }, (_, index) => index + from);

export default grading.exercise({
  id: "05-two-generals/find-disagreement",
  title: "The proof as a program",
  kind: "write",
  exports: ["findDisagreement" satisfies keyof FindDisagreement],
  hints: [
    "Between the night on which all arrive and the night on which none does, make a row of nights in which neighbours differ little.",
    "Which messenger's loss does its sender never notice? The last one. And then?",
    "Catch the messengers from `first` to the last, for `first` from the last down to 1, and return the first night on which the generals differ.",
  ],
  difference:
    "The reference goes from the end to the beginning. From the beginning to the end, or by halving, works as well.",
  checks: [
    grading.example({
      name: "an order and its acknowledgement",
      points: 1,
      run: (answer) => judge(answer, { kind: "ladder", messengers: 2, seed: 1, playsMax }),
    }),
    grading.example({
      name: "ladders of every length",
      points: 1,
      hint: "Both parities: the last messenger may be A's or B's.",
      run(answer) {
        for (const messengers of upTo(12)) judge(answer, { kind: "ladder", messengers, seed: 1, playsMax });
        return "11 plans";
      },
    }),
    grading.example({
      name: "messengers who ride whatever happens",
      points: 2,
      hint: "To lose one messenger may not be enough, or change nothing.",
      run(answer) {
        for (const messengers of upTo(10)) judge(answer, { kind: "parallel", messengers, seed: messengers, playsMax });
        return "9 plans";
      },
    }),
    grading.example({
      name: "plans in which silence speaks",
      points: 2,
      hint: "If a messenger is caught, others may ride who would not have: they must be caught too.",
      run(answer) {
        for (const messengers of upTo(14))
          for (const seed of upTo(6)) judge(answer, { kind: "silence", messengers, seed, playsMax });
        return "65 plans";
      },
    }),
    grading.example({
      name: "any plan whatever",
      points: 3,
      hint: "The only thing you may rely on is what the plan promises: both attack without loss, both hold without messengers.",
      run(answer, { seedOffset }) {
        for (const seed of upTo(300))
          judge(answer, { kind: "chance", messengers: 3 + (seed % 12), seed: seed + seedOffset, playsMax });
        return "299 plans";
      },
    }),
    grading.example({
      name: "a long plan, without trying all its nights",
      points: 2,
      hint: "60 messengers have more nights than there will ever be. How many does the proof look at?",
      run: (answer) => judge(answer, { kind: "ladder", messengers: 60, seed: 3, playsMax }),
    }),
  ],
});
