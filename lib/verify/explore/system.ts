/**
 * What the search works on: something that has beginnings and next states, as rows of integers. Protocols and plain
 * models are the two kinds.
 */
import type { States } from "./states";

/** Is told of every state that is reached. */
export interface Visitor {
  /** The current row of the system's `states` has been reached from the row that was loaded. Returns its number. */
  arrive(): number;
}

export interface System {
  readonly states: States;
  /** Reaches every initial state. */
  begin(visitor: Visitor): void;
  /**
   * Reaches every state that follows the row that is loaded.
   * @returns whether a bound on timer firings held something back
   */
  expand(visitor: Visitor): boolean;
  /** How many runs of the user's code the system has remembered, so far. */
  readonly runs: number;
  /** Whether the user's code still does what it did, as far as a sample shows; throws where not. */
  checkSamples(): void;
}
