/** Judges `02-eight-fallacies/reliable-call`: sales are powers of ten, so that the count shows which were taken. */
import { always, cutLinks, grading, sometimes } from "distlab";
import type { AnyProtocol, Data, Property, SimulateOptions, TakingStore, TakingTill, World } from "distlab";

const stock = 9999;
const salesOf: { readonly [till: string]: readonly number[] } = { ann: [1, 10], ben: [100, 1000] };
const both = ["ann", "ben"];

interface Patience {
  readonly timeoutMs: number;
  readonly attempts: number;
}

/** @param sales the tills that take part, and what they sell */
function shop(
  answer: grading.Answer,
  { timeoutMs, attempts }: Patience,
  sales: { readonly [till: string]: readonly number[] } = salesOf,
): { readonly [node: string]: AnyProtocol } {
  const tills = Object.entries(sales).map(([name, list]) => {
    const options = { store: "store", sales: [...list], timeoutMs, attempts };
    const view = (state: Data) => ({ fields: { outcomes: (state as TakingTill).outcomes } });
    return [name, grading.protocolFrom(answer, "till", [options], { name: "till", view })] as const;
  });
  const view = (state: Data) => ({ fields: { left: (state as TakingStore).left } });
  const store = grading.protocolFrom(answer, "store", [stock], { name: "store", view });
  return { ...Object.fromEntries(tills), store };
}

type Seen = Pick<World, "state">;

const leftOf = (world: Seen): number => (world.state("store") as TakingStore | null)?.left ?? stock;
const outcomesOf = (world: Seen, till: string): readonly (number | null)[] =>
  (world.state(till) as TakingTill | null)?.outcomes ?? [];
/** How often the sale had been taken when so many were left. */
const times = (left: number, bikes: number): number => Math.floor((stock - left) / bikes) % 10;

const takenOnce: Property = always("no sale is taken twice", (world) => {
  const twice = Object.values(salesOf)
    .flat()
    .find((bikes) => times(leftOf(world), bikes) > 1);
  return twice === undefined || `the sale of ${twice} was taken ${times(leftOf(world), twice)} times`;
});

const truthful: Property = always("what a till notes is the answer to that sale", (world) => {
  for (const till of both.filter((name) => world.nodes.includes(name))) {
    const [sales, outcomes] = [salesOf[till]!, outcomesOf(world, till)];
    for (const [index, outcome] of outcomes.entries()) {
      if (outcome === null) continue;
      const without = times(outcome, sales[index]!) === 0;
      if (without) return `${till} notes ${outcome} left for the sale of ${sales[index]}, which is not taken off it`;
      const later = sales.slice(index + 1).find((bikes) => times(outcome, bikes) > 0);
      if (later !== undefined) return `${till} notes ${outcome} left for ${sales[index]}; that is after ${later}`;
    }
  }
  return true;
});

const ended = (world: Seen, tills: readonly string[]): boolean =>
  tills.every((till) => outcomesOf(world, till).length === salesOf[till]!.length);

type Ended = { readonly states: { readonly [node: string]: unknown } };
const seen = (run: Ended): Seen => ({ state: (node: string) => (run.states[node] ?? null) as Data });

/** Every outcome of both tills, as a list. */
const allOutcomes = (run: Ended): readonly (number | null)[] => both.flatMap((till) => outcomesOf(seen(run), till));

function storm(answer: grading.Answer, patience: Patience, options: Omit<SimulateOptions, "protocol">) {
  return {
    run: (seed: number) => ({ protocol: shop(answer, patience), untilMs: 30_000, ...options, seed }),
    properties: [takenOnce, truthful],
  };
}

const receive = (answer: grading.Answer, state: TakingStore, from: string, id: number, bikes: number) =>
  grading.attempt(answer.create("store", stock).handler("onMessage"), state, (out) => [
    { kind: "Take", id, bikes },
    from,
    out,
  ]);

