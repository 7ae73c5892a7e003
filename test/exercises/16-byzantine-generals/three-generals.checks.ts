/** Judges `16-byzantine-generals/three-generals`: each treason is played among three generals, and among four. */
import { grading } from "distlab";
import type { Order, Treason } from "distlab";

type Rule = "retreat" | "attack" | "commander" | "colleague";
const rules: readonly Rule[] = ["retreat", "attack", "commander", "colleague"];

/** The fewest lies that do harm under any of the rules. */
const par = 1;

function inDoubt(rule: Rule, letters: readonly Order[]): Order {
  if (rule === "commander") return letters[0]!;
  return rule === "colleague" ? letters[1]! : rule;
}

/** The letters of each lieutenant: first the commander's, then what each of the others says that he was told. */
function lettersOf({ order, lies }: Treason, lieutenants: readonly string[]): Map<string, Order[]> {
  const say = (from: string, to: string, truth: Order): Order =>
    lies.find((lie) => lie.from === from && lie.to === to)?.says ?? truth;
  const told = new Map(lieutenants.map((to): [string, Order] => [to, say("A", to, order)]));
  const others = (to: string): string[] => lieutenants.filter((from) => from !== to);
  return new Map(
    lieutenants.map((to) => [to, [told.get(to)!, ...others(to).map((from) => say(from, to, told.get(from)!))]]),
  );
}

/** What harm is done, in a sentence; undefined where none is. */
function harm(
  treason: Treason,
  lieutenants: readonly string[],
  choose: (letters: readonly Order[]) => Order,
): string | undefined {
  const traitors = new Set(treason.lies.map(({ from }) => from));
  const loyal = lieutenants.filter((name) => !traitors.has(name));
  const letters = lettersOf(treason, lieutenants);
  const deeds = loyal.map((name) => ({ name, deed: choose(letters.get(name)!) }));
  const other = deeds.find(({ deed }) => deed !== deeds[0]!.deed);
  if (other !== undefined) return `${deeds[0]!.name} will ${deeds[0]!.deed}, and ${other.name} will ${other.deed}`;
  const wrong = traitors.has("A") ? undefined : deeds.find(({ deed }) => deed !== treason.order);
  return wrong && `A ordered ${treason.order}, and ${wrong.name} will ${wrong.deed}`;
}

const byMajority = (letters: readonly Order[]): Order =>
  letters.filter((order) => order === "attack").length * 2 > letters.length ? "attack" : "retreat";

function treasonOf(answer: grading.Answer, rule: Rule): Treason {
  const treason = (answer.value("treasons") as unknown as { [rule in Rule]?: Treason } | null)?.[rule];
  const lies = treason?.lies;
  grading.expectTrue(Array.isArray(lies) && lies.length > 0, `the treason for "${rule}" has no lies yet`);
  return treason!;
}

function expectHarm(answer: grading.Answer, rule: Rule): string {
  const treason = treasonOf(answer, rule);
  const liars = [...new Set(treason.lies.map(({ from }) => from))];
  grading.expectEqual(liars.length, 1, `how many generals lie under "${rule}"`);
  const decide = ([mine, theirs]: readonly Order[]): Order =>
    mine === theirs ? mine! : inDoubt(rule, [mine!, theirs!]);
  const done = harm(treason, ["B", "C"], decide);
  const letters = [...lettersOf(treason, ["B", "C"])]
    .map(([name, got]) => `${name} reads ${got.join(" and ")}`)
    .join(", ");
  grading.expectTrue(done !== undefined, `under "${rule}" no harm is done: ${letters}`);
  return done!;
}

export default grading.exercise({
  id: "16-byzantine-generals/three-generals",
  title: "Three generals, one traitor",
  kind: "break",
  exports: ["treasons"],
  hints: [
    "A lieutenant who is loyal and reads the same twice does it. So one of them has to read two different letters.",
    "If C lies, B has to disobey. If A lies, B and C have to do different things: what does each of them read then?",
    "One of the four rules makes every lieutenant's lie harmless. Who is left to lie there?",
  ],
  difference:
    "The reference tells one lie for each rule. No rule is left that nothing can break: whatever B does with one letter of each kind is wrong in one of two worlds that look alike to him.",
  checks: [
    ...rules.map((rule) =>
      grading.example({
        name: `harm under the rule "${rule}"`,
        points: 1,
        hint: "Which two letters does each loyal lieutenant hold, and what does the rule make of them?",
        run: (answer) => expectHarm(answer, rule),
      }),
    ),
    grading.example({
      name: "four generals are unharmed by the same lies",
      points: 1,
      hint: "There is a loyal D, who passes on what he was told, and all follow the majority of three letters. Two liars are too many for them.",
      run(answer) {
        for (const rule of rules) {
          const done = harm(treasonOf(answer, rule), ["B", "C", "D"], byMajority);
          grading.expectTrue(done === undefined, `the lies for "${rule}" do harm among four generals too: ${done}`);
        }
      },
    }),
    grading.example({
      name: "no more lies than it takes",
      points: 1,
      hint: `Par is ${par} for each rule. Which of your lies would be told anyway, or changes nothing?`,
      run(answer) {
        for (const rule of rules) {
          expectHarm(answer, rule);
          grading.expectBetween(treasonOf(answer, rule).lies.length, 1, par, `how many lies under "${rule}"`);
        }
        return `yours 1 each, par ${par}`;
      },
    }),
  ],
});
