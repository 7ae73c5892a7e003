/**
 * How stale are reads from partial quorums? Probabilistically bounded staleness by Monte Carlo.
 *
 * A write goes to all N replicas and is acknowledged after W answers; a read that begins t later goes to all N and
 * takes the first R answers. It is stale if the write has reached none of these before the read did. So each trial
 * draws four legs for each replica: the write's way there (W), the acknowledgement's way back (A), the read's way
 * there (R) and its answer's way back (S), and yields one number: the least t at which that read is not stale.
 *
 * Source: Bailis, Venkataraman, Franklin, Hellerstein and Stoica, "Probabilistically bounded staleness for practical
 * partial quorums", PVLDB 5(8), 2012, section 5 and the fits of table 3.
 */
/** A Pareto distribution with this chance, an exponential one otherwise: the shape of the paper's fits. */
export interface PbsLeg {
  /** 0 to 1. */
  readonly paretoChance: number;
  /** The Pareto distribution's least value, ms. */
  readonly leastMs: number;
  /** The Pareto distribution's exponent: the higher, the fewer late ones. */
  readonly alpha: number;
  /** The exponential distribution's rate, 1/ms. */
  readonly rate: number;
}

/** What to draw, and how often. */
export interface PbsOptions {
  /** Copies; default 3. */
  readonly replicas?: number;
  /** Answers that a write waits for, 1 to `replicas`. */
  readonly writeQuorum: number;
  /** Answers that a read waits for, 1 to `replicas`. */
  readonly readQuorum: number;
  /** The write's way to a replica. */
  readonly write: PbsLeg;
  /** The other three legs. */
  readonly other: PbsLeg;
  /** Default 100,000. */
  readonly trials?: number;
  /** Where chance comes from: numbers from 0 to below 1, for example `createRandom(1).next`. */
  readonly random: () => number;
}

/** What was found. */
export interface PbsResult {
  /** The chance, 0 to 1, that a read that begins `afterMs` after the acknowledgement sees the write. */
  consistentAfter(afterMs: number): number;
  /** How long after the acknowledgement a read must begin to see the write with this chance, 0 to 1; ms. */
  waitMsFor(chance: number): number;
}

const solidState: PbsLeg = { paretoChance: 0.9122, leastMs: 0.235, alpha: 10, rate: 1.66 };

/** The paper's fits to LinkedIn's and Yammer's latencies: `write` and `other` of the options. */
export const pbsFits: {
  readonly [name in "linkedInSolidState" | "linkedInDisk" | "yammer"]: Pick<PbsOptions, "write" | "other">;
} = {
  linkedInSolidState: { write: solidState, other: solidState },
  linkedInDisk: { write: { paretoChance: 0.38, leastMs: 1.05, alpha: 1.51, rate: 0.183 }, other: solidState },
  yammer: {
    write: { paretoChance: 0.939, leastMs: 3, alpha: 3.35, rate: 0.0028 },
    other: { paretoChance: 0.982, leastMs: 1.5, alpha: 3.8, rate: 0.0217 },
  },
};

/**
 * Draws `trials` writes, each with a read.
 * @throws RangeError where a quorum is not from 1 to `replicas`, or `trials` is not a whole number from 1
 */
export function simulatePbs(options: PbsOptions): PbsResult {
  const { replicas = 3, trials = 100_000, random } = options;
  checkWhole("trials", trials, Infinity);
  checkWhole("writeQuorum", options.writeQuorum, replicas);
  checkWhole("readQuorum", options.readQuorum, replicas);
  const draw = (leg: PbsLeg): number => drawLeg(leg, random);
  const waits = Array.from({ length: trials }, () => leastWait(options, replicas, draw)).toSorted((a, b) => a - b);
  return {
    consistentAfter: (afterMs) => waits.filter((wait) => wait <= afterMs).length / trials,
    waitMsFor: (chance) => Math.max(0, waits[Math.min(trials - 1, Math.max(0, Math.ceil(chance * trials) - 1))]!),
  };
}

function checkWhole(option: string, value: number, max: number): void {
  if (Number.isInteger(value) && value >= 1 && value <= max) return;
  throw new RangeError(`${option} is ${value}; allowed is a whole number from 1${max < Infinity ? ` to ${max}` : ""}`);
}

/** The least time after its acknowledgement at which one write is seen by one read; below 0: at once. */
function leastWait(options: PbsOptions, replicas: number, draw: (leg: PbsLeg) => number): number {
  const { write, other, writeQuorum, readQuorum } = options;
  const copies = Array.from({ length: replicas }, () => {
    const writtenMs = draw(write);
    const acknowledgedMs = writtenMs + draw(other);
    const askedMs = draw(other);
    return { writtenMs, acknowledgedMs, askedMs, answeredMs: askedMs + draw(other) };
  });
  const acknowledged = copies.map((copy) => copy.acknowledgedMs).toSorted((a, b) => a - b)[writeQuorum - 1]!;
  const first = copies.toSorted((a, b) => a.answeredMs - b.answeredMs).slice(0, readQuorum);
  return Math.min(...first.map(({ writtenMs, askedMs }) => writtenMs - acknowledged - askedMs));
}

function drawLeg({ paretoChance, leastMs, alpha, rate }: PbsLeg, next: () => number): number {
  const isPareto = next() < paretoChance;
  // 1 - next() is never 0; the root is taken by logarithms, which every version of Node computes alike.
  const logarithm = Math.log(1 - next());
  return isPareto ? leastMs * Math.exp(-logarithm / alpha) : -logarithm / rate;
}
