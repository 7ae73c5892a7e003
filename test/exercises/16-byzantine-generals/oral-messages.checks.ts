/** Judges `16-byzantine-generals/oral-messages`: whole councils whose loyal lieutenants are the answer's. */
import { createRandom, grading, oralMessageCount } from "distlab";
import type { Data, Hearsay, Lieutenant, OralMessagesAnswer, Order } from "distlab";

type Letter = ReturnType<OralMessagesAnswer["relay"]>[number] & { from: string };
/** What a traitor says to `to` on this path; null is silence. */
type Lies = (path: readonly string[], to: string) => Order | null;
type Council = { size: number; tolerated: number; traitors: readonly string[]; order: Order; lies: Lies };

const names = ["A", "B", "C", "D", "E", "F", "G"];

/** Level by level every letter is delivered; then the loyal decide. */
function hold(answer: grading.Answer, { size, tolerated, traitors, order, lies }: Council) {
  const generals = names.slice(0, size);
  const lieutenant = (self: string): Lieutenant => ({ self, generals, traitorsTolerated: tolerated });
  const heard = new Map(generals.map((general): [string, Hearsay[]] => [general, []]));
  const spoken = (from: string, path: string[], to: string, truth: Order): Letter[] => {
    const said = traitors.includes(from) ? lies(path, to) : truth;
    return said === null ? [] : [{ from, to, report: { path, order: said } }];
  };
  let letters = generals.slice(1).flatMap((to) => spoken("A", ["A"], to, order));
  let sent = 0;
  while (letters.length > 0 && sent < 5000) {
    sent += letters.length;
    const next: Letter[] = [];
    for (const { from, to, report } of letters) {
      // The link says who writes, and nobody is told what he said himself.
      if (report.path.at(-1) !== from || report.path.includes(to)) continue;
      heard.get(to)!.push(report);
      if (!traitors.includes(to)) {
        const told = answer.call("relay", lieutenant(to), report) as Omit<Letter, "from">[];
        next.push(...told.map((letter) => ({ ...letter, from: to })));
      } else if (report.path.length <= tolerated) {
        const path = [...report.path, to];
        for (const other of generals) if (!path.includes(other)) next.push(...spoken(to, path, other, report.order));
      }
    }
    letters = next;
  }
  const loyal = generals.slice(1).filter((general) => !traitors.includes(general));
  const decisions = Object.fromEntries(
    loyal.map((self) => [self, answer.call("decide", lieutenant(self), heard.get(self)!.toReversed())]),
  );
  return { sent, decisions };
}

function expectConsistent(answer: grading.Answer, council: Council, told: string): void {
  const { decisions } = hold(answer, council);
  const values = Object.values(decisions);
  const fine = values.every((value) => value === "attack" || value === "retreat");
  const what = `${council.size} generals, of whom ${council.traitors.join(" and ") || "nobody"} is bought; ${told}`;
  grading.expectTrue(fine, `${what}: expected everybody to attack or to retreat, got ${JSON.stringify(decisions)}`);
  grading.expectTrue(
    new Set(values).size <= 1,
    `${what}: the loyal do not do the same, but ${JSON.stringify(decisions)}`,
  );
  if (!council.traitors.includes("A"))
    grading.expectEqual(values[0] as Data, council.order, `${what}: what the loyal do`);
}

/** Every answer that a traitor can give to so many listeners: attack, retreat, or silence. */
function strategies(count: number): (Order | null)[][] {
  if (count === 0) return [[]];
  return strategies(count - 1).flatMap((some) => (["attack", "retreat", null] as const).map((one) => [...some, one]));
}

