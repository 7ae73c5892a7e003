/** A bank in bad weather, and what must be true of it: for the checks of the capstone's exercises. */
import { bankAccounts, checkLinearizable, createRandom, models, randomFaults, shardedBankWith } from "distlab";
import type { BankOperation, Data, ReplacedBankRules, Run, SimulateOptions } from "distlab";

/** Whose accounts there are; each holds 100 at first. */
export const customers = ["Ann", "Bob", "Cyd", "Dan"];

/** So many operations each teller has. */
export const operationsEach = 8;

/** What this teller's customers want: to know balances, and to move money. */
export function wishes(seed: number, teller: string, count: number = operationsEach): BankOperation[] {
  const random = createRandom(seed, `wishes ${teller}`);
  return Array.from({ length: count }, (): BankOperation => {
    const [from = "", to = ""] = random.shuffled(customers);
    if (random.next() < 0.45) return { kind: "get", key: from };
    return { kind: "transfer", from, to, amount: 1 + random.index(60) };
  });
}

const tellers = ["x", "y", "z"];

/** Two shards of three servers, three tellers, and for six seconds everything that can go wrong. */
export function stormyBank(replaced: ReplacedBankRules, seed: number): SimulateOptions {
  const wanted = Object.fromEntries(tellers.map((teller) => [teller, wishes(seed, teller)]));
  const protocol = shardedBankWith(replaced)({ tellers: wanted, pauseMs: [0, 200] });
  const nodes = Object.keys(protocol);
  const trouble = { crashes: 5, pauses: 2, slowdowns: 1, partitions: 3, clocks: 3 };
  return {
    protocol,
    seed,
    faults: randomFaults({ nodes, seed, untilMs: 6000, ...trouble }),
    network: { latencyMs: [1, 20], loss: 0.05, duplication: 0.05, reordering: 0.1 },
    untilMs: 20_000,
    until: (world) => tellers.every((teller) => hasDone(world.state(teller) as TellerSeen | null)),
  };
}

/** A teller, as far as it matters when the day ends. */
type TellerSeen = { readonly operation: number; readonly isBusy: boolean; readonly obstacles: readonly Data[] };

function hasDone(teller: TellerSeen | null): boolean {
  return teller?.operation === operationsEach && !teller.isBusy && teller.obstacles.length === 0;
}

/** The same bank in good weather, with these tellers: what it costs when nothing goes wrong. */
export function calmBank(
  replaced: ReplacedBankRules,
  seed: number,
  wanted: { readonly [teller: string]: readonly BankOperation[] },
): SimulateOptions {
  const protocol = shardedBankWith(replaced)({ tellers: wanted });
  return { protocol, seed, network: { latencyMs: [5, 15] }, untilMs: 20_000 };
}

/** True, or what is wrong with this run of the bank: an answer, the money, a lock that nobody opens, or no answers. */
export function judgeBank(run: Run): true | string {
  const { verdict, why } = checkLinearizable(run.history, models.bank());
  if (verdict === "violation") return why;
  if (verdict === "unknown") return `whether the answers are right could not be found out: ${why}`;
  const accounts = bankAccounts(run.states);
  let sum = 0;
  for (const name of customers) sum += accounts[name]?.balance ?? 100;
  const lock = Object.values(accounts).find((account) => account.lock !== null)?.lock;
  if (lock) return `when all is done an account is still locked for the transfer ${lock.transaction}`;
  if (sum !== 100 * customers.length) return `there was ${100 * customers.length} in the bank, and now there is ${sum}`;
  return available(run);
}

/** When the last of the answers that do not fit together was given: whatever comes later need not be shown. */
export function wrongAtMs({ history }: Run): number | undefined {
  const { verdict, wrong = [] } = checkLinearizable(history, models.bank());
  if (verdict !== "violation") return undefined;
  return Math.max(...wrong.map((index) => history[index]!.returned ?? 0));
}

/** A teller that crashes leaves at most one operation open each time; all others must be answered. */
function available(run: Run): true | string {
  const answered = run.history.filter(({ returned }) => returned !== undefined).length;
  const expected = Math.ceil(0.8 * tellers.length * operationsEach);
  return answered >= expected || `of ${tellers.length * operationsEach} operations only ${answered} were answered`;
}
