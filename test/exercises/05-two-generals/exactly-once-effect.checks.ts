/** Judges `05-two-generals/exactly-once-effect`: amounts are powers of ten, so that the balance shows what was taken. */
import { always, crash, grading, sometimes } from "distlab";
import type { AnyProtocol, BankState, PayerState, Property, SimulateOptions, World } from "distlab";

const accounts: { readonly [payer: string]: readonly number[] } = { ann: [1, 10], bob: [100, 1000] };

/** @param payers who takes part */
function system(answer: grading.Answer, payers: readonly string[]): { readonly [node: string]: AnyProtocol } {
  const timeoutMs = 100;
  const view = (state: unknown) => {
    const { balance, paid } = state as Partial<BankState & PayerState>;
    return { fields: balance === undefined ? { paid: paid ?? 0 } : { balance } };
  };
  const protocols = payers.map((name) => {
    const options = { bank: "bank", amounts: [...accounts[name]!], timeoutMs };
    return [name, grading.protocolFrom(answer, "payer", [options], { name: "payer", view })] as const;
  });
  return { ...Object.fromEntries(protocols), bank: grading.protocolFrom(answer, "bank", [], { name: "bank", view }) };
}

type Seen = Pick<World, "state" | "saved">;

/** In memory, or on the disk while it is down. */
function balanceOf(world: Seen): number {
  return ((world.state("bank") ?? world.saved("bank")) as BankState | null)?.balance ?? 0;
}

/** How often the amount is in the balance. */
const times = (balance: number, amount: number): number => Math.floor(balance / amount) % 10;

const takenOnce: Property = always("no amount is taken twice", (world) => {
  const balance = balanceOf(world);
  const twice = Object.values(accounts)
    .flat()
    .find((amount) => times(balance, amount) > 1);
  return twice === undefined || `${twice} € were taken ${times(balance, twice)} times: the balance is ${balance} €`;
});

const truthful: Property = always("what counts as paid has been taken", (world) => {
  for (const [payer, amounts] of Object.entries(accounts)) {
    const paid = world.nodes.includes(payer) ? ((world.state(payer) as PayerState | null)?.paid ?? 0) : 0;
    const missing = amounts.slice(0, paid).find((amount) => times(balanceOf(world), amount) === 0);
    if (missing !== undefined) return `${payer} counts ${missing} € as paid, and the balance is ${balanceOf(world)} €`;
  }
  return true;
});

const allPaid = (payers: readonly string[], state: (node: string) => unknown): boolean =>
  payers.every((payer) => (state(payer) as PayerState | null)?.paid === accounts[payer]!.length);

const settled = (payers: readonly string[]): Property =>
  sometimes("everything is paid", (world) => allPaid(payers, (node) => world.state(node)));

const both = ["ann", "bob"];

/** Everything is paid in the end. @param options what the line and the machines do */
function inTheEnd(answer: grading.Answer, options: Omit<SimulateOptions, "protocol">) {
  return {
    run: (seed: number) => ({ protocol: system(answer, both), untilMs: 20_000, ...options, seed }),
    properties: [takenOnce, truthful],
    check: (run: { readonly states: { readonly [node: string]: unknown } }) =>
      allPaid(both, (node) => run.states[node] ?? null) || "after 20 seconds not everything is paid",
  } as const;
}

export default grading.exercise({
  id: "05-two-generals/exactly-once-effect",
  title: "Paid once, whatever crashes",
  kind: "write",
  exports: ["payer", "bank"],
  hints: [
    "Which id does the payer use after a crash? It must be the one that it used before.",
    "Between two saves of the bank there is a moment at which only one of them is on the disk. What must be in one save?",
    "Bank: balance and `${from}/${id}` in one `out.save(state)`, then the receipt. Payer: the id is the number of receipts so far; save before asking for the next.",
  ],
  difference:
    "The reference keeps all ids for ever; since a payer asks for one thing after the other, its highest would do.",
  checks: [
    grading.seeds({
      name: "on a quiet day everything is paid",
      points: 1,
      hint: "Send `Pay` from `start` already, and the next one when the receipt has come.",
      seeds: 5,
      simulate: (answer) => inTheEnd(answer, { network: { latencyMs: 20 } }),
    }),
    grading.seeds({
      name: "over a bad line every amount is taken once",
      points: 2,
      hint: "Ask again until there is a receipt; take no repeated request for a new one; two payers may count alike.",
      seeds: 80,
      simulate: (answer) => inTheEnd(answer, { network: { latencyMs: [10, 150], loss: 0.2, duplication: 0.2 } }),
    }),
    grading.exhaustive({
      name: "the bank may crash anywhere, and takes nothing twice",
      points: 3,
      hint: "Look for the moment between two saves, or between a receipt and a save.",
      explore: (answer) => ({
        protocol: system(answer, ["ann"]),
        properties: [takenOnce, truthful, settled(["ann"])],
        time: "asynchronous",
        firings: 2,
        faults: { crashes: { bank: 1 }, restarts: 1, duplicates: 1 },
      }),
    }),
    grading.exhaustive({
      name: "the payer may crash anywhere, and nothing is taken twice",
      points: 3,
      hint: "What does it ask for after the crash, and under which id?",
      explore: (answer) => ({
        protocol: system(answer, ["ann"]),
        properties: [takenOnce, truthful, settled(["ann"])],
        time: "asynchronous",
        firings: 1,
        faults: { crashes: { ann: 1 }, restarts: 1, duplicates: 1 },
      }),
    }),
    grading.seeds({
      name: "with crashes on both sides everything is paid in the end",
      points: 2,
      hint: "Who starts again must set its timer again, and must not skip what was under way.",
      seeds: 60,
      simulate: (answer) => ({
        ...inTheEnd(answer, {}),
        run: (seed) => ({
          protocol: system(answer, both),
          network: { latencyMs: [10, 60], loss: 0.1, duplication: 0.1 },
          faults: [
            crash("bank", { atMs: 20 + (seed % 90), restartAtMs: 300 }),
            crash("ann", { atMs: 25 + (seed % 70), restartAtMs: 250 }),
          ],
          untilMs: 20_000,
          seed,
        }),
      }),
    }),
  ],
});
