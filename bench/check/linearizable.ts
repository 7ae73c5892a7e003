/**
 * How fast histories are judged, in milliseconds: a register by ten clients with about seven operations under way at
 * once, right, and with only its last read wrong; and a store of five keys by fifty clients.
 *
 * Beside it, the algorithm that most checkers have: a depth-first search over the operations that may be next, with a
 * memory of the configurations in which it has failed (Wing and Gong, with Lowe's memory), on the same history, key by
 * key. Where only the last read is wrong it has to go through all configurations: it is given a shorter history, and
 * its time is scaled up with the number of operations.
 */
import type { Operation } from "../../lib/protocol";
import { createRandom } from "../../lib/sim/random";
import { checkLinearizable } from "../../lib/verify/history";
import { row } from "../rows";
import type { BenchmarkRow } from "../rows";

type Access = { kind: "read"; key: string } | { kind: "write"; key: string; value: number };

interface Load {
  readonly operations: number;
  readonly clients: number;
  readonly keys: number;
}

interface Call {
  readonly client: string;
  readonly operation: Access;
  readonly invoked: number;
  readonly returned: number;
  /** When it takes effect. */
  readonly point: number;
}

/** A right history of reads and writes of five values: each takes effect at a random moment while it is under way. */
function rightHistory({ operations, clients, keys }: Load): Operation[] {
  const random = createRandom(7, "histories");
  const freeAt = Array.from({ length: clients }, () => 0);
  const calls = Array.from({ length: operations }, (): Call => {
    const client = freeAt.indexOf(Math.min(...freeAt));
    const invoked = freeAt[client]! + 4 * random.next();
    const returned = invoked + 10 * random.next();
    freeAt[client] = returned;
    const key = `key-${Math.floor(keys * random.next())}`;
    const operation: Access =
      random.next() < 0.5 ? { kind: "read", key } : { kind: "write", key, value: Math.floor(5 * random.next()) };
    return {
      client: `client-${client}`,
      operation,
      invoked,
      returned,
      point: invoked + (returned - invoked) * random.next(),
    };
  });
  const values = new Map<string, number>();
  const history = calls
    .toSorted((a, b) => a.point - b.point)
    .map(({ client, operation, invoked, returned }): Operation => {
      if (operation.kind === "write") values.set(operation.key, operation.value);
      const result = operation.kind === "write" ? null : (values.get(operation.key) ?? null);
      return { client, operation, result, invoked, returned };
    });
  return history.toSorted((a, b) => a.invoked - b.invoked);
}

/** The same, but the last read has an answer that no order explains. */
function lastReadWrong(right: readonly Operation[]): Operation[] {
  const last = right.findLastIndex(({ operation }) => (operation as Access).kind === "read");
  for (const value of [0, 1, 2, 3, 4]) {
    const wrong = right.with(last, { ...right[last]!, result: value });
    if (checkLinearizable(wrong).verdict === "violation") return wrong;
  }
  return right.with(last, { ...right[last]!, result: 99 });
}

/** The baseline, for registers. A configuration is the first operation not yet done, those done after it, the value. */
function searchDepthFirst(history: readonly Operation[]): boolean {
  const keyOf = ({ operation }: Operation): string => (operation as Access).key;
  return [...new Set(history.map(keyOf))].every((key) => explained(history.filter((each) => keyOf(each) === key)));
}

function explained(history: readonly Operation[]): boolean {
  const done = new Uint8Array(history.length);
  const failed = new Set<string>();
  const stack = [{ first: 0, value: null as number | null, next: 0, did: -1 }];
  while (stack.length > 0) {
    const top = stack.at(-1)!;
    if (top.first === history.length) return true;
    const did = nextOf(history, done, top);
    if (did < 0) {
      stack.pop();
      if (top.did >= 0) done[top.did] = 0;
      continue;
    }
    top.next = did + 1;
    done[did] = 1;
    let { first } = top;
    while (first < history.length && done[first] === 1) first++;
    const operation = history[did]!.operation as Access;
    const value = operation.kind === "write" ? operation.value : top.value;
    const configuration = `${first}:${value}:${doneAfter(history, done, first)}`;
    if (failed.has(configuration)) done[did] = 0;
    else {
      failed.add(configuration);
      stack.push({ first, value, next: first, did });
    }
  }
  return false;
}

/** The next operation to try: one called before any that is not done has returned, whose answer fits. */
function nextOf(
  history: readonly Operation[],
  done: Uint8Array,
  { first, value, next }: { readonly first: number; readonly value: number | null; readonly next: number },
): number {
  let earliest = Infinity;
  for (let each = first; each < history.length && history[each]!.invoked <= earliest; each++) {
    if (done[each] === 1) continue;
    earliest = Math.min(earliest, history[each]!.returned!);
    if (each < next) continue;
    const { operation, result } = history[each]!;
    if ((operation as Access).kind === "write" || (result ?? null) === value) return each;
  }
  return -1;
}

function doneAfter(history: readonly Operation[], done: Uint8Array, first: number): string {
  let text = "";
  for (let each = first; each < history.length && history[each]!.invoked <= history[first]!.returned!; each++) {
    if (done[each] === 1) text += `,${each - first}`;
  }
  return text;
}

function milliseconds(work: () => void): number {
  const started = performance.now();
  work();
  return performance.now() - started;
}

function expectVerdict(history: readonly Operation[], expected: string): void {
  const { verdict } = checkLinearizable(history);
  if (verdict !== expected) throw new Error(`the verdict is ${verdict}, not ${expected}`);
}

/** Rows whose names begin with `linearizable-`. */
export function linearizableRows(): BenchmarkRow[] {
  const right = rightHistory({ operations: 100_000, clients: 10, keys: 1 });
  const wrong = lastReadWrong(right);
  const store = rightHistory({ operations: 1_000, clients: 50, keys: 5 });
  const short = lastReadWrong(rightHistory({ operations: 2_000, clients: 10, keys: 1 }));
  const plainRight = milliseconds(() => searchDepthFirst(right));
  const plainWrong = (milliseconds(() => searchDepthFirst(short)) * right.length) / short.length;
  const plainStore = milliseconds(() => searchDepthFirst(store));
  return [
    row(
      "linearizable-100000",
      milliseconds(() => expectVerdict(right, "linearizable")),
      "ms",
      plainRight,
    ),
    row(
      "linearizable-last-wrong",
      milliseconds(() => expectVerdict(wrong, "violation")),
      "ms",
      plainWrong,
    ),
    row(
      "linearizable-50-clients",
      milliseconds(() => expectVerdict(store, "linearizable")),
      "ms",
      plainStore,
    ),
  ];
}
