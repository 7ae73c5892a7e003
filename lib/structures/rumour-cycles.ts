/**
 * Rumours in cycles: how many never hear, and what it costs.
 *
 * In each cycle everybody who has news calls one other at random. Who is called knows it from the next cycle on. What
 * ends it is that callers lose interest: after `k` calls to somebody who knew already (*feedback, counter*), or with
 * probability 1/k after any call (*blind, coin*), or the other two combinations. Those who are left without the news
 * when nobody calls any more are the *residue*; the calls per node are the *traffic*. The residue falls about as
 * e^−traffic, whichever way it is done: that is why rumours are followed by anti-entropy, which leaves nobody out.
 *
 * Source: Demers and others, "Epidemic algorithms for replicated database maintenance", PODC 1987, section 1.4 and
 * tables 1 and 2. As there, a call's usefulness is judged by what the called knew when the cycle began, and a useful
 * call sets the counter back.
 */
/** When a caller loses interest. */
export interface RumourOptions {
  /** How many nodes, 2 or more. Default 1000. */
  readonly nodes?: number;
  /** How many futile calls, or how unlikely it is to stop: 1 or more. */
  readonly k: number;
  /** Whether only futile calls count, or all. Default "feedback". */
  readonly judging?: "feedback" | "blind";
  /** Whether `k` calls are counted, or each of them stops it with probability 1/k. Default "counter". */
  readonly stopping?: "counter" | "coin";
}

/** What is left when nobody calls any more. */
export interface RumourOutcome {
  /** The share of the nodes that never heard. */
  readonly residue: number;
  /** Calls per node. */
  readonly traffic: number;
  /** Cycles until nobody called any more. */
  readonly cycles: number;
}

/**
 * One rumour, begun by one node, until nobody is interested any more.
 * @param random numbers from 0 to below 1, for example `createRandom(1).next`
 * @throws RangeError where an option is not allowed
 */
export function spreadRumour(options: RumourOptions, random: () => number): RumourOutcome {
  const { nodes = 1000, k, judging = "feedback", stopping = "counter" } = options;
  if (!(Number.isInteger(nodes) && nodes >= 2))
    throw new RangeError(`nodes is ${nodes}; allowed is a whole number from 2`);
  if (!(k >= 1)) throw new RangeError(`k is ${k}; allowed is a number from 1`);
  const knew = new Uint8Array(nodes);
  const counts = new Float64Array(nodes);
  knew[0] = 1;
  let callers = [0];
  let known = 1;
  let calls = 0;
  let cycles = 0;
  while (callers.length > 0) {
    cycles += 1;
    const fresh: number[] = [];
    const staying: number[] = [];
    for (const caller of callers) {
      const other = Math.floor(random() * (nodes - 1));
      const called = other >= caller ? other + 1 : other;
      calls += 1;
      const isUseful = knew[called] === 0;
      if (isUseful) fresh.push(called);
      if (isUseful && judging === "feedback") counts[caller] = 0;
      else if (stopping === "coin" ? random() < 1 / k : ++counts[caller]! >= k) continue;
      staying.push(caller);
    }
    callers = staying;
    for (const node of fresh) {
      if (knew[node] === 1) continue;
      knew[node] = 1;
      known += 1;
      callers.push(node);
    }
  }
  return { residue: 1 - known / nodes, traffic: calls / nodes, cycles };
}

/** The mean outcome of many rumours. */
export function meanRumour(options: RumourOptions, runs: number, random: () => number): RumourOutcome {
  let sum = { residue: 0, traffic: 0, cycles: 0 };
  for (let run = 0; run < runs; run++) {
    const one = spreadRumour(options, random);
    sum = { residue: sum.residue + one.residue, traffic: sum.traffic + one.traffic, cycles: sum.cycles + one.cycles };
  }
  return { residue: sum.residue / runs, traffic: sum.traffic / runs, cycles: sum.cycles / runs };
}