export default grading.exercise({
  id: "02-eight-fallacies/reliable-call",
  title: "A call that can be relied upon",
  kind: "write",
  exports: ["till", "store"],
  hints: [
    "Which id does the till use when it asks again? And how does it know to which sale an answer belongs?",
    "The number of outcomes so far is an id: it changes when a sale ends, and not before.",
    "Store: `memory[from] = { id, left }`. A higher id is new, the same one is answered as before, a lower one is an old copy. Till: count how often it has asked; start again at 0 with each sale.",
  ],
  difference:
    "The reference says nothing to an old copy. A till with several calls under way at once would have to tell the store up to which id it has had its answers, so that the store may forget those.",
  checks: [
    grading.seeds({
      name: "on a quiet day each sale takes one question and one answer",
      points: 1,
      hint: "Send the first `Take` from `start`, and each next one when the answer has come.",
      seeds: 5,
      simulate: (answer) => ({
        ...storm(answer, { timeoutMs: 100, attempts: 5 }, { network: { latencyMs: 20 } }),
        check: (run) =>
          allOutcomes(run).filter((outcome) => outcome !== null).length < 4
            ? "not every sale has its answer"
            : grading.messageBudget(8)(run),
      }),
    }),
    grading.example({
      name: "a repeated request takes nothing and is answered as before",
      points: 2,
      hint: "The first answer may have been lost. What was left *then*?",
      run(answer) {
        const first = receive(answer, { left: stock, memory: {} }, "ann", 0, 1);
        grading.expectEqual(first.state.left, stock - 1, "what is left after one sale");
        const other = receive(answer, first.state, "ben", 0, 100);
        grading.expectEqual(other.state.left, stock - 101, "what is left after request 0 of ann and request 0 of ben");
        const again = receive(answer, other.state, "ann", 0, 1);
        grading.expectEqual(again.state.left, stock - 101, "what is left after ann's request has come again");
        const expected = { to: "ann", message: { kind: "Taken", id: 0, left: stock - 1 } };
        grading.expectEqual(again.sent[0] ?? null, expected, "the answer to a repeated request");
      },
    }),
    grading.seeds({
      name: "over a bad line each sale is taken once and gets its answer",
      points: 2,
      hint: "Ask again until there is an answer; two tills may count alike.",
      seeds: 60,
      simulate: (answer) => ({
        ...storm(
          answer,
          { timeoutMs: 100, attempts: 60 },
          {
            network: { latencyMs: [10, 150], loss: 0.2, duplication: 0.2 },
          },
        ),
        check: (run) =>
          (allOutcomes(run).length === 4 && !allOutcomes(run).includes(null)) ||
          "after 30 seconds not every sale has its answer",
      }),
    }),
    grading.seeds({
      name: "when nobody answers, it asks so often, waits once more, and goes on",
      points: 2,
      hint: "Two sales with three attempts each are six messages, and six times the time-out.",
      seeds: 3,
      simulate: (answer) => ({
        ...storm(
          answer,
          { timeoutMs: 100, attempts: 3 },
          {
            network: { latencyMs: 20 },
            faults: [cutLinks(both, ["store"], { atMs: 0 })],
          },
        ),
        check(run) {
          const outcomes = allOutcomes(run);
          if (outcomes.length !== 4 || outcomes.some((outcome) => outcome !== null))
            return `four sales without an answer are noted as ${JSON.stringify(outcomes)}`;
          if (run.counts.sent !== 12) return `twice two sales, three attempts each: ${run.counts.sent} messages`;
          return run.endedAtMs === 600 || `the last till gives up after ${run.endedAtMs} ms, not after 600`;
        },
      }),
    }),
    grading.seeds({
      name: "an answer that comes too late is not taken for another",
      points: 2,
      hint: "The till has gone on to the next sale. Whose answer is this?",
      seeds: 60,
      simulate: (answer) => ({
        ...storm(answer, { timeoutMs: 100, attempts: 2 }, { network: { latencyMs: [10, 400], duplication: 0.2 } }),
        check: (run) => ended(seen(run), both) || "not every sale has ended",
      }),
    }),
    grading.exhaustive({
      name: "one loss and one copy anywhere do no harm",
      points: 2,
      hint: "An old copy may come after the next sale.",
      explore: (answer) => ({
        protocol: shop(answer, { timeoutMs: 100, attempts: 2 }, { ann: salesOf["ann"]! }),
        properties: [takenOnce, truthful, sometimes("every sale ends", (world) => ended(world, ["ann"]))],
        time: "asynchronous",
        firings: 2,
        faults: { drops: 1, duplicates: 1 },
      }),
    }),
    grading.seeds({
      name: "the store does not remember last year",
      points: 1,
      hint: "A till makes one sale after the other. Which of its requests can still be repeated?",
      seeds: 2,
      simulate: (answer) => ({
        run: (seed) => ({
          protocol: shop(answer, { timeoutMs: 100, attempts: 9 }, { ann: Array<number>(60).fill(1) }),
          network: { latencyMs: 20, duplication: 0.2 },
          untilMs: 30_000,
          seed,
        }),
        properties: [grading.memoryBudget(250, ["store"])],
        check: (run) => leftOf(seen(run)) === stock - 60 || `after 60 sales ${leftOf(seen(run))} of ${stock} are left`,
      }),
    }),
  ],
});
