/**
 * How fast the exhaustive checker is, through its public interface, on Gray and Lamport's two-phase commit with a
 * persistent network: 7 and 9 resource managers as a protocol, 7 as a plain model. Beside it, the plain search of
 * `plain-search.ts` in the same process. `value` and `baseline` are seconds; `ratio` is how many times faster.
 *
 * Spin's compiled C takes 0.33 s for 7 managers on the machine where `docs/decisions` says what the rest is spent on.
 */
import { resourceManagers, twoPhaseModel, twoPhaseSpecification } from "../../lib/protocols/two-phase-specification";
import type { TwoPhaseModelState } from "../../lib/protocols/two-phase-specification";
import { explore } from "../../lib/verify/explore";
import type { Exploration } from "../../lib/verify/explore";
import type { BenchmarkRow } from "../rows";
import { plainSearch } from "./plain-search";

const states7 = 296_448;
const states9 = 10_340_352;

function expectStates(found: Pick<Exploration, "distinct" | "holds">, states: number): void {
  if (found.distinct !== states || !found.holds) throw new Error(`found ${found.distinct} states, not ${states}`);
}

/** The least of several times, in seconds: the one that other processes disturbed least. */
function seconds(times: number, work: () => void): number {
  let least = Infinity;
  for (let time = 0; time < times; time++) {
    const started = performance.now();
    work();
    least = Math.min(least, (performance.now() - started) / 1000);
  }
  return least;
}

function protocolOf(managers: number, states: number): void {
  const protocol = twoPhaseSpecification({ resourceManagers: managers });
  expectStates(explore({ protocol, network: "persistent" }), states);
}

function modelOf7(): void {
  const consistent = ({ rmState }: TwoPhaseModelState): boolean => {
    const phases = Object.values(rmState);
    return !(phases.includes("committed") && phases.includes("aborted"));
  };
  const properties = [{ kind: "always" as const, name: "consistent", holds: consistent }];
  expectStates(explore({ model: twoPhaseModel({ resourceManagers: 7 }), properties }), states7);
}

function orbitsOf7(): void {
  const symmetry = [resourceManagers(7)];
  expectStates(
    explore({ protocol: twoPhaseSpecification({ resourceManagers: 7 }), network: "persistent", symmetry }),
    920,
  );
}

/** The most memory that the process has held so far, in megabytes. */
function peakMegabytes(): number {
  return process.resourceUsage().maxRSS / 1000;
}

function faster(name: string, value: number, baseline: number): BenchmarkRow {
  return { name, value, unit: "s", baseline, ratio: baseline / value };
}

/** Rows whose names begin with `two-phase-` and `plain-`. */
export function exploreRows(): BenchmarkRow[] {
  // First, while the process is small: what it holds at its peak is then the nine managers'.
  const nine = seconds(1, () => protocolOf(9, states9));
  const megabytes = peakMegabytes();
  let generated = 0;
  const baseline = seconds(2, () => {
    const plain = plainSearch(7);
    if (plain.distinct !== states7) throw new Error(`the baseline found ${plain.distinct} states, not ${states7}`);
    generated = plain.generated;
  });
  const seven = seconds(3, () => protocolOf(7, states7));
  const model = seconds(2, modelOf7);
  const perState = baseline / states7;
  return [
    faster("two-phase-7", seven, baseline),
    faster("two-phase-9", nine, perState * states9),
    { name: "two-phase-9-memory", value: megabytes, unit: "MB", baseline: 1000, ratio: megabytes / 1000 },
    faster("two-phase-7-model", model, baseline),
    faster("two-phase-7-orbits", seconds(3, orbitsOf7), baseline),
    { name: "plain-baseline-7", value: baseline, unit: "s", baseline, ratio: 1 },
    { name: "plain-baseline-7-transitions", value: generated, unit: "transitions", baseline: generated, ratio: 1 },
  ];
}
