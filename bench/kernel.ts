/**
 * What the course's kernel costs beside bare tslab: its start, a cell's round trip, and a loop over top-level variables.
 * Both kernels run in turns, so that whatever else the machine does disturbs both alike.
 */
import { KernelClient } from "../app/kernel/client";
import type { KernelKind } from "../app/kernel/client";
import { row } from "./rows";
import type { BenchmarkRow } from "./rows";

const startsMeasured = 2;
const cellsMeasured = 30;
const kinds = ["course", "stock"] as const;
type Times = { readonly [kind in KernelKind]: number[] };

/** As a chapter's first cell is: it uses the library. */
const firstCell = 'import { createRandom } from "distlab";\ncreateRandom(1, "bench").next() >= 0';

function median(values: readonly number[]): number {
  const sorted = values.toSorted((a, b) => a - b);
  return sorted[Math.floor(sorted.length / 2)] ?? Number.NaN;
}

/** From the start of the process to the first cell's result. */
async function startRows(): Promise<BenchmarkRow[]> {
  const starts: Times = { course: [], stock: [] };
  for (let turn = 0; turn < startsMeasured; turn += 1) {
    for (const kernel of kinds) {
      const began = performance.now();
      const client = await KernelClient.start({ kernel });
      await client.execute(firstCell);
      starts[kernel].push(performance.now() - began);
      await client.shutdown();
    }
  }
  return [row("start-to-first-result", Math.min(...starts.course), "ms", Math.min(...starts.stock))];
}

type Clients = { readonly [kind in KernelKind]: KernelClient };

/** A cell's milliseconds in both kernels, in turns. */
async function inTurns(clients: Clients, times: number, code: (turn: number) => string): Promise<Times> {
  const taken: Times = { course: [], stock: [] };
  for (let turn = 0; turn < times; turn += 1) {
    for (const kernel of kinds) taken[kernel].push((await clients[kernel].execute(code(turn))).milliseconds);
  }
  return taken;
}

async function cellRows(): Promise<BenchmarkRow[]> {
  const clients: Clients = { course: await KernelClient.start(), stock: await KernelClient.start({ kernel: "stock" }) };
  try {
    await inTurns(clients, 5, (turn) => `const warm${turn} = ${turn};`);
    const value = await inTurns(clients, cellsMeasured, (turn) => `const v${turn} = ${turn};\nv${turn} + 1`);
    const nothing = await inTurns(clients, cellsMeasured, () => "0");
    const loop = await inTurns(clients, 3, () => "let total = 0; for (let i = 0; i < 500_000; i += 1) total += i;");
    const compare = (name: string, { course, stock }: Times) => row(name, median(course), "ms", median(stock));
    return [compare("cell-value", value), compare("cell-nothing", nothing), compare("loop-top-level", loop)];
  } finally {
    for (const client of Object.values(clients)) await client.shutdown();
  }
}

export async function run(): Promise<BenchmarkRow[]> {
  return [...(await startRows()), ...(await cellRows())];
}
