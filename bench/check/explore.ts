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

/** How long it takes, in seconds. */
function seconds(work: () => void): number {
  const started = performance.now();
  work();
  return (performance.now() - started) / 1000;
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

/** So often is each of the small ones measured, in turns; the least time is the one that was disturbed least. */
const rounds = 3;

function plainOf7(): void {
  const { distinct } = plainSearch(7);
  if (distinct !== states7) throw new Error(`the baseline found ${distinct} states, not ${states7}`);
}

/** Rows whose names begin with `two-phase-` and `plain-`. */
export function exploreRows(): BenchmarkRow[] {
  // First, while the process is small: what it holds at its peak is then the nine managers'.
  const nine = seconds(() => protocolOf(9, states9));
  const megabytes = peakMegabytes();
  const least = { plain: Infinity, protocol: Infinity, model: Infinity, orbits: Infinity };
  for (let round = 0; round < rounds; round++) {
    least.plain = Math.min(least.plain, seconds(plainOf7));
    least.protocol = Math.min(
      least.protocol,
      seconds(() => protocolOf(7, states7)),
    );
    least.model = Math.min(least.model, seconds(modelOf7));
    least.orbits = Math.min(least.orbits, seconds(orbitsOf7));
  }
  return [
    faster("two-phase-7", least.protocol, least.plain),
    faster("two-phase-9", nine, (least.plain / states7) * states9),
    { name: "two-phase-9-memory", value: megabytes, unit: "MB", baseline: 1000, ratio: megabytes / 1000 },
    faster("two-phase-7-model", least.model, least.plain),
    faster("two-phase-7-orbits", least.orbits, least.plain),
    faster("plain-baseline-7", least.plain, least.plain),
  ];
}
