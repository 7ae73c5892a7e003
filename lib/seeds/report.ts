/** What many seeds have shown. */
import { faultText } from "../sim";
import type { Fault, Run } from "../sim";
import type { ScheduledRun } from "./shrunk-run";

/** A seed whose run went wrong. */
export interface FailingSeed {
  readonly seed: number;
  /** The property or the handler that failed, or "check". */
  readonly property: string;
  /** What is wrong, in one sentence. */
  readonly sentence: string;
}

/** What came of each seed. */
export interface SeedsFound {
  readonly total: number;
  readonly failing: readonly FailingSeed[];
  /** The `sometimes` properties that held in no run: an `always` may be true of nothing. */
  readonly neverHeld: readonly string[];
  /** Events of all simulations. */
  readonly events: number;
  readonly smallest?: ScheduledRun;
  readonly shrinking?: Shrinking;
  readonly fewestFaults?: Run;
  readonly replay: string;
}

/** What shrinking took. */
export interface Shrinking {
  /** Whose run it was. */
  readonly seed: number;
  /** The size of the run before and after: messages handled, timers fired, and faults. */
  readonly from: number;
  readonly to: number;
  /** How many schedules were tried. */
  readonly tries: number;
  /** Whether no single event can be left out. */
  readonly isMinimal: boolean;
}

/** A `SeedsFound` that prints itself. */
export class SeedsReport implements SeedsFound {
  readonly total: number;
  readonly passed: number;
  readonly failing: readonly FailingSeed[];
  readonly neverHeld: readonly string[];
  readonly events: number;
  /** The smallest failing run of a property or a handler: no event can be left out of it. */
  readonly smallest?: ScheduledRun;
  readonly shrinking?: Shrinking;
  /** The first run that fails `check`, simulated to its end with as few faults as it takes. */
  readonly fewestFaults?: Run;
  /** A cell that plays the smallest failing run again, in TypeScript. */
  readonly replay: string;

  constructor(found: SeedsFound) {
    this.total = found.total;
    this.failing = found.failing;
    this.passed = found.total - found.failing.length;
    this.neverHeld = found.neverHeld;
    this.events = found.events;
    if (found.smallest) this.smallest = found.smallest;
    if (found.fewestFaults) this.fewestFaults = found.fewestFaults;
    if (found.shrinking) this.shrinking = found.shrinking;
    this.replay = found.replay;
  }

  /** Whether no seed failed. */
  get holds(): boolean {
    return this.failing.length === 0;
  }

  toString(): string {
    const lines = [this.summary()];
    for (const name of this.neverHeld) lines.push(`? ${name}: seen in none of these runs`);
    const { smallest, shrinking } = this;
    if (smallest && shrinking) {
      lines.push(`✗ ${smallest.property}`);
      lines.push(`  seed ${shrinking.seed}, ${shrinking.from} events, of which ${shrinking.to} are enough:`);
      lines.push(smallest.toString());
    }
    if (this.fewestFaults) lines.push(...this.faultLines(this.fewestFaults.options.faults ?? []));
    return lines.join("\n");
  }

  private faultLines(faults: readonly Fault[]): readonly string[] {
    if (faults.length === 0) return ["  it fails without any fault"];
    return ["  it takes no more than:", ...faults.map((fault) => `    ${faultText(fault)}`)];
  }

  private summary(): string {
    const [first] = this.failing;
    if (!first) return `${this.total} of ${this.total} seeds passed`;
    return `${this.passed} of ${this.total} seeds passed; first failure: seed ${first.seed}: ${first.sentence}`;
  }

  /** What `console.log` and a notebook's cell print. */
  [Symbol.for("nodejs.util.inspect.custom")](): string {
    return this.toString();
  }
}