function everyLie(answer: grading.Answer, size: number): string {
  let tried = 0;
  for (const traitor of names.slice(0, size)) {
    for (const order of ["attack", "retreat"] as const) {
      for (const said of strategies(size - (traitor === "A" ? 1 : 2))) {
        const listeners = names.slice(1, size).filter((name) => name !== traitor);
        const lies: Lies = (_path, to) => said[listeners.indexOf(to)] ?? null;
        const told = `ordered is ${order}, and he says ${listeners.map((to, index) => `${said[index] ?? "nothing"} to ${to}`).join(", ")}`;
        expectConsistent(answer, { size, tolerated: 1, traitors: [traitor], order, lies }, told);
        tried += 1;
      }
    }
  }
  return `${tried} ways to lie`;
}

const opposite = (order: Order): Order => (order === "attack" ? "retreat" : "attack");
const honest: Lies = () => null;

export default grading.exercise({
  id: "16-byzantine-generals/oral-messages",
  title: "What was said that was said",
  kind: "write",
  exports: ["relay", "decide"],
  hints: [
    "A report is passed on while its path is no longer than traitorsTolerated. Who is on the path has said it; do not tell him.",
    "With one traitor: a majority of what the commander told you and of what each of the others says that he was told.",
    "With more, what another says that he was told is itself put to the vote, among what he told you and what the others say that he told them. A function that calls itself with a longer path does it.",
  ],
  difference: "The reference retreats where votes are even. Any rule does, as long as all have the same one.",
  checks: [
    grading.example({
      name: "among loyal generals the order is obeyed, in no more letters than it takes",
      points: 2,
      hint: "Nobody on the path is told, and the last level is not passed on.",
      run(answer) {
        for (const [size, tolerated] of [
          [4, 1],
          [3, 0],
          [7, 2],
        ] as const) {
          for (const order of ["attack", "retreat"] as const) {
            const council = { size, tolerated, traitors: [], order, lies: honest };
            const { sent } = hold(answer, council);
            const takes = oralMessageCount(size, tolerated);
            const few = sent < takes ? `, and ${sent} of the ${takes} letters that it takes are written` : "";
            expectConsistent(answer, council, `the order is ${order}${few}`);
            grading.expectBudget(sent, takes, `letters among ${size} generals with ${tolerated} to be withstood`);
          }
        }
      },
    }),
    grading.example({
      name: "four generals withstand every lie of one",
      points: 3,
      hint: "What the commander told you is one vote, and one vote only.",
      run: (answer) => everyLie(answer, 4),
    }),
    grading.example({
      name: "five generals, whose votes may be even, withstand every lie of one",
      points: 2,
      hint: "Two against two: whatever you do then, the others must do as well.",
      run: (answer) => everyLie(answer, 5),
    }),
    grading.example({
      name: "seven generals withstand two who always say the opposite",
      points: 2,
      hint: "Most of the letters have gone through a liar's hands. Do not count them all alike.",
      run(answer) {
        for (const order of ["attack", "retreat"] as const) {
          for (const traitors of [
            ["B", "C"],
            ["F", "G"],
            ["C", "F"],
          ]) {
            const council = { size: 7, tolerated: 2, traitors, order, lies: () => opposite(order) };
            expectConsistent(answer, council, `they always say ${opposite(order)}`);
          }
        }
      },
    }),
    grading.example({
      name: "seven generals withstand two who say whatever comes into their heads",
      points: 3,
      hint: "The commander may be one of them.",
      run(answer) {
        for (let seed = 1; seed <= 40; seed++) {
          const random = createRandom(seed, "lies");
          const traitors = [seed % 4 === 0 ? "F" : "A", random.pick(["B", "C", "D", "E"])];
          const lies: Lies = (path, to) =>
            path.length === 1
              ? (names.indexOf(to) + seed) % 2 === 0
                ? "attack"
                : "retreat"
              : random.pick(["attack", "retreat", null]);
          expectConsistent(
            answer,
            { size: 7, tolerated: 2, traitors, order: random.pick(["attack", "retreat"]), lies },
            `council ${seed}`,
          );
        }
        return "40 councils";
      },
    }),
  ],
});
